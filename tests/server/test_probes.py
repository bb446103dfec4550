"""`/health` and `/ready`: what an orchestrator asks before it sends people here."""

import asyncio
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests import make


async def reasons(http: AsyncClient) -> list[str]:
    answer = await http.get("/ready")
    said: list[str] = answer.json()["reasons"]
    assert answer.status_code == (503 if said else 200)
    assert answer.json()["status"] == ("not ready" if said else "ready")
    return said


async def test_anybody_may_ask(app: FastAPI) -> None:
    async with make.client(app) as stranger:
        assert (await stranger.get("/health")).json() == {"status": "ok"}
        assert await reasons(stranger) == []


async def test_a_collector_that_stands_still_is_a_reason(app: FastAPI, client: AsyncClient) -> None:
    app.state.collector_alive = lambda: True
    assert await reasons(client) == []
    app.state.collector_alive = lambda: False
    assert await reasons(client) == ["The collector has stored nothing lately."]
    assert (await client.get("/health")).status_code == 200


async def test_an_old_database_is_a_reason(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    async with make.client(create_app(Settings.model_validate({"data_dir": tmp_path}), db, Events())) as http:
        (reason,) = await reasons(http)
    assert "cocoonpool db upgrade" in reason
    await db.close()


@pytest.mark.parametrize(
    ("place", "why"), [("no/such/folder.db", "its file cannot be opened"), ("garbage.db", "its file is damaged")]
)
async def test_a_database_that_cannot_be_opened_is_a_reason(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "garbage.db").write_bytes(b"no database " * 1000)
    db = Database(f"sqlite+aiosqlite:///{tmp_path / place}")
    async with make.client(create_app(Settings.model_validate({"data_dir": tmp_path}), db, Events())) as http:
        assert await reasons(http) == [f"The database cannot be used: {why}."]
        assert (await http.get("/health")).status_code == 200
    await db.close()
    await threads_of_the_driver_end()


async def threads_of_the_driver_end() -> None:
    """The driver does not wait for the thread of a connection that failed, but that thread needs our loop."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)
