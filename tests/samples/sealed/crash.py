"""A process that takes in looks, seals and deletes as fast as it can, to be killed at any moment; and the verdict.

`python -m tests.samples.sealed.crash` reads URLs and forks a child for each, whose id it writes first. The child goes
on where the database stands and writes the number of each tick after its commit. Time goes a tick at a time, 15 s each;
looks are kept for two days. Forking saves the imports, so that many kills fit into a minute.
"""

import asyncio
import os
import random
import signal
import sys
from contextlib import suppress
from typing import Final

from sqlalchemy import func, select

from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.reading import Gpu, Guest, Reading
from cocoonpool.db import Database, ReadSession
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.samples.sealed import past, retention
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.hot import hot
from cocoonpool.samples.sealed.layout import RAW
from cocoonpool.samples.sealed.retention import DAY_MS, Keep
from cocoonpool.samples.sealed.sealing import Sealed, seal_workers
from cocoonpool.samples.sealed.source import Source
from cocoonpool.telemetry import setup_logging
from cocoonpool.workers.state import StructVersions
from tests.samples.sealed.looks import HOLD, T0, TICK, steady
from tests.stores.killing import Process, forking

WORKERS: Final = (1, 2, 3)
TICKS_AT_ONCE: Final = 40
KEEP: Final = Keep({0: 2 * DAY_MS, 60: 3 * DAY_MS})
LONGEST_S: Final = 0.5
"""From a child's first commit to its end."""
_COMPARED: Final = (*COUNTERS, "gpu_utilization", "restarted")


def look(tick: int, count: int = 1) -> Columns:
    """What is to be found of so many ticks."""
    return steady(count, T0 + tick * TICK, first=tick)


def _looks(first: int) -> list[Look]:
    """What the workers show in the next ticks."""
    found = []
    for tick in range(first, first + TICKS_AT_ONCE):
        reading = Reading(enabled=True, model_connected=True, **dict.fromkeys(COUNTERS, tick * 10))  # type: ignore[arg-type]
        guest = Guest(gpus=(Gpu(0, "NVIDIA H100", tick % 100, 40.0, 80.0, 60, 300, 700),))
        found += [Look(worker, T0 + tick * TICK, reading, guest) for worker in WORKERS]
    return found


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
        async with asyncio.TaskGroup() as together:
            together.create_task(_take_in(db, tick))
            together.create_task(_keep(db, T0 + tick * TICK))
        tick += TICKS_AT_ONCE


async def _take_in(db: Database, tick: int) -> None:
    batch = _looks(tick)
    async with db.transaction() as session:
        await ingest(session, batch, StructVersions([]), batch[-1].at)
    os.write(1, f"{tick + TICKS_AT_ONCE - 1}\n".encode())


async def _keep(db: Database, now: int) -> None:
    await seal_workers(db, WORKERS, now // 300_000 * 300_000, HOLD, Sealed())
    async with db.reading() as session:
        wanted = await retention.horizons(session, KEEP, now)
    await retention.delete_some(db, wanted)
    await retention.give_back(db)


async def kill_after(process: Process, url: str, seconds: float) -> int:
    """Lets one run so long after its first commit, kills it, and says which tick it acknowledged last."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(f"{url}\n".encode())
    pid = int((await process.stdout.readline()).split()[1])
    told = [await process.stdout.readline()]
    for longest in (seconds, 0.05):  # and what it said before it died
        with suppress(TimeoutError):
            async with asyncio.timeout(longest):
                while line := await process.stdout.readline():
                    told.append(line)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return int(told[-1])


async def verdict(url: str, acknowledged: int) -> list[str]:
    """What is wrong with the database: looks that are lost, there twice or changed, segments that are damaged."""
    db = Database(url)
    try:
        last = await last_tick(db)
        wrong = [] if last >= acknowledged else [f"tick {acknowledged} was acknowledged, {last} is the last there is"]
        wrong += await find_faults(db)
        async with db.reading() as session:
            for worker in WORKERS:
                wrong += await _of_worker(Source(session), session, worker, last)
        return wrong
    finally:
        await db.close()


async def _of_worker(source: Source, session: ReadSession, worker: int, last: int) -> list[str]:
    start = max(T0, (await source.horizons()).get(0, 0))
    expected = look((start - T0) // TICK, last + 1 - (start - T0) // TICK)
    found = await past.looks(source, worker, start, 2**62, RAW)
    fresh = await hot(session, worker, 0, 2**62, ("revenue",))
    sealed = {at async for part in source.sealed(worker, 0, 0, 2**62, ("revenue",)) for at in part.at.tolist()}
    wrong = [f"worker {worker}: {len(found)} looks, not {len(expected)}"] if len(found) != len(expected) else []
    if not wrong and any(found[name].listed() != expected[name].listed() for name in _COMPARED):
        wrong.append(f"worker {worker}: looks are not as they were")
    if sealed & {*fresh.at.tolist()}:
        wrong.append(f"worker {worker}: looks are both hot and sealed")
    return wrong


async def kills(url: str, count: int, seed: int) -> list[str]:
    """So many kills of one database, each at a random moment; the first verdict that is not clean ends it."""
    rng = random.Random(seed)
    async with forking("tests.samples.sealed.crash") as process:
        for number in range(count):
            acknowledged = await kill_after(process, url, rng.uniform(0.0, LONGEST_S))
            if wrong := await verdict(url, acknowledged):
                return [f"seed {seed}, kill {number}: {fault}" for fault in wrong]
    return []


def main() -> None:
    setup_logging("error")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed are not waited for
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(live(line.strip()))
        os.write(1, f"pid {child}\n".encode())


if __name__ == "__main__":
    main()
