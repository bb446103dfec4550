"""`cocoonpool participants …`"""

from typing import Annotated

import typer

from cocoonpool.cli.running import AsJson, read_settings, remote_server, run

app = typer.Typer(help="List and add participants.", no_args_is_help=True)


@app.command("list")
def participants_list(as_json: AsJson = False) -> None:
    """List the participants with what they earned."""
    if (remote := remote_server()) is not None:
        from cocoonpool.commands import remote as far

        raise typer.Exit(far.list_participants(remote, as_json))
    settings = read_settings()
    from cocoonpool.commands import participants as commands

    run(commands.list_participants(settings, as_json))


@app.command("add")
def participants_add(
    wallet: Annotated[str, typer.Argument(help="TON wallet address, any form.")],
    username: Annotated[str | None, typer.Option()] = None,
    email: Annotated[str | None, typer.Option()] = None,
    telegram_user_id: Annotated[int | None, typer.Option()] = None,
    as_json: AsJson = False,
) -> None:
    """Register a participant."""
    settings = read_settings()
    from cocoonpool.commands import participants as commands

    fields = {"username": username, "email": email, "telegram_user_id": telegram_user_id}
    given = {key: value for key, value in fields.items() if value is not None}
    run(commands.add_participant(settings, {"ton_wallet_address": wallet, **given}, as_json))
