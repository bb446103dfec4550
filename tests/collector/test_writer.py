"""What was seen reaches the database, also when the database is away for a while or one look is poison."""

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select, text

from cocoonpool.cocoon.reading import Failure, FailureKind
from cocoonpool.collector.figures import Figures
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.events import Events, WorkersChanged
from cocoonpool.samples.look import RawLook
from cocoonpool.samples.models import Sample
from tests import make

T0 = 1_795_372_960_000
REFUSED = Failure(FailureKind.REFUSED, "The port is closed.")


def a_writer(db: Database, events: Events | None = None, capacity: int = 100) -> tuple[Writer, CollectorRegistry]:
    registry = CollectorRegistry()
    return Writer(db, events or Events(), Figures(registry), capacity), registry


async def stored(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(Sample)) or 0


async def one_worker(db: Database) -> int:
    return (await make.worker(db, await make.alice(db))).id


async def test_listeners_are_told_after_the_commit(db: Database) -> None:
    worker_id, events, told = await one_worker(db), Events(), []
    events.listen(lambda event: told.append(event))
    writer, _ = a_writer(db, events)
    writer.add(RawLook(worker_id, T0, REFUSED, None))
    assert told == []
    await writer.flush()
    assert told == [WorkersChanged((worker_id,), generation=3)], "those before were of its registration"
    assert await stored(db) == 1


async def test_looks_wait_while_the_database_is_away(db: Database) -> None:
    worker_id = await one_worker(db)
    writer, _ = a_writer(db)
    async with db.transaction() as session:
        await session.execute(text("ALTER TABLE samples RENAME TO hidden"))
    for step in range(3):
        writer.add(RawLook(worker_id, T0 + step, REFUSED, None))
        await writer.flush()
    async with db.transaction() as session:
        await session.execute(text("ALTER TABLE hidden RENAME TO samples"))
    await writer.flush()
    assert await stored(db) == 3


async def test_a_look_nobody_can_store_does_not_hold_up_the_others(db: Database) -> None:
    worker_id = await one_worker(db)
    writer, registry = a_writer(db)
    writer.add(RawLook(worker_id, T0, REFUSED, None, duration_ms=2**80))  # no column holds this
    writer.add(RawLook(worker_id, T0 + 1, REFUSED, None))
    await writer.flush()
    assert await stored(db) == 1
    assert registry.get_sample_value("cocoonpool_looks_dropped_total") == 1


async def test_a_full_queue_drops_the_oldest_and_says_so(db: Database) -> None:
    worker_id = await one_worker(db)
    writer, registry = a_writer(db, capacity=2)
    for step in range(5):
        writer.add(RawLook(worker_id, T0 + step, REFUSED, None))
    await writer.flush()
    assert registry.get_sample_value("cocoonpool_looks_dropped_total") == 3
    async with db.reading() as session:
        assert (await session.scalars(select(Sample.at))).all() == [T0 + 3, T0 + 4]


async def test_what_is_committed_survives_a_kill(db: Database, store: str) -> None:
    """A second connection, as after a SIGKILL of the first process, sees every acknowledged look."""
    worker_id = await one_worker(db)
    writer, _ = a_writer(db)
    writer.add(RawLook(worker_id, T0, REFUSED, None))
    await writer.flush()
    survivor = Database(store)
    assert await stored(survivor) == 1
    await survivor.close()
