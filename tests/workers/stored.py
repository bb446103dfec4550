"""States of workers as a look leaves them, and as nothing real would."""

from typing import Any

from cocoonpool.db import Database, to_ms
from cocoonpool.generation import raise_generation
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.state import StructVersions
from tests.workers import watch


async def seen(db: Database, worker: Worker, **changes: Any) -> None:
    """The worker has just been looked at and was well, except for `changes`."""
    now = to_ms(utc_now())
    look = Look(worker.id, now, watch.reading(now, **changes), watch.guest())
    async with db.transaction() as session:
        await ingest(session, [look], StructVersions([]), now)


async def put(db: Database, worker: Worker, **state: Any) -> None:
    async with db.transaction() as session:
        row = await session.get_one(WorkerState, worker.id)
        for name, value in state.items():
            setattr(row, name, value)
        await raise_generation(session)
