"""Commands that ask a server far away: the same words and shapes as on its own machine."""

import asyncio
import json
from pathlib import Path

from fastapi import FastAPI
from typer.testing import CliRunner, Result

from cocoonpool.cli import app as command_line
from cocoonpool.db import Database
from tests import make
from tests.flows.process import free_port
from tests.live.serving import look, serving


async def run(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, command_line, list(arguments), env={"COLUMNS": "200"})


async def key_file(db: Database, folder: Path) -> Path:
    path = folder / "a.key"
    path.write_text(await make.operator_key(db) + "\n")
    return path


async def test_the_fleet_of_a_server_is_listed_shown_and_watched(app: FastAPI, db: Database, tmp_path: Path) -> None:
    worker = await make.worker(db, await make.alice(db), worker_name="far \x1b[31maway")
    await look(db, worker.id, enabled=False)
    async with serving(app) as place:
        far = ("--server", f"http://{place}", "--key-file", str(await key_file(db, tmp_path)))
        listed = json.loads((await run(*far, "workers", "list", "--json")).stdout)
        shown = json.loads((await run(*far, "workers", "show", "1", "--json")).stdout)
        tables = [await run(*far, *what) for what in (("workers", "list"), ("workers", "show", "1"), ("top", "--once"))]
        people = await run(*far, "participants", "list")
        async with make.client(app, await make.operator_key(db)) as http:
            (item,) = (await http.get("/api/v1/workers")).json()
    assert listed == [item]
    assert shown["detail"]["wallet"]["balance_ton"] == 100
    for table in tables:
        assert table.exit_code == 0, table.output
        assert "disabled" in table.stdout
        assert "\x1b[31m" not in table.stdout, "a name moves no cursor"
    assert "alice" in people.stdout


async def test_a_wrong_key_a_wrong_place_and_a_local_command_are_said_in_words(
    app: FastAPI, db: Database, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.key"
    wrong.write_text("ckp_wrong")
    async with serving(app) as place:
        for key, exit_code, says in (
            (wrong, 1, "This API key is not known."),
            (tmp_path / "nowhere.key", 2, "the key cannot be read"),
        ):
            far = ("--server", f"http://{place}", "--key-file", str(key))
            for what in (("workers", "list"), ("top", "--once")):
                result = await run(*far, *what)
                assert (result.exit_code, says in result.stderr) == (exit_code, True), result.output
    result = await run("--server", f"http://127.0.0.1:{free_port()}", "--key-file", str(wrong), "workers", "list")
    assert (result.exit_code, "nobody answers" in result.stderr) == (1, True)
    result = await run("--server", "http://127.0.0.1:1", "db", "check")
    assert (result.exit_code, "on this machine only" in result.stderr) == (2, True)
