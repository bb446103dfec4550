"""Whatever the indexer does, and whenever we are killed: what is kept is what arrived, once, to the nanoTON."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cocoonpool.db import Database, Session
from cocoonpool.simulator.chain import Chain
from cocoonpool.simulator.cocoonchain import REFUND, REQUEST, Cocoon
from cocoonpool.ton.client import ChainClient
from tests import make
from tests.databases import Clones, Files
from tests.earnings.ledgered import (
    FEE,
    MEMORY,
    ONE,
    OTHER_PROXY,
    PROXY,
    TWO,
    check_of,
    contract,
    indexed,
    keep,
    payments,
    run,
)

EVENTS = ("paid", "paid", "paid", "lost", "refunded", "bounced", "stranger", "other")
STEPS = st.tuples(st.sampled_from(EVENTS), st.sampled_from((ONE, TWO)), st.integers(1, 10**9))


class Killed(Exception):
    """The process ended here."""


class Mortal(Database):
    """Dies at some of its transactions: at the last moment before the commit, or right after it."""

    def __init__(self, url: str, deaths: list[tuple[int, bool]]) -> None:
        super().__init__(url)
        self._deaths, self._count = dict(deaths), 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        self._count += 1
        after = self._deaths.get(self._count)
        async with super().transaction() as session:
            yield session
            if after is False:
                raise Killed
        if after is True:
            raise Killed


@asynccontextmanager
async def closing(db: Database) -> AsyncIterator[Database]:
    try:
        yield db
    finally:
        await db.close()


def play(cocoon: Cocoon, steps: list[tuple[str, str, int]], counters: dict[str, int]) -> list[tuple[str, int]]:
    """Makes the history happen. Gives what arrived of it: (transaction, amount)."""
    arrived = []
    for event, sc_address, grown in steps:
        proxy = PROXY if sc_address == ONE else OTHER_PROXY
        amount = grown * FEE
        if event == "other":
            cocoon.other(make.ALICE)
        elif event in ("refunded", "bounced", "stranger"):
            source = "0:" + "77" * 32 if event == "stranger" else proxy
            opcode = REFUND if event == "refunded" else REQUEST
            cocoon.pay(make.ALICE, sc_address, source, 1, amount, opcode=opcode, bounced=event == "bounced")
        else:
            counters[sc_address] += grown
            short = event == "lost"
            digest = cocoon.pay(make.ALICE, sc_address, proxy, counters[sc_address], amount, short=short)
            arrived += [] if short else [(digest, amount)]
    return arrived


async def survive(db: Database, client: ChainClient, runs: int) -> None:
    for number in range(runs):
        try:
            await run(db, client, number)
        except Killed:
            continue


async def live(
    url: str, parts: list[list[tuple[str, str, int]]], deaths: list[tuple[int, bool]], seed: int, rate: float
) -> None:
    async with closing(Database(url)) as db, closing(Mortal(url, deaths)) as mortal:
        await live_through(db, mortal, parts, seed, rate)


async def live_through(
    db: Database, mortal: Database, parts: list[list[tuple[str, str, int]]], seed: int, rate: float
) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice), contract(alice, TWO, OTHER_PROXY))
    chain, counters = Chain(), {ONE: 0, TWO: 0}
    cocoon, arrived = Cocoon(chain), list[tuple[str, int]]()
    async with indexed(chain, seed) as (server, client):
        for part in parts:
            arrived += play(cocoon, part, counters)
            server.faults.rate = rate
            await survive(mortal, client, 3)
        server.faults.clear()
        await keep(
            db, contract(alice, cashed_out=counters[ONE]), contract(alice, TWO, OTHER_PROXY, cashed_out=counters[TWO])
        )
        await survive(db, client, 3)
    kept = [(row.transaction_hash, row.amount) for row in await payments(db) if row.standing == "revenue"]
    assert kept == arrived
    for sc_address, counter in counters.items():
        check = await check_of(db, sc_address)
        assert check is not None
        assert (check.received_amount or 0) + (check.missing_amount or 0) == counter * FEE


@given(
    parts=st.lists(st.lists(STEPS, max_size=8), min_size=1, max_size=3),
    deaths=st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=6),
    seed=st.integers(1, 10**6),
    rate=st.sampled_from([0.0, 0.3, 0.7]),
)
@example(parts=[[("paid", ONE, 1)] * 3], deaths=[(1, False)], seed=255, rate=0.7)  # two holes hid the beginning
@settings(max_examples=12, deadline=None)
def test_what_is_kept_is_what_arrived(
    stores: Files | Clones,
    parts: list[list[tuple[str, str, int]]],
    deaths: list[tuple[int, bool]],
    seed: int,
    rate: float,
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, stores.fresh(Path(folder)) as url:
        asyncio.run(live(url, parts, deaths, seed, rate))
