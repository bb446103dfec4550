"""A process that takes in looks, seals and deletes as fast as it can, to be killed at any moment; and the verdict.

`python -m tests.samples.sealed.crash URL` goes on where the database stands and prints the number of each tick after
its commit. Time goes a tick at a time, 15 s each; looks are kept for two days.
"""

import asyncio
import random
import signal
import subprocess
import sys
from typing import Final

from sqlalchemy import func, insert, select

from cocoonpool.db import Database
from cocoonpool.samples.sealed import past, retention
from cocoonpool.samples.sealed.check import segment_faults
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.hot import hot
from cocoonpool.samples.sealed.layout import RAW
from cocoonpool.samples.sealed.retention import DAY_MS, Keep
from cocoonpool.samples.sealed.sealing import Sealed, seal_workers
from cocoonpool.samples.sealed.source import Source
from tests.samples.sealed.looks import HOLD, T0, TICK, rows, steady

WORKERS: Final = (1, 2, 3)
TICKS_AT_ONCE: Final = 40
KEEP: Final = Keep({0: 2 * DAY_MS, 60: 3 * DAY_MS})


def look(tick: int, count: int = 1) -> Columns:
    return steady(count, T0 + tick * TICK, first=tick)


async def last_tick(db: Database) -> int:
    """The newest that is stored, hot or sealed; -1: none."""
    async with db.reading() as session:
        newest = await session.scalar(select(func.max(HOT.c.at)))
        sealed = [part.at[-1] async for part in Source(session).sealed(1, 0, T0, 2**62, ("revenue",))]
    return (max([newest or 0, *(int(at) for at in sealed)]) - T0) // TICK if newest or sealed else -1


async def live(url: str) -> None:
    db = Database(url)
    tick = await last_tick(db) + 1
    while True:
        batch = [row for worker in WORKERS for row in rows(worker, look(tick, TICKS_AT_ONCE))]
        async with asyncio.TaskGroup() as together:
            together.create_task(_take_in(db, batch, tick + TICKS_AT_ONCE - 1))
            together.create_task(_keep(db, T0 + tick * TICK))
        tick += TICKS_AT_ONCE


async def _take_in(db: Database, batch: list[dict[str, object]], last: int) -> None:
    async with db.transaction() as session:
        await session.execute(insert(HOT), batch)
    sys.stdout.write(f"{last}\n")
    sys.stdout.flush()


async def _keep(db: Database, now: int) -> None:
    await seal_workers(db, WORKERS, now // 300_000 * 300_000, HOLD, Sealed())
    async with db.reading() as session:
        wanted = await retention.horizons(session, KEEP, now)
    await retention.delete_some(db, wanted)
    await retention.give_back(db)


def kill_after(url: str, seconds: float) -> int | None:
    """Lets it run so long after its first commit, kills it, and says which tick it acknowledged last."""
    command = [sys.executable, "-m", "tests.samples.sealed.crash", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        told = [first, *process.stdout.read().split("\n")]
    whole = [int(line) for line in told if line.strip()]
    return whole[-1] if whole else None


async def verdict(url: str, acknowledged: int) -> list[str]:
    """What is wrong with the database: looks that are lost, there twice or changed, segments that are damaged."""
    db = Database(url)
    try:
        last = await last_tick(db)
        wrong = [] if last >= acknowledged else [f"tick {acknowledged} was acknowledged, {last} is the last there is"]
        async with db.reading() as session:
            wrong += await segment_faults(session)
            for worker in WORKERS:
                wrong += await _of_worker(Source(session), session, worker, last)
        return wrong
    finally:
        await db.close()


async def _of_worker(source: Source, session: object, worker: int, last: int) -> list[str]:
    start = max(T0, (await source.horizons()).get(0, 0))
    expected = look((start - T0) // TICK, last + 1 - (start - T0) // TICK)
    found = await past.looks(source, worker, start, 2**62, RAW)
    fresh = await hot(session, worker, 0, 2**62, ("revenue",))  # type: ignore[arg-type]
    sealed = {at async for part in source.sealed(worker, 0, 0, 2**62, ("revenue",)) for at in part.at.tolist()}
    wrong = [f"worker {worker}: {len(found)} looks, not {len(expected)}"] if len(found) != len(expected) else []
    if not wrong and any(found[name].listed() != expected[name].listed() for name in expected.data):
        wrong.append(f"worker {worker}: looks are not as they were")
    if sealed & {*fresh.at.tolist()}:
        wrong.append(f"worker {worker}: looks are both hot and sealed")
    return wrong


async def kills(url: str, count: int, seed: int) -> list[str]:
    """So many kills of one database, each at a random moment; the first verdict that is not clean ends it."""
    rng = random.Random(seed)
    for number in range(count):
        acknowledged = await asyncio.to_thread(kill_after, url, rng.uniform(0.0, 0.8))
        if acknowledged is None:
            return [f"kill {number}: the process did not even begin"]
        if wrong := await verdict(url, acknowledged):
            return [f"seed {seed}, kill {number}: {fault}" for fault in wrong]
    return []


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1]))
