"""The last reading of a worker is stored in two parts, and always comes back as the worker gave it."""

import msgspec
import pytest
from sqlalchemy import select

from cocoonpool.cocoon.perf import Perf, Rates
from cocoonpool.cocoon.reading import Failure, FailureKind, Reading
from cocoonpool.db import Database
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.workers.last_reading import LAST_READINGS
from cocoonpool.workers.models import WorkerReading, WorkerState
from cocoonpool.workers.state import StructVersions, decode_causes, decode_reading
from cocoonpool.workers.watchman import mark_stale
from tests import make
from tests.samples.test_ingest import T0, TICK, reading

CAPTURED = ("2025-12/03_traffic_w12000", "2025-12/03_traffic_w12010", "2026-04/03_traffic_w12000")


class Watched:
    """One worker, looked at by one process."""

    def __init__(self, db: Database, worker_id: int) -> None:
        self.db, self.worker_id, self.at, self.remembered = db, worker_id, T0, Remembered()

    async def show(self, result: Reading | Failure) -> None:
        self.at += TICK
        async with self.db.transaction() as session:
            look = Look(self.worker_id, self.at, result, None)
            await ingest(session, [look], StructVersions([]), self.at, self.remembered)

    async def last(self) -> Reading:
        async with self.db.reading() as session:
            return decode_reading((await session.scalars(LAST_READINGS)).one())

    async def shown(self) -> tuple[str, list[str]]:
        async with self.db.reading() as session:
            status, causes = (await session.execute(select(WorkerState.status, WorkerState.causes))).one()
        return status, [cause.code for cause in decode_causes(causes)]

    async def written(self) -> str:
        async with self.db.reading() as session:
            return (await session.scalars(select(WorkerReading.standing))).one()


@pytest.fixture
async def watched(db: Database) -> Watched:
    return Watched(db, (await make.worker(db, await make.alice(db))).id)


@pytest.mark.parametrize("name", CAPTURED)
async def test_a_captured_reading_comes_back_whole(watched: Watched, name: str) -> None:
    await watched.show(reading(name))
    assert await watched.last() == reading(name)


async def test_whatever_changes_is_shown_at_once(watched: Watched) -> None:
    first = reading(CAPTURED[2])
    for field in Reading.__struct_fields__:
        default = getattr(Reading(), field)
        for shown in (first, msgspec.structs.replace(first, **{field: default}), first):
            await watched.show(shown)
            assert await watched.last() == shown, field


async def test_load_that_is_not_asked_at_every_look_stays_as_last_told(watched: Watched) -> None:
    load = Perf(load_per_second=Rates(0.5, 0.25, 0.125))
    await watched.show(msgspec.structs.replace(reading(CAPTURED[2]), perf=load))
    await watched.show(reading(CAPTURED[2]))
    assert (await watched.last()).perf == load


async def test_work_writes_no_more_than_what_moved(watched: Watched) -> None:
    first = reading(CAPTURED[2])
    await watched.show(first)
    written = await watched.written()
    worked = msgspec.structs.replace(first, queries=10**6, tokens_total=10**9, ton_synced_at=1, wallet_balance=7)
    await watched.show(worked)
    assert (await watched.written(), await watched.last()) == (written, worked)


async def test_a_failed_look_leaves_the_last_reading(watched: Watched) -> None:
    await watched.show(reading(CAPTURED[0]))
    await watched.show(Failure(FailureKind.REFUSED, "The port is closed."))
    assert await watched.last() == reading(CAPTURED[0])


async def test_what_somebody_else_wrote_about_a_worker_is_put_right_by_the_next_look(watched: Watched) -> None:
    await watched.show(reading(CAPTURED[2]))
    before = await watched.shown()
    assert await mark_stale(watched.db, interval=15) == [watched.worker_id]
    assert await watched.shown() != before
    await watched.show(reading(CAPTURED[2]))
    assert await watched.shown() == before


async def test_another_process_that_takes_over_goes_on(watched: Watched) -> None:
    await watched.show(reading(CAPTURED[0]))
    watched.remembered = Remembered()
    await watched.show(reading(CAPTURED[1]))
    assert await watched.last() == reading(CAPTURED[1])
