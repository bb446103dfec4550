"""Many rows at once: what is there stays, what is new is added, and a batch that cannot be stored leaves nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from cocoonpool.bulk import MANY, Rows, insert_new
from cocoonpool.db import Database
from cocoonpool.samples.history import NAMES
from cocoonpool.samples.models import MINUTE_MS, Sample
from cocoonpool.samples.sealed.hot import TABLE
from tests import make

T0 = 1_795_380_000_000


def looks(worker_id: int, moments: range, revenue: int) -> Rows:
    known = {"worker_id": worker_id, "status": "healthy", "restarted": False, "revenue": revenue}
    return [
        tuple((known | {"minute": (T0 + at) // MINUTE_MS, "at": T0 + at}).get(name) for name in NAMES) for at in moments
    ]


async def stored(db: Database) -> dict[int, int]:
    async with db.reading() as session:
        return {at - T0: revenue for at, revenue in await session.execute(select(Sample.at, Sample.revenue))}


@pytest.mark.parametrize("size", [MANY - 1, MANY, 4 * MANY])
async def test_rows_that_are_there_already_stay_and_the_others_are_added(db: Database, size: int) -> None:
    worker = (await make.worker(db, await make.alice(db))).id
    async with db.transaction() as session:
        await insert_new(session, TABLE, NAMES, looks(worker, range(size), 1))
        await insert_new(session, TABLE, NAMES, looks(worker, range(size // 2, 2 * size), 2))
    assert await stored(db) == dict.fromkeys(range(size), 1) | dict.fromkeys(range(size, 2 * size), 2)


@pytest.mark.parametrize("size", [1, 2 * MANY])
async def test_an_amount_too_large_for_the_database_is_refused_with_all_of_its_batch(db: Database, size: int) -> None:
    worker = (await make.worker(db, await make.alice(db))).id
    rows = looks(worker, range(size), 1) + looks(worker, range(size, size + 1), 2**63)
    with pytest.raises((DBAPIError, OverflowError)):
        async with db.transaction() as session:
            await insert_new(session, TABLE, NAMES, rows)
    assert await stored(db) == {}
