"""A fleet of any size without its network: what its workers show at every tick, each owner's contracts included."""

from random import Random
from typing import Final

import msgspec
from sqlalchemy import insert

from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Guest, Reading
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.participants.models import Participant
from cocoonpool.samples.look import Look
from cocoonpool.workers.models import Worker, WorkerState
from tests import make
from tests.captures import pages
from tests.workers.watch import guest

T0: Final = 1_795_380_000_000
TICK_MS: Final = 15_000
WORKERS_OF_ONE: Final = 10  # they share a contract
_SHOWN: Final = "2026-04/03_traffic_w12000"


def address(kind: int, number: int) -> str:
    return f"0:{kind:02x}{number:062x}"


class Shown(msgspec.Struct):
    """What a worker has counted so far."""

    queries: int = 0
    tokens: int = 0


class Fleet:
    """The same seed gives the same fleet. Tokens only grow: a look that is stored twice or lost shows in the sums."""

    def __init__(self, workers: int, seed: int = 1) -> None:
        self._draw = Random(seed)
        self._base: Reading = read(pages(_SHOWN))  # type: ignore[assignment]
        self._guest: Guest = guest()
        self.workers = [Shown() for _ in range(workers)]

    def owner_of(self, index: int) -> int:
        return index // WORKERS_OF_ONE

    def earned(self, owner: int) -> int:
        return sum(one.tokens for one in self.workers[owner * WORKERS_OF_ONE : (owner + 1) * WORKERS_OF_ONE])

    def work(self) -> None:
        """A tick's work: three of four workers served something."""
        for shown in self.workers:
            if self._draw.random() < 0.75:
                shown.queries += self._draw.randint(1, 30)
                shown.tokens += self._draw.randint(100, 90_000)

    def looks(self, tick: int) -> list[Look]:
        """One look at every worker, spread over the tick. Worker ids begin at 1."""
        at = T0 + tick * TICK_MS
        totals = [self.earned(owner) for owner in range(self.owner_of(len(self.workers) - 1) + 1)]
        step = max(1, TICK_MS // len(self.workers))
        return [
            Look(index + 1, at + index * step % TICK_MS, self._reading(index, at, totals), self._guest, duration_ms=7)
            for index in range(len(self.workers))
        ]

    def _reading(self, index: int, at: int, totals: list[int]) -> Reading:
        shown, owner = self.workers[index], self.owner_of(index)
        contract = msgspec.structs.replace(
            self._base.proxies[0], sc_address=address(0x5C, owner), max_known=totals[owner], committed_to_proxy_db=0
        )
        return msgspec.structs.replace(
            self._base, owner_address=address(0xA0, owner), ton_synced_at=at // 1000 - 3, is_test=False,
            queries=shown.queries, success=shown.queries, bytes_received=shown.queries * 90,
            busy_us=shown.queries * 1_577, tokens_total=shown.tokens, tokens_prompt=shown.tokens // 4,
            tokens_cached=0, tokens_completion=shown.tokens - shown.tokens // 4, tokens_reasoning=0,
            active_requests=shown.queries % 5, proxies=(contract,),
        )  # fmt: skip


async def registered(db: Database, workers: int) -> None:
    """Writes the participants and workers of a fleet into an empty database, ids from 1."""
    people = [
        {"ton_wallet_address": address(0xA0, n), "is_active": True, "created_at": make.NOW, "updated_at": make.NOW}
        for n in range((workers - 1) // WORKERS_OF_ONE + 1)
    ]
    rows = [
        {
            "participant_id": n // WORKERS_OF_ONE + 1, "worker_name": f"Worker-{n}", "instance_number": 0,
            "host": "127.0.0.1", "stats_port": 12_000 + n, "collection": "pull", "is_active": True,
            "created_at": make.NOW, "updated_at": make.NOW,
        }
        for n in range(workers)
    ]  # fmt: skip
    async with db.transaction() as session:
        await session.execute(insert(Participant), people)
        await session.execute(insert(Worker), rows)
        await session.execute(insert(WorkerState), [{"worker_id": n + 1} for n in range(workers)])


async def stored(writer: Writer, looks: list[Look]) -> bool:
    """Hands looks to a writer as if they had been read; whether all of them are committed now."""
    writer._waiting.extend(looks)
    await writer.flush()
    return not writer._waiting
