"""A full disk: the service says so, goes on answering, loses nothing, and goes on by itself once there is room."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from cocoonpool.care.check import find_faults
from cocoonpool.collector.figures import Figures
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.samples.models import Sample
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests import make
from tests.databases import Clones, Files
from tests.stores.disks import Disk, Pages, small_disk
from tests.stores.fleet import Fleet, registered, stored

WORKERS, MOST_TICKS = 100, 400


@pytest.fixture
async def placed(stores: Files | Clones, tmp_path: Path) -> AsyncIterator[tuple[Database, Disk]]:
    """A database and the disk under it."""
    if isinstance(stores, Files):
        with stores.fresh(tmp_path) as url:
            db = Database(url)
            yield db, Pages(db)
            await db.close()
    else:
        with small_disk(stores) as (url, disk):
            db = Database(url)
            yield db, disk
            await db.close()


async def looks_in(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(Sample)) or 0


async def test_a_full_disk_is_said_survived_and_left_behind(placed: tuple[Database, Disk], tmp_path: Path) -> None:
    db, disk = placed
    await registered(db, WORKERS)
    writer, fleet = Writer(db, Events(), Figures(CollectorRegistry())), Fleet(WORKERS)
    app = create_app(Settings.model_validate({"data_dir": tmp_path, **make.UNLIMITED}), db, Events())
    app.state.collector_trouble = lambda: writer.trouble
    async with make.client(app, await make.operator_key(db)) as http:
        await http.get("/api/v1/workers")
        await app.state.last_use.settle()
        disk.fill()
        ticks = await _until_full(writer, fleet)
        assert writer.trouble == "its disk is full"
        assert "its disk is full" in (await http.get("/ready")).text
        assert len((await http.get("/api/v1/workers")).json()) == WORKERS
        assert (await http.get("/api/v1/workers/7/metrics?hours=24")).status_code == 200
        assert await looks_in(db) == (ticks - 1) * WORKERS  # all that was acknowledged, and nothing half
        disk.clear()
        assert await stored(writer, [])
        assert (await http.get("/ready")).json()["status"] == "ready"
    assert await looks_in(db) == ticks * WORKERS
    assert await find_faults(db) == []


async def _until_full(writer: Writer, fleet: Fleet) -> int:
    """Ingests until a tick is not taken; how many were handed over. What is allocated already takes some of them."""
    for tick in range(MOST_TICKS):
        fleet.work()
        if not await stored(writer, fleet.looks(tick)):
            return tick + 1
    raise AssertionError("the disk never got full")


async def test_what_cannot_be_written_is_refused_and_said(placed: tuple[Database, Disk], tmp_path: Path) -> None:
    db, disk = placed
    app = create_app(Settings.model_validate({"data_dir": tmp_path, **make.UNLIMITED}), db, Events())
    async with make.client(app, await make.operator_key(db)) as http:
        await http.get("/api/v1/participants")
        await app.state.last_use.settle()
        disk.fill()
        answers = [await _register(http, number) for number in range(600)]
        refused = next(answer for answer in answers if answer[0] != 201)
        assert refused == (503, "database_unavailable")
        disk.clear()
        assert (await _register(http, 1000))[0] == 201
        listed = (await http.get("/api/v1/participants?limit=1000")).json()
        assert len(listed) == sum(status == 201 for status, _ in answers) + 1


async def _register(http: AsyncClient, number: int) -> tuple[int, str | None]:
    fields = {"ton_wallet_address": f"0:{number + 1:064x}", "username": f"somebody-{number}".ljust(60, "x")}
    answer = await http.post("/api/v1/participants", json=fields)
    return answer.status_code, answer.json().get("code")
