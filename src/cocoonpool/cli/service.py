"""The pool's own processes, and what looks at all of it."""

from pathlib import Path
from typing import Annotated

import typer

from cocoonpool import __version__
from cocoonpool.cli.running import AsJson, read_settings, remote_server, run

app = typer.Typer()


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command()
def serve() -> None:
    """Run the server: API, metrics and, unless switched off, the collector. Settings: docs/configuration.md."""
    settings = read_settings()
    from cocoonpool.commands import serve as process
    from cocoonpool.telemetry import setup_logging

    setup_logging(settings.log_level, settings.log_format)
    run(process.serve(settings), quiet=False)


@app.command()
def collect() -> None:
    """Run only the collector, for a server that was started with COCOONPOOL_COLLECT=false."""
    settings = read_settings()
    from cocoonpool.commands import serve as process
    from cocoonpool.telemetry import setup_logging

    setup_logging(settings.log_level, settings.log_format)
    run(process.collect(settings), quiet=False)


@app.command()
def demo(
    workers: Annotated[int, typer.Option(min=1, max=2000, help="How many simulated workers.")] = 30,
    scenario: Annotated[str, typer.Option(help="A fleet or scenario of the simulator.")] = "mixed",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the server.")] = 8000,
    base_port: Annotated[int, typer.Option(min=1024, max=60000, help="Port of the first simulated worker.")] = 13_000,
    interval: Annotated[float, typer.Option(min=1, help="Seconds between two looks.")] = 5.0,
) -> None:
    """Run a server beside a lively simulated fleet, on an empty temporary data folder."""
    read_settings()
    from cocoonpool.commands.demo import demo as process
    from cocoonpool.commands.output import fail
    from cocoonpool.telemetry import setup_logging

    setup_logging()
    try:
        run(process(workers, scenario, port, base_port, interval), quiet=False)
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
        run(process.run(options))
    except (OSError, ValueError) as error:
        fail(str(error))


@app.command()
def top(once: Annotated[bool, typer.Option("--once", help="Print once and end.")] = False) -> None:
    """Watch the fleet live in the terminal, the worst first; of this machine's server, or of --server."""
    remote = remote_server("http://127.0.0.1:8000")
    from cocoonpool.commands import top as commands

    if remote is not None:
        run(commands.top(remote, once))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is wrong with this installation and with each worker, in words. Exit code 1 if anything is."""
    settings = read_settings()
    from cocoonpool.commands import doctor as commands

    run(commands.doctor(settings, as_json))


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
    settings = read_settings()
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
    run(commands.tax_report(settings, fields, output, as_json))
