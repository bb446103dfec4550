"""`cocoonpool workers …`"""

from typing import Annotated

import typer

from cocoonpool.cli.running import AsJson, read_settings, remote_server, run

app = typer.Typer(help="List, add, find and show workers.", no_args_is_help=True)


@app.command("list")
def workers_list(as_json: AsJson = False) -> None:
    """List the registered workers with their status."""
    if (remote := remote_server()) is not None:
        from cocoonpool.commands import remote as far

        raise typer.Exit(far.list_workers(remote, as_json))
    settings = read_settings()
    from cocoonpool.commands import workers as commands

    run(commands.list_workers(settings, as_json))


@app.command("show")
def workers_show(worker_id: int, as_json: AsJson = False) -> None:
    """Show one worker: why it earns or not, its figures, its contracts."""
    if (remote := remote_server()) is not None:
        from cocoonpool.commands import remote as far

        raise typer.Exit(far.show_worker(remote, worker_id, as_json))
    settings = read_settings()
    from cocoonpool.commands import workers as commands

    run(commands.show_worker(settings, worker_id, as_json))


@app.command("add")
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
    settings = read_settings()
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
    run(commands.add_worker(settings, {key: value for key, value in fields.items() if value is not None}, as_json))


@app.command("discover")
def workers_discover(
    where: Annotated[str, typer.Argument(help="host:first-last; the default is this host's 12000-12310.")] = "on",
    as_json: AsJson = False,
) -> None:
    """Ask a row of ports and register what answers as a worker."""
    settings = read_settings()
    from cocoonpool.commands import workers as commands

    run(commands.discover(settings, where, as_json))
