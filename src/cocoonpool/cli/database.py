"""`cocoonpool db …`"""

from pathlib import Path
from typing import Annotated

import typer

from cocoonpool.cli.running import AsJson, read_settings, run

app = typer.Typer(help="Care of the database.", no_args_is_help=True)


@app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the shape this version needs."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.upgrade(settings))


@app.command("check")
def db_check(as_json: AsJson = False) -> None:
    """Compare what must agree: the file, and the ledger with its parts. Exit code 1 if something does not."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.check(settings, as_json))


@app.command("stats")
def db_stats(as_json: AsJson = False) -> None:
    """Say how many bytes the data takes: by table, by resolution, by worker."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.stats(settings, as_json))


@app.command("retention")
def db_retention(as_json: AsJson = False) -> None:
    """Say what of the history would be deleted now, and delete nothing."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.doomed(settings, as_json))


@app.command("backup")
def db_backup(
    file: Annotated[Path | None, typer.Argument(help="The new file; the default is named by the time.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write all data into one file while everything runs, and prove it by restoring it."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.backup(settings, file, as_json))


@app.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument(help="What `db backup` wrote, on whatever database.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where there is data already.")] = False,
) -> None:
    """Fill the database from a backup. Cocoon Pool must be stopped."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.restore_from(settings, file, replace))


@app.command("migrate-to")
def db_migrate_to(
    url: Annotated[str, typer.Argument(help="postgresql://user:password@host/database")],
) -> None:
    """Copy everything into another, empty database. Broken off, it goes on where it stopped when called again."""
    settings = read_settings()
    from cocoonpool.commands import database as commands

    run(commands.migrate_to(settings, url))
