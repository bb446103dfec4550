"""What all commands share: whom they ask, the settings, and how a command runs to its end."""

from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from cocoonpool.commands.remote import Remote
    from cocoonpool.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class Asked:
    """What was said before the command's name."""

    server: str | None = None
    key_file = Path("data/operator.key")


def remote_server(default: str | None = None) -> "Remote | None":
    """The server to ask; None where the database on this machine is meant."""
    server = Asked.server or default
    if server is None:
        return None
    from cocoonpool.commands.output import fail

    try:
        from cocoonpool.commands.remote import Remote
    except ImportError:
        fail("this is the light install: `pip install 'cocoonpool[client]'` brings what asks a server")
    return Remote(server, Asked.key_file)


def read_settings() -> "Settings":
    """Settings from the environment; a bad one is said in words. A light install is told what it lacks."""
    from cocoonpool.commands.output import USAGE, fail

    if remote_server() is not None:
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


def run(work: Coroutine[Any, Any, object], *, quiet: bool = True) -> None:
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
