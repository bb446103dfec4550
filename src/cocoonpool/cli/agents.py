"""`cocoonpool agent …` on a GPU host, `cocoonpool agents …` on the pool."""

from pathlib import Path
from typing import Annotated

import typer

from cocoonpool.cli.running import AsJson, read_settings, run

host_app = typer.Typer(help="On a GPU host: enrol it, and send what its workers show.")
app = typer.Typer(help="On the pool: codes for hosts, and the agents that came in.", no_args_is_help=True)

AgentFolder = Annotated[Path | None, typer.Option("--dir", help="Where it keeps its key and what is not sent yet.")]


@host_app.callback(invoke_without_command=True)
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
    run(commands.run_agent(folder, site, interval, spool_mib, allow_control=allow_control), quiet=False)


@host_app.command("install")
def agent_install(
    context: typer.Context,
    show: Annotated[bool, typer.Option("--print", help="Print the unit instead of writing it.")] = False,
) -> None:
    """Make the agent a systemd service, with the options given before `install`."""
    from cocoonpool.commands import agent as commands

    given, access_hash_file = context.obj
    raise typer.Exit(commands.install(given, access_hash_file, show=show))


@host_app.command("enroll")
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


@app.command("code")
def agents_code(
    participant: Annotated[int, typer.Argument(help="Whose hosts it lets in.")],
    hosts: Annotated[int, typer.Option(min=1, max=10_000, help="How many hosts.")] = 1,
    hours: Annotated[int, typer.Option(min=1, max=24 * 365, help="Hours until it ends.")] = 24,
    as_json: AsJson = False,
) -> None:
    """Make an enrolment code; it is shown once."""
    settings = read_settings()
    from cocoonpool.commands import agents as commands

    run(commands.make_code(settings, participant, hosts, hours, as_json))


@app.command("list")
def agents_list(as_json: AsJson = False) -> None:
    """List agents: which host, how many workers, what is wrong."""
    settings = read_settings()
    from cocoonpool.commands import agents as commands

    run(commands.list_agents(settings, as_json))


@app.command("revoke")
def agents_revoke(agent_id: int) -> None:
    """End an agent's key for good; the agent stops at its next batch."""
    settings = read_settings()
    from cocoonpool.commands import agents as commands

    run(commands.revoke(settings, agent_id))
