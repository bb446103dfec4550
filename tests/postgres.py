"""A PostgreSQL of our own for tests and benchmarks: Debian's programs, a fresh folder, a free port of 127.0.0.1.

It runs as a user without rights (PostgreSQL refuses to be root) and ends with the block that started it.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

PROGRAMS = Path("/usr/lib/postgresql")
# A test's database need not survive a power cut. What a benchmark claims, it claims with all of this switched on.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")


class Server(msgspec.Struct, frozen=True):
    """A running server."""

    port: int
    folder: Path
    pid: int

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"


def program(name: str) -> str:
    """The newest installed PostgreSQL's program of this name."""
    found = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    assert found, f"{name} is missing: scripts/install-test-services.sh installs Debian's package postgresql"
    return str(found[-1])


def unprivileged() -> str | None:
    """Whom the server runs as; None: whoever we are."""
    if os.geteuid() != 0:
        return None
    names = [entry.pw_name for entry in pwd.getpwall()]
    return next(name for name in ("postgres", "nobody") if name in names)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """A fresh server with these settings (`name=value`)."""
    with folder() as place, process(place, *options) as server:
        yield server


@contextmanager
def folder() -> Iterator[Path]:
    """A fresh folder for `process`, gone at the end."""
    user = unprivileged()
    top = Path(tempfile.mkdtemp(prefix="cocoonpool-postgres-"))
    try:
        if user is not None:
            shutil.chown(top, user)
        initdb = f"{program('initdb')} -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync -D"
        subprocess.run([*initdb.split(), top / "data"], user=user, cwd="/", check=True, capture_output=True)
        yield top / "data"
    finally:
        shutil.rmtree(top, ignore_errors=True)


@contextmanager
def process(data: Path, *options: str, port: int | None = None) -> Iterator[Server]:
    """The server over a folder that `initdb` made; ended fast at the end of the block."""
    port = port or _free_port()
    fixed = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60")
    settings = [part for option in (*fixed, *options) for part in ("-c", option)]
    with (data.parent / "log").open("ab") as log:
        server = subprocess.Popen(
            [program("postgres"), "-D", data, *settings],
            user=unprivileged(),
            cwd="/",
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_the_parent,
        )
    try:
        _wait(server, port, data.parent / "log")
        yield Server(port, data, server.pid)
    finally:
        server.send_signal(signal.SIGINT)  # "fast": sessions are ended, nothing is waited for
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def _die_with_the_parent() -> None:
    """Also where the tests themselves are killed and nothing is left to stop the server. Linux only, as all of this."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    ready = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(600):
        assert server.poll() is None, log.read_text(errors="replace")
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


def sql(server: Server, database: str, *statements: str) -> None:
    """Runs statements as the server's owner."""
    commands = [part for statement in statements for part in ("-c", statement)]
    subprocess.run([program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", *commands, server.url(database)], check=True)
