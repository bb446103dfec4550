"""The command line: declares commands and options. What they do is in commands/, loaded only when asked for,
so that a light install (no database, no web framework) can load this package."""

from pathlib import Path
from typing import Annotated

import typer

from cocoonpool.cli import agents, database, keys, participants, service, workers
from cocoonpool.cli.running import Asked

app = typer.Typer(
    name="cocoonpool",
    help="Watches Cocoon GPU workers, says why one earns nothing, and keeps the books to the nanoTON.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(service.app)
for name, group in {
    "workers": workers.app,
    "participants": participants.app,
    "keys": keys.app,
    "agent": agents.host_app,
    "agents": agents.app,
    "db": database.app,
}.items():
    app.add_typer(group, name=name)


def main() -> None:
    app()


@app.callback()
def common(
    server: Annotated[
        str | None, typer.Option(help="URL of a server to ask, instead of the database on this machine.")
    ] = None,
    key_file: Annotated[Path, typer.Option(help="File with the API key for it.")] = Asked.key_file,
) -> None:
    Asked.server, Asked.key_file = server, key_file
