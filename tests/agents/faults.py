"""A story of one host: workers that earn and restart, and everything that can go wrong between them and the books.

What the workers showed is written down here, independently. In the end the pool's history and ledger must equal it,
less what the spool says it lost.
"""

import asyncio
import os
import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from cocoonpool.agent.clocks import ServerClock, boot_id, even_ms
from cocoonpool.agent.disk import Disk
from cocoonpool.agent.post import Answered, NotReached, Pool
from cocoonpool.agent.send import Sender
from cocoonpool.agent.spool import Spool
from cocoonpool.agents.models import Agent
from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.batch import PortLook, Round, pack_round
from cocoonpool.cocoon.pages import Pages
from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningContract
from cocoonpool.events import Events
from cocoonpool.samples.models import Sample
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from cocoonpool.workers.models import Worker
from tests import captures, make
from tests.agents.hosts import agent_of, now_ms

TICK = 15_000
NEAR = 7_000  # a wrong clock is corrected to how long a request was under way, on a machine that does much else
_FIGURES = captures.load("2025-12/03_traffic_w12000_jsonstats").body
_TOTALS = re.compile(rb'("(?:queries|success|total_adjusted_tokens_used)": \[\s+)[\d.]+')
_EARNED = re.compile(rb'("earned_tokens_[a-z_]+": )\d+')


@dataclass
class Shown:
    """One worker's counters since its start."""

    port: int
    queries: int = 0

    def page(self, earned: int) -> bytes:
        counters = _TOTALS.sub(lambda found: b"%b%d.000000" % (found[1], self.queries), _FIGURES)
        return _EARNED.sub(lambda found: b"%b%d" % (found[1], earned), counters)


class FullDisk(Spool):
    """A spool whose disk takes nothing while `full`."""

    full = False

    def _force(self, record: bytes) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        super()._force(record)


class Line(Pool):
    """The network between the two: it loses requests and answers, and brings old requests again."""

    def __init__(self, story: "Story") -> None:
        super().__init__("http://pool.test", "no key")
        self._story, self._loop = story, asyncio.get_running_loop()
        self._bodies: list[bytes] = []

    def post(self, path: str, body: bytes, kind: str) -> Answered | NotReached:
        return asyncio.run_coroutine_threadsafe(self._carry(path, body), self._loop).result()

    async def _carry(self, path: str, body: bytes) -> Answered | NotReached:
        story, random = self._story, self._story.random
        self._bodies.append(body)
        fate = random.choice(["well"] * 6 + ["lost", "answer lost", "twice", "old ones"]) if story.stormy else "well"
        if fate == "lost" or story.down:
            return NotReached("cut")
        again = {"twice": [body], "old ones": random.choices(self._bodies, k=3)}.get(fate, [])
        answers = await asyncio.gather(*(story.agent.post(path, content=one) for one in [*again, body]))
        if fate == "answer lost" or story.down:
            return NotReached("cut")
        return Answered(answers[-1].status_code, answers[-1].content, answers[-1].json().get("code"))


@dataclass
class Story:
    """Play it with `play`; then `check` compares."""

    path: Path
    folder: Path
    random: Random
    stormy: bool = True
    workers: list[Shown] = field(default_factory=lambda: [Shown(12_000), Shown(12_010), Shown(12_020)])
    earned: int = 0
    truth: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # port -> (at, queries)
    rounds: int = 0
    flipped: set[str] = field(default_factory=set)
    in_memory: list[int] = field(default_factory=list)  # moments of rounds that are on no disk
    in_doubt: int = 0  # rounds in memory at a kill that had arrived, which the agent may not have heard
    wrong_clock: int = 0
    life: int = 0  # of the server
    down: bool = False

    async def play(self, steps: int) -> None:
        self.now = now_ms() - (steps + 10) * TICK
        await self._open()
        owner = await make.alice(self.db)
        async with make.client(self.app, await make.operator_key(self.db)) as operator:
            self.agent: AsyncClient = await agent_of(self.app, operator, owner.id)
        self._start_agent()
        events = [self._look] * 8 + [self._send] * 4 + [
            self._kill_agent, self._kill_server, self._flip, self._fill_disk, self._restart_worker, self._set_clock,
        ]  # fmt: skip
        for _ in range(steps):
            await self.random.choice(events)()
        await self._calm()
        await self.check()
        await self._close()

    async def _calm(self) -> None:
        """Everything works again, and the last word is heard."""
        self.stormy, self.spool.full = False, False
        await self._look()
        self.in_memory.clear()
        while await self.sender.send_all():
            pass
        self.spool.close()
        for _ in range(2):  # what was passed over is counted when it was, and told with the batch after
            await self._look()
            while await self.sender.send_all():
                pass

    async def _look(self) -> None:
        self.now += TICK
        looks = []
        for worker in self.workers:
            grown = self.random.choice([0, 0, 1, 5])
            worker.queries += grown
            self.earned += grown * 1_000
        for worker in self.workers:
            looks.append(PortLook(worker.port, Pages(worker.page(self.earned), None, None)))
            self.truth[worker.port].append((self.now, worker.queries))
        mono = even_ms() - (now_ms() - self.now)
        self.spool.append(pack_round(Round(boot_id(), self.now + self.wrong_clock, mono, looks)))
        self.rounds += 1
        if self.spool.full:
            self.in_memory.append(self.now)
        else:
            self.in_memory.clear()

    async def _send(self) -> None:
        await self.sender.send_all()

    async def _restart_worker(self) -> None:
        self.random.choice(self.workers).queries = 0

    async def _set_clock(self) -> None:
        self.wrong_clock = self.random.choice([0, 0, -7_200_000, 5 * 3_600_000])

    async def _fill_disk(self) -> None:
        self.spool.full = not self.spool.full

    async def _flip(self) -> None:
        """A byte of a segment, at most once in each: what two broken neighbours were, nobody can tell."""
        paths = [p for p in sorted(self.folder.glob("*.seg")) if p.name not in self.flipped and p.stat().st_size]
        if paths:
            path = self.random.choice(paths)
            data = bytearray(path.read_bytes())
            data[self.random.randrange(len(data))] ^= self.random.randint(1, 255)
            handle = os.open(path, os.O_WRONLY)
            os.pwrite(handle, bytes(data), 0)
            os.close(handle)
            self.flipped.add(path.name)

    async def _kill_agent(self) -> None:
        """What was in memory only is gone, and reported by the next run."""
        stored = await self._stored_moments()
        self.in_doubt += sum(any(abs(moment - at) <= NEAR for at in stored) for moment in self.in_memory)
        self.in_memory.clear()
        self.disk.close()
        self.spool.close()
        self._start_agent()

    def _start_agent(self) -> None:
        self.spool = FullDisk(self.folder, 4 << 20)
        self.disk, clock = Disk(), ServerClock()
        self.sender = Sender(Line(self), self.spool, self.disk, clock, "1")

    async def _kill_server(self) -> None:
        """At any moment of a request. What is committed by then is what the next process finds; no answer leaves."""
        sending = asyncio.create_task(self.sender.send_all())
        for _ in range(self.random.choice([0, 1, 5, 20, 60])):
            await asyncio.sleep(self.random.choice([0, 0, 0.004]))
        left = self.path.with_name(f"{self.path.stem}-{self.life}.db")
        self.life += 1
        with closing(sqlite3.connect(self.path)) as found, closing(sqlite3.connect(left)) as copy:
            found.backup(copy)
        self.down = True
        await sending
        await self._close()
        self.path, self.down, headers = left, False, self.agent.headers
        await self._open()
        self.agent = make.client(self.app)
        self.agent.headers.update({"Authorization": headers["Authorization"]})

    async def _open(self) -> None:
        self.db = Database(f"sqlite+aiosqlite:///{self.path}")
        self.app: FastAPI = create_app(Settings.model_validate({"data_dir": self.path.parent}), self.db, Events())

    async def _close(self) -> None:
        await self.app.state.last_use.settle()
        await self.db.close()

    async def _stored_moments(self) -> list[int]:
        async with self.db.reading() as session:
            return list(await session.scalars(select(Sample.at).distinct()))

    async def check(self) -> None:
        """History, ledger and what the agent's row says of losses."""
        async with self.db.reading() as session:
            agent = (await session.scalars(select(Agent))).one()
            samples = (await session.execute(_SAMPLES)).all()
            contracts = list(await session.scalars(select(EarningContract.earned)))
        stored: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for port, at, queries in samples:
            stored[port].append((at, queries or 0))
        for port, shown in self.truth.items():
            missing = _missing(shown, stored[port])
            # What was damaged or in memory may have arrived, unacknowledged: the agent cannot know, and reports it.
            reported = agent.dropped + agent.damaged
            assert missing <= reported <= missing + len(self.flipped) + self.in_doubt, (port, missing, reported)
        assert agent.dropped == self.spool.dropped
        assert contracts == [self.earned]
        assert await find_faults(self.db) == []


_SAMPLES = (
    select(Worker.stats_port, Sample.at, Sample.queries)
    .join(Worker, Worker.id == Sample.worker_id)
    .order_by(Worker.stats_port, Sample.at)
)


def _missing(shown: list[tuple[int, int]], stored: list[tuple[int, int]]) -> int:
    """How many looks are not stored. Fails if anything is stored that was not shown, or twice, or at another time."""
    left = list(shown)
    for at, queries in stored:
        match = next((look for look in left if abs(look[0] - at) <= NEAR and look[1] == queries), None)
        assert match is not None, ("never shown, or twice", at, queries)
        left.remove(match)
    return len(left)
