"""`cocoonpool keys …`"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from cocoonpool.cli.running import AsJson, read_settings, run

app = typer.Typer(help="Create, list and revoke API keys.", no_args_is_help=True)


@app.command("create")
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
    settings = read_settings()
    from cocoonpool.commands import keys as commands

    fields = {
        "name": name,
        "role": role,
        "participant_id": participant,
        "scopes": [scope.strip() for scope in scopes.split(",")],
        "expires_at": datetime.now(UTC) + timedelta(days=days) if days else None,
        "networks": [network.strip() for network in networks.split(",")] if networks else None,
    }
    run(commands.create_key(settings, fields, as_json))


@app.command("list")
def keys_list(as_json: AsJson = False) -> None:
    """List the API keys; the keys themselves are not stored."""
    settings = read_settings()
    from cocoonpool.commands import keys as commands

    run(commands.list_keys(settings, as_json))


@app.command("revoke")
def keys_revoke(key_id: int) -> None:
    """Revoke an API key at once."""
    settings = read_settings()
    from cocoonpool.commands import keys as commands

    run(commands.revoke_key(settings, key_id))
