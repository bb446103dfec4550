"""docs/asyncapi.yaml and the examples in the docs are true: held against, and run with, the real server."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.live.view import Subscription
from tests import make
from tests.contracts.tree import ROOT
from tests.live.serving import heard, look, serving, socket

DOCS = ROOT / "docs"
DRIVER = """
import { listen } from "%s";
const feed = listen(process.argv[2], { token: process.argv[3], onChange: (workers) => {
  for (const [id, worker] of workers) console.log(`${id} ${worker.latest_status}`);
  if (!workers.size) console.log("empty");
}});
"""


def described(name: str) -> dict[str, Any]:
    document = yaml.safe_load((DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))
    schema: dict[str, Any] = document["components"]["schemas"][name]
    return schema


async def test_every_message_is_described_with_its_fields(app: FastAPI, client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await look(db, worker.id)
    async with serving(app) as place, socket(place, await make.operator_key(db), "?since=") as feed:
        begin, message = await heard(feed), await heard(feed)
        await client.delete(f"/api/v1/workers/{worker.id}")
        removed = await heard(feed)
    assert begin.keys() == described("Begin")["properties"].keys()
    assert message.keys() == described("Worker")["properties"].keys()
    assert message["sample"].keys() == described("Sample")["properties"].keys()
    assert removed.keys() == described("Removed")["properties"].keys()
    wanted = described("Said")["properties"]["subscribe"]["properties"]
    assert wanted.keys() == {*Subscription.__struct_fields__}


async def lines_until(process: asyncio.subprocess.Process, wanted: str) -> None:
    assert process.stdout is not None
    said: list[str] = []
    while not said or wanted not in said[-1]:
        said.append((await asyncio.wait_for(process.stdout.readline(), 30)).decode())
        assert said[-1], f"it ended: {said}"


async def follows(app: FastAPI, db: Database, client: AsyncClient, *command: str, says_gone: str) -> None:
    """The program says how a worker is, how it changes, and that it is gone."""
    process = await asyncio.create_subprocess_exec(
        *command, env={"PATH": os.environ["PATH"]}, stdout=asyncio.subprocess.PIPE
    )
    try:
        await lines_until(process, "unknown")
        await look(db, 1, app=app, enabled=False)
        await lines_until(process, "degraded")
        await client.delete("/api/v1/workers/1")
        await lines_until(process, says_gone)
    finally:
        process.terminate()
        await process.wait()


async def test_the_python_example_follows_the_fleet(
    app: FastAPI, client: AsyncClient, db: Database, tmp_path: Path
) -> None:
    await make.worker(db, await make.alice(db))
    key = tmp_path / "key"
    key.write_text(await make.operator_key(db))
    async with serving(app) as place:
        command = (sys.executable, str(DOCS / "examples" / "listen.py"), f"http://{place}", str(key))
        await follows(app, db, client, *command, says_gone="1 is gone")


async def test_the_browser_example_follows_the_fleet(
    app: FastAPI, client: AsyncClient, db: Database, tmp_path: Path
) -> None:
    await make.worker(db, await make.alice(db))
    program = tmp_path / "driver.mjs"
    program.write_text(DRIVER % (DOCS / "examples" / "listen.mjs"))
    async with serving(app) as place:
        command = ("node", "--experimental-websocket", str(program), f"ws://{place}", await make.operator_key(db))
        await follows(app, db, client, *command, says_gone="empty")


async def test_a_message_by_columns_is_described(app: FastAPI, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    async with serving(app) as place, socket(place, await make.operator_key(db), "?fields=model") as feed:
        message = await heard(feed)
    assert message.keys() == described("Columns")["properties"].keys()
    assert message["changed"] == [{"id": [1], "model": [None]}]
