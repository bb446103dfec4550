"""Kills a process under full ingest again and again, and says whether everything it acknowledged is there, once."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random

from sqlalchemy import func, select

from cocoonpool.care.check import find_faults
from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningHour
from cocoonpool.samples.models import Sample
from tests.contracts.tree import ROOT
from tests.stores.fleet import T0, TICK_MS, Fleet

Process = asyncio.subprocess.Process


@asynccontextmanager
async def forking(module: str) -> AsyncIterator[Process]:
    """The process that forks those that are killed."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, stdin=pipe, stdout=pipe, cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


class Killer:
    """One database and its many processes. `acknowledged` is the last tick that any of them said was committed."""

    def __init__(self, db: Database, url: str, workers: int, seed: int) -> None:
        self.db, self._url, self._workers, self._seed = db, url, workers, seed
        self._draw = Random(seed)
        self.acknowledged = -1
        self.kills = 0
        self._tick_s = 0.2  # how long the last tick took

    async def kill_one(self, process: Process) -> None:
        """Lets one go on where the last was stopped, for some ticks, and kills it at a random moment of the next."""
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{self._url} {self._workers} {self.acknowledged + 1} {self._seed}\n".encode())
        pid = int((await process.stdout.readline()).split()[1])
        for _ in range(self._draw.choice((0, 1, 1, 2, 3))):
            started = time.monotonic()
            self.acknowledged = int(await process.stdout.readline())
            self._tick_s = time.monotonic() - started
        with suppress(TimeoutError):
            async with asyncio.timeout(self._draw.uniform(0, 1.2 * self._tick_s)):
                await self._hear(process.stdout)
        os.kill(pid, signal.SIGKILL)
        await self._hear_the_rest(process.stdout)
        self.kills += 1

    async def _hear(self, lines: asyncio.StreamReader) -> None:
        while line := await lines.readline():
            self.acknowledged = int(line)

    async def _hear_the_rest(self, lines: asyncio.StreamReader) -> None:
        """What it said before it died and nobody has read yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await self._hear(lines)

    async def faults(self) -> list[str]:
        """What is lost, doubled or does not agree."""
        async with self.db.reading() as session:
            by_tick = (Sample.at - T0) // TICK_MS
            rows = await session.execute(select(by_tick, func.count()).group_by(by_tick))
            counts = {int(tick): count for tick, count in rows}
            booked = await session.scalar(select(func.sum(EarningHour.tokens))) or 0
        ticks = range(self.acknowledged + 1)
        wrong = [f"tick {n} has {counts.get(n, 0)} looks" for n in ticks if counts.get(n) != self._workers]
        shown = self._shown(max(counts, default=-1))
        if booked != shown:
            wrong.append(f"{booked} tokens are booked, but {shown} were shown")
        return wrong + await find_faults(self.db)

    def _shown(self, tick: int) -> int:
        """What the workers had served at a tick; none of it is an opening balance, so all of it is booked once."""
        fleet = Fleet(self._workers, self._seed)
        for _ in range(tick + 1):
            fleet.work()
        return sum(worker.tokens for worker in fleet.workers)
