"""What a tick costs to take in, and what sealing it costs, for 100, 1,000 and 10,000 workers, on both databases.

A tick is one look at every worker, from a recorded page with counters that grow, through `samples.ingest` with its
commit. Sealing is what a worker's turn every 15 minutes takes; its share is of one core. A look costs so many times
what it costs with 100 workers: 1 and less is linear or better.
"""

import statistics
import tempfile
import time
from contextlib import ExitStack

import msgspec
import uvloop
from sqlalchemy import insert

from bench.fleet_history import DAY_TICKS, T0, TICK_MS, worker_past
from bench.stores import HOLD_MS, new_database, rows_of
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Gpu, Guest, Reading
from cocoonpool.db import Database
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.sealing import SEAL_EVERY_S, TOGETHER, Sealed, seal_workers
from cocoonpool.workers.state import StructVersions
from tests import captures, postgres

FLEETS = (100, 1_000, 10_000)
TICKS = {100: 22, 1_000: 12, 10_000: 6}
SEALED = 100  # workers whose turns are measured, whatever the fleet
GUEST = Guest(gpus=(Gpu(0, "NVIDIA H100", 71, 60.0, 80.0, 60, 300, 700),))


def looks(workers: int, tick: int, page: Reading) -> list[Look]:
    grown = 1_000 * tick
    now = msgspec.structs.replace(
        page,
        queries=80 + tick,
        success=74 + tick,
        bytes_sent=28_678 + grown,
        tokens_total=(page.tokens_total or 0) + grown,
        tokens_completion=(page.tokens_completion or 0) + grown,
        busy_us=64_105_045 + grown,
    )
    return [Look(n, T0 + tick * TICK_MS + n % 900, _of_owner(now, n // 8), GUEST, 4) for n in range(1, workers + 1)]


def _of_owner(page: Reading, owner: int) -> Reading:
    """Eight workers have an owner, and share a contract with the proxy."""
    proxies = [msgspec.structs.replace(proxy, sc_address=f"0:{owner + 2**32:064x}") for proxy in page.proxies]
    return msgspec.structs.replace(page, owner_address=f"0:{owner + 1:064x}", proxies=tuple(proxies))


async def ticks(db: Database, workers: int) -> list[float]:
    """Milliseconds of each tick after the first two."""
    page = read(captures.pages("2026-04/03_traffic_w12000"))
    assert isinstance(page, Reading)
    memory, versions, took = Remembered(), StructVersions([]), []
    for tick in range(TICKS[workers]):
        batch = looks(workers, tick, page)
        begun = time.perf_counter()
        async with db.transaction() as session:
            await ingest(session, batch, versions, batch[-1].at, memory)
        took.append((time.perf_counter() - begun) * 1000)
    return took[2:]


async def turns(db: Database, pasts: dict[int, Columns]) -> tuple[float, float]:
    """(processor ms, wall ms) of one worker's turn, over the day: segments are as full as they come."""
    done, workers, wall = Sealed(), list(pasts), 0.0
    for hour in (0, 9, 17):
        start = T0 + 86_400_000 + hour * 3_600_000
        for turn in range(3):
            now = start + (turn + 1) * 900_000
            async with db.transaction() as session:
                for worker, past in pasts.items():
                    if rows := rows_of(worker, past.between(now - 900_000, now)):
                        await session.execute(insert(TABLE), rows)
            begun = time.perf_counter()
            for first in range(0, len(workers), TOGETHER):
                await seal_workers(db, workers[first : first + TOGETHER], now, HOLD_MS, done)
            wall += time.perf_counter() - begun
    return done.cpu_s / done.workers * 1000, wall / done.workers * 1000


async def measure(name: str, url: str, workers: int, pasts: dict[int, Columns], of_hundred: float) -> float:
    """Prints what it finds and returns the µs of one look."""
    db = await new_database(url, workers)
    took = await ticks(db, workers)
    median = statistics.median(took)
    look = median / workers * 1000
    print(f"{name:10} {workers:6} workers: {median:7.1f} ms a tick with its commit (slowest {max(took):.1f}), "
          f"{look:5.1f} µs a look: {look / (of_hundred or look):.2f} x", flush=True)  # fmt: skip
    cpu, wall = await turns(db, pasts)
    print(f"{'':10} sealing: {cpu:.1f} ms of processor, {wall:.1f} ms by the clock a worker's turn; "
          f"{cpu / 1000 * workers / SEAL_EVERY_S:.2%} of a core", flush=True)  # fmt: skip
    await db.close()
    return look


def main() -> None:
    pasts = {worker: worker_past(worker, 2 * DAY_TICKS) for worker in range(1, SEALED + 1)}
    for name in ("SQLite", "PostgreSQL"):
        look = 0.0
        for workers in FLEETS:
            with ExitStack() as stack:
                if name == "SQLite":
                    url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/pool.db"
                else:
                    url = stack.enter_context(postgres.running()).url("postgres")
                found = uvloop.run(measure(name, url, workers, pasts, look))
                look = look or found


if __name__ == "__main__":
    main()
