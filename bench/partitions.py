"""Whether PostgreSQL would gain by cutting the hot rows into a partition an hour: the same work on both kinds of table.

A thousand workers, looks of each 15 s. Hot rows live about 20 minutes, so at any time one or two partitions hold some.
Milliseconds, the median of many; both tables in one database, asked in turn.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator

from sqlalchemy import text

from bench.fleet_history import T0, TICK_MS
from bench.stores import HOUR_MS, new_database
from cocoonpool.db import Database, Session
from cocoonpool.samples.models import MINUTE_MS
from tests import postgres

WORKERS, HOURS, TURNS = 1_000, 24, 60
HOT_TICKS = 20 * 60_000 // TICK_MS
MINUTES = list(range(T0 // MINUTE_MS, (T0 + (HOT_TICKS + TURNS) * TICK_MS) // MINUTE_MS + 1))
TABLES = ("plain", "parted")
_HOT = "minute = ANY(CAST(:minutes AS BIGINT[]))"
_ROWS = (
    "INSERT INTO {table} (minute, worker_id, at, status, restarted, revenue, queries, tokens_total, gpu_utilization) "
    "SELECT (t.at + w % 900) / 60000, w, t.at + w % 900, 'healthy', false, t.at, t.at / 7, t.at / 3, w % 100 "
    "FROM generate_series(1, :workers) AS w, (SELECT CAST(:at AS BIGINT) AS at) AS t"
)


async def make(session: Session) -> None:
    """Two tables like `samples`; one has the partitions of a day, most of them empty as they would be."""
    await session.execute(text("CREATE TABLE plain (LIKE samples INCLUDING ALL)"))
    await session.execute(text("CREATE TABLE parted (LIKE samples INCLUDING ALL) PARTITION BY RANGE (at)"))
    for hour in range(HOURS):
        span = f"FROM ({T0 + hour * HOUR_MS}) TO ({T0 + (hour + 1) * HOUR_MS})"
        await session.execute(text(f"CREATE TABLE parted_{hour} PARTITION OF parted FOR VALUES {span}"))


async def tick(db: Database, table: str, number: int) -> None:
    async with db.transaction() as session:
        await session.execute(text(_ROWS.format(table=table)), {"at": T0 + number * TICK_MS, "workers": WORKERS})


async def one_worker(db: Database, table: str, number: int) -> None:
    sql = f"SELECT * FROM {table} WHERE {_HOT} AND worker_id = :w AND at >= :start ORDER BY at"
    async with db.reading() as session:
        (await session.execute(text(sql), {"minutes": MINUTES, "w": number % WORKERS + 1, "start": T0})).all()


async def sealed(db: Database, table: str, number: int) -> None:
    """The rows of ten workers go, as they do in one transaction of sealing."""
    first = number * 10 % WORKERS + 1
    sql = f"DELETE FROM {table} WHERE {_HOT} AND worker_id BETWEEN :first AND :last AND at < :until"
    given = {"minutes": MINUTES, "first": first, "last": first + 9, "until": T0 + HOURS * HOUR_MS}
    async with db.transaction() as session:
        await session.execute(text(sql), given)


Work = Callable[[Database, str, int], Awaitable[None]]


async def measured(db: Database, work: Work, numbers: Iterator[int]) -> dict[str, float]:
    took: dict[str, list[float]] = {table: [] for table in TABLES}
    for number in numbers:
        for table in TABLES if number % 2 else TABLES[::-1]:
            begun = time.perf_counter()
            await work(db, table, number)
            took[table].append((time.perf_counter() - begun) * 1000)
    return {table: statistics.median(times) for table, times in took.items()}


async def measure(url: str) -> None:
    db = await new_database(url, WORKERS)
    async with db.transaction() as session:
        await make(session)
    for number in range(HOT_TICKS):
        for table in TABLES:
            await tick(db, table, number)
    for title, work, start in (
        ("a tick of 1,000 looks written", tick, HOT_TICKS),
        ("the hot rows of one worker read", one_worker, 0),
        ("those of ten workers deleted", sealed, 0),
    ):
        found = await measured(db, work, iter(range(start, start + TURNS)))
        plain, parted = (found[table] for table in TABLES)
        print(f"{title:34} plain {plain:6.2f} ms, in partitions {parted:6.2f} ms: {parted / plain:.2f} x", flush=True)
    await db.close()


def main() -> None:
    with postgres.running() as server:
        asyncio.run(measure(server.url("postgres")))


if __name__ == "__main__":
    main()
