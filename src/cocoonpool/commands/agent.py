"""`cocoonpool agent …` on a GPU host: enrol, run, install. Imports nothing that a light install lacks."""

import asyncio
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from cocoonpool import __version__
from cocoonpool.agent.enroll import enroll
from cocoonpool.agent.identity import default_folder, machine_name, read_identity
from cocoonpool.agent.ports import Site
from cocoonpool.agent.post import server_url
from cocoonpool.agent.run import Options, run
from cocoonpool.agent.send import Dismissed
from cocoonpool.agent.unit import DISMISSED, NAME, unit_text
from cocoonpool.commands.output import OK, fail, say
from cocoonpool.errors import PoolError
from cocoonpool.telemetry import get_logger

log = get_logger("cocoonpool.agent")

UNITS = Path("/etc/systemd/system")


def enroll_host(
    server: str, code: str, *, folder: Path | None, name: str | None, machine: str | None, plain_http: bool
) -> int:
    place = folder or default_folder()
    try:
        identity, others = enroll(
            place,
            server_url(server, plain_http=plain_http),
            code,
            host=name or socket.gethostname(),
            machine=machine_name(machine),
            version=__version__,
        )
    except PoolError as error:
        fail(error.detail)
    say(f"This host is enrolled as {identity.host} (agent {identity.agent_id}). Its key is in {place}.")
    if others:
        say(f"Agents run on this machine already: {', '.join(map(str, others))}. Of two for one worker the first wins.")
    say("Now start it: `cocoonpool agent`, or `cocoonpool agent install` for a service.")
    return OK


def install(given: dict[str, object], hash_file: Path | None, *, show: bool) -> int:
    """Writes the unit, or prints it. It runs the very Python that runs this."""
    if not show and sys.prefix.startswith(("/home/", "/root/")):
        fail(f"a service cannot read {sys.prefix}: install into /opt, as docs/gpu-host.md shows, or use --print")
    said = {f"--{name}": value for name, value in given.items() if value is not None}
    options = [word for name, value in said.items() for word in ((name,) if value is True else (name, str(value)))]
    text = unit_text([sys.executable, "-m", "cocoonpool", "agent"], options, hash_file and hash_file.resolve())
    if show:
        sys.stdout.write(text)
        return OK
    try:
        (UNITS / NAME).write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{UNITS / NAME} cannot be written ({error.strerror}): run it with sudo, or use --print")
    say(f"{UNITS / NAME} is written. Start it: sudo systemctl daemon-reload && sudo systemctl enable --now {NAME}")
    return OK


async def run_agent(folder: Path | None, site: Site, interval_s: float, spool_mib: int, *, allow_control: bool) -> int:
    """Runs until SIGTERM or SIGINT, or until the pool dismisses it."""
    place = folder or default_folder()
    identity = await asyncio.to_thread(read_identity, place)
    options = Options(place, site, __version__, interval_s, spool_mib << 20, allow_control)
    task = asyncio.create_task(run(identity, options))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    except Dismissed as error:
        log.error("the pool dismissed this agent; it stops", why=error.detail)
        return DISMISSED
    log.info("stopped; what was not sent is on the disk")
    sys.stdout.flush()
    return OK
