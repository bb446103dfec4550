"""A status nobody renews becomes unknown, never a frozen "healthy"."""

from sqlalchemy import update

from cocoonpool.db import Database, to_ms
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import WorkerState
from cocoonpool.workers.watchman import mark_stale, stale_after_ms
from tests import make


async def seen(db: Database, worker_id: int, status: str, age_ms: int) -> None:
    async with db.transaction() as session:
        found = update(WorkerState).where(WorkerState.worker_id == worker_id)
        await session.execute(found.values(status=status, sample_at=to_ms(utc_now()) - age_ms))


async def status(db: Database, worker_id: int) -> tuple[str, str]:
    async with db.reading() as session:
        state = await session.get_one(WorkerState, worker_id)
        return state.status, state.causes


async def test_a_worker_nobody_looks_at_becomes_unknown_and_says_why(db: Database) -> None:
    alice = await make.alice(db)
    old, fresh, paused = [(await make.worker(db, alice, port)).id for port in (12000, 12010, 12020)]
    await seen(db, old, "healthy", 91_000)
    await seen(db, fresh, "healthy", 60_000)
    await seen(db, paused, "paused", 10**9)
    assert await mark_stale(db, 15.0) == [old]
    now, causes = await status(db, old)
    assert now == "unknown"
    assert "not_watched" in causes
    assert (await status(db, fresh))[0] == "healthy"
    assert (await status(db, paused))[0] == "paused"


async def test_it_is_said_once(db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await seen(db, worker.id, "down", 10**7)
    assert await mark_stale(db, 15.0) == [worker.id]
    assert await mark_stale(db, 15.0) == []


def test_slow_schedules_get_more_patience() -> None:
    assert stale_after_ms(15) == 90_000
    assert stale_after_ms(600) == 2_400_000
