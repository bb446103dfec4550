"""The command line: declares commands and options. What they do is in commands/, loaded only when asked for,
so that a light install (no database, no web framework) can load this file."""

from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocoonpool import __version__

if TYPE_CHECKING:
    from cocoonpool.commands.remote import Remote
    from cocoonpool.settings import Settings

app = typer.Typer(
    name="cocoonpool",
    help="Watches Cocoon GPU workers, says why one earns nothing, and keeps the books to the nanoTON.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
workers_app = typer.Typer(help="List, add, find and show workers.", no_args_is_help=True)
participants_app = typer.Typer(help="List and add participants.", no_args_is_help=True)
keys_app = typer.Typer(help="Create, list and revoke API keys.", no_args_is_help=True)
agent_app = typer.Typer(help="On a GPU host: enrol it, and send what its workers show.")
agents_app = typer.Typer(help="On the pool: codes for hosts, and the agents that came in.", no_args_is_help=True)
db_app = typer.Typer(help="Care of the database.", no_args_is_help=True)
for name, group in {
    "workers": workers_app,
    "participants": participants_app,
    "keys": keys_app,
    "agent": agent_app,
    "agents": agents_app,
    "db": db_app,
}.items():
    app.add_typer(group, name=name)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def main() -> None:
    app()


class _Asked:
    """What was said before the command's name."""

    server: str | None = None
    key_file = Path("data/operator.key")


@app.callback()
def common(
    server: Annotated[
        str | None, typer.Option(help="URL of a server to ask, instead of the database on this machine.")
    ] = None,
    key_file: Annotated[Path, typer.Option(help="File with the API key for it.")] = _Asked.key_file,
) -> None:
    _Asked.server, _Asked.key_file = server, key_file


def _remote(default: str | None = None) -> "Remote | None":
    """The server to ask; None where the database on this machine is meant."""
    server = _Asked.server or default
    if server is None:
        return None
    from cocoonpool.commands.output import fail

    try:
        from cocoonpool.commands.remote import Remote
    except ImportError:
        fail("this is the light install: `pip install 'cocoonpool[client]'` brings what asks a server")
    return Remote(server, _Asked.key_file)


def _settings() -> "Settings":
    """Settings from the environment; a bad one is said in words. A light install is told what it lacks."""
    from cocoonpool.commands.output import USAGE, fail

    if _remote() is not None:
        fail("this command works on this machine only: leave --server out", USAGE)
    try:
        from pydantic import ValidationError

        from cocoonpool.settings import Settings
    except ImportError:
        fail("this is the light install: `pip install 'cocoonpool[server]'` brings the server's commands")
    try:
        return Settings()
    except ValidationError as error:
        lines = (f"COCOONPOOL_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        fail("; ".join(lines), USAGE)


def _run(work: Coroutine[Any, Any, object], *, quiet: bool = True) -> None:
    """Runs a command to its end; an int it returns is the exit code, an expected refusal is one sentence."""
    import uvloop

    from cocoonpool.commands.output import fail
    from cocoonpool.errors import PoolError
    from cocoonpool.telemetry import setup_logging

    if quiet:
        setup_logging("warning")
    try:
        code = uvloop.run(work)
    except PoolError as error:
        fail(error.detail)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        if (why := _database_trouble(error)) is None:
            raise
        fail(f"the database does not work: {why}")
    if isinstance(code, int) and code:
        raise typer.Exit(code)


def _database_trouble(error: Exception) -> str | None:
    """In words, if it is the database that does not work. A light install has none."""
    try:
        from cocoonpool.dbfaults import why_unavailable
    except ImportError:
        return None
    return why_unavailable(error)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command()
def serve() -> None:
    """Run the server: API, metrics and, unless switched off, the collector. Settings: docs/configuration.md."""
    settings = _settings()
    from cocoonpool.commands import serve as process
    from cocoonpool.telemetry import setup_logging

    setup_logging(settings.log_level, settings.log_format)
    _run(process.serve(settings), quiet=False)


@app.command()
def collect() -> None:
    """Run only the collector, for a server that was started with COCOONPOOL_COLLECT=false."""
    settings = _settings()
    from cocoonpool.commands import serve as process
    from cocoonpool.telemetry import setup_logging

    setup_logging(settings.log_level, settings.log_format)
    _run(process.collect(settings), quiet=False)


@app.command()
def demo(
    workers: Annotated[int, typer.Option(min=1, max=2000, help="How many simulated workers.")] = 30,
    scenario: Annotated[str, typer.Option(help="A fleet or scenario of the simulator.")] = "mixed",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the server.")] = 8000,
    base_port: Annotated[int, typer.Option(min=1024, max=60000, help="Port of the first simulated worker.")] = 13_000,
    interval: Annotated[float, typer.Option(min=1, help="Seconds between two looks.")] = 5.0,
) -> None:
    """Run a server beside a lively simulated fleet, on an empty temporary data folder."""
    _settings()
    from cocoonpool.commands.demo import demo as process
    from cocoonpool.commands.output import fail
    from cocoonpool.telemetry import setup_logging

    setup_logging()
    try:
        _run(process(workers, scenario, port, base_port, interval), quiet=False)
    except OSError as error:  # a port that is taken
        fail(str(error))


@app.command()
def simulate(
    workers: Annotated[int, typer.Option(help="How many workers.")] = 3,
    base_port: Annotated[
        int, typer.Option(help="Port of the first; the others follow in steps of 10. 0: free ports.")
    ] = 12_000,
    hosts: Annotated[
        str, typer.Option(help="Address, comma list or network over which workers are spread.")
    ] = "127.0.0.1",
    scenario: Annotated[str, typer.Option(help="A fleet, a scenario, or a comma list assigned in turn.")] = "healthy",
    generation: Annotated[str, typer.Option(help="2025-12, 2026-04 or both.")] = "both",
    seed: Annotated[int, typer.Option(help="The same seed gives the same fleet.")] = 1,
    tick: Annotated[float, typer.Option(help="Seconds between two states of the simulated world.")] = 1.0,
    control_port: Annotated[int, typer.Option(help="Port of the simulator's own control URL; 0: a free one.")] = 11_900,
    health_dir: Annotated[
        Path | None, typer.Option(help="Serve health monitors on unix sockets in this folder.")
    ] = None,
    health_base_port: Annotated[int | None, typer.Option(help="Serve health monitors on TCP from this port.")] = None,
    indexer_port: Annotated[
        int | None, typer.Option(help="Serve recorded chain transactions as toncenter v3 on this port; 0: a free one.")
    ] = None,
) -> None:
    """Pretend to be Cocoon workers, byte for byte as recorded from real ones."""
    from cocoonpool.commands import simulate as process
    from cocoonpool.commands.output import USAGE, fail
    from cocoonpool.simulator import Options

    try:
        options = Options(
            workers=workers,
            base_port=base_port,
            hosts=hosts,
            scenario=scenario,
            generation=generation,
            seed=seed,
            tick=tick,
            control_port=control_port,
            health_dir=health_dir,
            health_base_port=health_base_port,
            indexer_port=indexer_port,
        )
    except ValueError as error:
        fail(str(error), USAGE)
    try:
        _run(process.run(options))
    except (OSError, ValueError) as error:
        fail(str(error))


@app.command()
def top(once: Annotated[bool, typer.Option("--once", help="Print once and end.")] = False) -> None:
    """Watch the fleet live in the terminal, the worst first; of this machine's server, or of --server."""
    remote = _remote("http://127.0.0.1:8000")
    from cocoonpool.commands import top as commands

    if remote is not None:
        _run(commands.top(remote, once))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is wrong with this installation and with each worker, in words. Exit code 1 if anything is."""
    settings = _settings()
    from cocoonpool.commands import doctor as commands

    _run(commands.doctor(settings, as_json))


@app.command("tax-report")
def tax_report(
    participant: Annotated[int, typer.Option(help="Whose payouts, by id.")],
    year: Annotated[int, typer.Option(help="The tax year, by the year in which it begins.")],
    layout: Annotated[
        str, typer.Option("--format", help="generic, koinly, cointracking, cointracker, coinledger or blockpit.")
    ] = "generic",
    timezone: Annotated[str, typer.Option(help="IANA time zone in which the year is cut.")] = "UTC",
    year_start: Annotated[str, typer.Option(help="The day the tax year begins, MM-DD.")] = "01-01",
    currency: Annotated[str, typer.Option(help="Currency of the fair market value.")] = "USD",
    label: Annotated[str, typer.Option(help="What the tool is told a payout is: income or mining.")] = "income",
    asset: Annotated[str | None, typer.Option(help="How the tool knows the coin, if not as set.")] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write an Excel workbook.")] = False,
    output: Annotated[Path | None, typer.Option(help="The file; the default says by its name what it is.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a participant's payouts of a year as a file for the tax office or a tax tool."""
    settings = _settings()
    from cocoonpool.commands import tax_report as commands

    fields = {
        "participant_id": participant,
        "year": year,
        "format": layout,
        "timezone": timezone,
        "year_start": year_start,
        "currency": currency,
        "label": label,
        "asset": asset,
        "file": "xlsx" if xlsx else "csv",
    }
    _run(commands.tax_report(settings, fields, output, as_json))


@workers_app.command("list")
def workers_list(as_json: AsJson = False) -> None:
    """List the registered workers with their status."""
    if (remote := _remote()) is not None:
        from cocoonpool.commands import remote as far

        raise typer.Exit(far.list_workers(remote, as_json))
    settings = _settings()
    from cocoonpool.commands import workers as commands

    _run(commands.list_workers(settings, as_json))


@workers_app.command("show")
def workers_show(worker_id: int, as_json: AsJson = False) -> None:
    """Show one worker: why it earns or not, its figures, its contracts."""
    if (remote := _remote()) is not None:
        from cocoonpool.commands import remote as far

        raise typer.Exit(far.show_worker(remote, worker_id, as_json))
    settings = _settings()
    from cocoonpool.commands import workers as commands

    _run(commands.show_worker(settings, worker_id, as_json))


@workers_app.command("add")
def workers_add(
    participant: Annotated[int, typer.Option(help="Id of the participant who is paid.")],
    name: Annotated[str, typer.Option(help="A name for people.")],
    port: Annotated[int, typer.Option(help="Stats port of the worker.")],
    host: Annotated[str, typer.Option(help="Host of the worker.")] = "127.0.0.1",
    instance: Annotated[int, typer.Option(help="Instance number on its host.")] = 0,
    coefficient: Annotated[str | None, typer.Option(help="Wanted price coefficient, for example 1.2.")] = None,
    access_hash: Annotated[
        str | None, typer.Option(help="Its access hash.", envvar="COCOONPOOL_WORKER_ACCESS_HASH")
    ] = None,
    health_source: Annotated[str | None, typer.Option(help="vsock://CID, unix:/path or tcp://host:port.")] = None,
    as_json: AsJson = False,
) -> None:
    """Register a worker."""
    settings = _settings()
    from cocoonpool.commands import workers as commands

    fields = {
        "participant_id": participant,
        "worker_name": name,
        "stats_port": port,
        "host": host,
        "instance_number": instance,
        "price_coefficient": coefficient,
        "access_hash": access_hash,
        "health_source": health_source,
    }
    _run(commands.add_worker(settings, {key: value for key, value in fields.items() if value is not None}, as_json))


@workers_app.command("discover")
def workers_discover(
    where: Annotated[str, typer.Argument(help="host:first-last; the default is this host's 12000-12310.")] = "on",
    as_json: AsJson = False,
) -> None:
    """Ask a row of ports and register what answers as a worker."""
    settings = _settings()
    from cocoonpool.commands import workers as commands

    _run(commands.discover(settings, where, as_json))


@participants_app.command("list")
def participants_list(as_json: AsJson = False) -> None:
    """List the participants with what they earned."""
    if (remote := _remote()) is not None:
        from cocoonpool.commands import remote as far

        raise typer.Exit(far.list_participants(remote, as_json))
    settings = _settings()
    from cocoonpool.commands import participants as commands

    _run(commands.list_participants(settings, as_json))


@participants_app.command("add")
def participants_add(
    wallet: Annotated[str, typer.Argument(help="TON wallet address, any form.")],
    username: Annotated[str | None, typer.Option()] = None,
    email: Annotated[str | None, typer.Option()] = None,
    telegram_user_id: Annotated[int | None, typer.Option()] = None,
    as_json: AsJson = False,
) -> None:
    """Register a participant."""
    settings = _settings()
    from cocoonpool.commands import participants as commands

    fields = {"username": username, "email": email, "telegram_user_id": telegram_user_id}
    given = {key: value for key, value in fields.items() if value is not None}
    _run(commands.add_participant(settings, {"ton_wallet_address": wallet, **given}, as_json))


@keys_app.command("create")
def keys_create(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    role: Annotated[str, typer.Option(help="operator or participant.")] = "operator",
    participant: Annotated[int | None, typer.Option(help="Participant the key belongs to.")] = None,
    scopes: Annotated[str, typer.Option(help="Of read, write, metrics, agent; comma-separated.")] = "read,write",
    days: Annotated[int | None, typer.Option(min=1, max=36_500, help="Days until it expires.")] = None,
    networks: Annotated[str | None, typer.Option(help="Networks it may be used from, comma-separated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Create an API key; it is shown once."""
    settings = _settings()
    from cocoonpool.commands import keys as commands

    fields = {
        "name": name,
        "role": role,
        "participant_id": participant,
        "scopes": [scope.strip() for scope in scopes.split(",")],
        "expires_at": datetime.now(UTC) + timedelta(days=days) if days else None,
        "networks": [network.strip() for network in networks.split(",")] if networks else None,
    }
    _run(commands.create_key(settings, fields, as_json))


@keys_app.command("list")
def keys_list(as_json: AsJson = False) -> None:
    """List the API keys; the keys themselves are not stored."""
    settings = _settings()
    from cocoonpool.commands import keys as commands

    _run(commands.list_keys(settings, as_json))


@keys_app.command("revoke")
def keys_revoke(key_id: int) -> None:
    """Revoke an API key at once."""
    settings = _settings()
    from cocoonpool.commands import keys as commands

    _run(commands.revoke_key(settings, key_id))


AgentFolder = Annotated[Path | None, typer.Option("--dir", help="Where it keeps its key and what is not sent yet.")]


@agent_app.callback(invoke_without_command=True)
def agent(
    context: typer.Context,
    folder: AgentFolder = None,
    address: Annotated[str, typer.Option(help="Where this host's workers listen.")] = "127.0.0.1",
    ports: Annotated[str, typer.Option(help="Ports to look at, in steps of ten.")] = "12000-12310",
    health: Annotated[
        str | None, typer.Option(help="Health monitors, with {port} or {instance} in it. Default: vsock of the VM.")
    ] = None,
    access_hash_file: Annotated[
        Path | None, typer.Option(help="Lines `HASH` for all workers or `PORT HASH` for one.")
    ] = None,
    firewalled: Annotated[
        bool, typer.Option("--firewalled", help="A firewall keeps others from these ports: do not warn of them.")
    ] = False,
    allow_control: Annotated[
        bool, typer.Option("--allow-control", help="Let the pool set price, switch on and off, and ask for payouts.")
    ] = False,
    interval: Annotated[float, typer.Option(min=1, max=60, help="Seconds between two looks.")] = 15.0,
    spool_mib: Annotated[int, typer.Option(min=1, max=1 << 20, help="The most that waits on the disk, MiB.")] = 256,
    log_format: Annotated[str, typer.Option(help="console or json.")] = "console",
) -> None:
    """Run the agent: look at this host's workers, send what they show."""
    from cocoonpool.agent.ports import make_site
    from cocoonpool.commands import agent as commands
    from cocoonpool.commands.output import USAGE, fail
    from cocoonpool.telemetry import setup_logging

    try:
        site = make_site(address, ports, health, access_hash_file, firewalled=firewalled)
    except ValueError as error:
        fail(str(error), USAGE)
    if context.invoked_subcommand is not None:
        given = {"address": address, "ports": ports, "health": health, "interval": interval, "spool-mib": spool_mib}
        flags = {"firewalled": firewalled, "allow-control": allow_control}
        context.obj = (given | {flag: True for flag, given_too in flags.items() if given_too}, access_hash_file)
        return
    setup_logging("info", "json" if log_format == "json" else "console")
    _run(commands.run_agent(folder, site, interval, spool_mib, allow_control=allow_control), quiet=False)


@agent_app.command("install")
def agent_install(
    context: typer.Context,
    show: Annotated[bool, typer.Option("--print", help="Print the unit instead of writing it.")] = False,
) -> None:
    """Make the agent a systemd service, with the options given before `install`."""
    from cocoonpool.commands import agent as commands

    given, access_hash_file = context.obj
    raise typer.Exit(commands.install(given, access_hash_file, show=show))


@agent_app.command("enroll")
def agent_enroll(
    server: Annotated[str, typer.Argument(help="The pool, as https://pool.example.org")],
    code: Annotated[str, typer.Argument(help="The enrolment code.")],
    folder: AgentFolder = None,
    name: Annotated[str | None, typer.Option(help="How the pool shall call this host.")] = None,
    machine: Annotated[str | None, typer.Option(help="Tells this machine from others; else its machine id.")] = None,
    plain_http: Annotated[bool, typer.Option("--plain-http", help="Allow http:// on a network you trust.")] = False,
) -> None:
    """Let this host into a pool, with a code made there."""
    from cocoonpool.commands import agent as commands

    code_of_end = commands.enroll_host(server, code, folder=folder, name=name, machine=machine, plain_http=plain_http)
    raise typer.Exit(code_of_end)


@agents_app.command("code")
def agents_code(
    participant: Annotated[int, typer.Argument(help="Whose hosts it lets in.")],
    hosts: Annotated[int, typer.Option(min=1, max=10_000, help="How many hosts.")] = 1,
    hours: Annotated[int, typer.Option(min=1, max=24 * 365, help="Hours until it ends.")] = 24,
    as_json: AsJson = False,
) -> None:
    """Make an enrolment code; it is shown once."""
    settings = _settings()
    from cocoonpool.commands import agents as commands

    _run(commands.make_code(settings, participant, hosts, hours, as_json))


@agents_app.command("list")
def agents_list(as_json: AsJson = False) -> None:
    """List agents: which host, how many workers, what is wrong."""
    settings = _settings()
    from cocoonpool.commands import agents as commands

    _run(commands.list_agents(settings, as_json))


@agents_app.command("revoke")
def agents_revoke(agent_id: int) -> None:
    """End an agent's key for good; the agent stops at its next batch."""
    settings = _settings()
    from cocoonpool.commands import agents as commands

    _run(commands.revoke(settings, agent_id))


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the shape this version needs."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.upgrade(settings))


@db_app.command("check")
def db_check(as_json: AsJson = False) -> None:
    """Compare what must agree: the file, and the ledger with its parts. Exit code 1 if something does not."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.check(settings, as_json))


@db_app.command("stats")
def db_stats(as_json: AsJson = False) -> None:
    """Say how many bytes the data takes: by table, by resolution, by worker."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.stats(settings, as_json))


@db_app.command("retention")
def db_retention(as_json: AsJson = False) -> None:
    """Say what of the history would be deleted now, and delete nothing."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.doomed(settings, as_json))


@db_app.command("backup")
def db_backup(
    file: Annotated[Path | None, typer.Argument(help="The new file; the default is named by the time.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write all data into one file while everything runs, and prove it by restoring it."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.backup(settings, file, as_json))


@db_app.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument(help="What `db backup` wrote, on whatever database.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where there is data already.")] = False,
) -> None:
    """Fill the database from a backup. Cocoon Pool must be stopped."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.restore_from(settings, file, replace))


@db_app.command("migrate-to")
def db_migrate_to(
    url: Annotated[str, typer.Argument(help="postgresql://user:password@host/database")],
) -> None:
    """Copy everything into another, empty database. Broken off, it goes on where it stopped when called again."""
    settings = _settings()
    from cocoonpool.commands import database as commands

    _run(commands.migrate_to(settings, url))
