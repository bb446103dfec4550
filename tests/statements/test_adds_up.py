"""Over any ledger all statements together are the ledger, to the nanoTON; the last balance is the participant's."""

import asyncio
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cocoonpool.db import Database, ReadSession
from cocoonpool.earnings.models import EarningHour
from cocoonpool.participants.figures import Figures, figures_of
from cocoonpool.participants.models import Participant
from cocoonpool.statements.csvfile import as_csv
from cocoonpool.statements.month import cut
from cocoonpool.statements.queries import statement
from cocoonpool.statements.statement import Statement
from cocoonpool.workers.models import WorkerState
from tests import make
from tests.databases import Clones, Files
from tests.earnings.ledgered import MEMORY, ONE, OTHER_PROXY, TWO, contract, keep
from tests.statements.paper import earn, pay

MONTHS = ("2024-11", "2024-12", "2025-01", "2025-02", "2025-03")
MOMENTS = st.builds(
    "{}-{:02d}T{:02d}:{:02d}:{:02d}".format,
    st.sampled_from(MONTHS[1:-1]),
    st.sampled_from([1, 2, 15, 27, 28]),
    st.sampled_from([0, 1, 11, 22, 23]),
    st.sampled_from([0, 30, 59]),
    st.sampled_from([0, 1, 59]),
)
NANOTON = st.integers(1, 10**9) | st.integers(1, 10**17)
EARNED = st.tuples(st.integers(0, 3), st.sampled_from((ONE, TWO)), MOMENTS, NANOTON, st.booleans())
PAID = st.tuples(st.booleans(), MOMENTS, NANOTON, st.booleans())

Earnings = list[tuple[int, str, str, int, bool]]
Payments = list[tuple[bool, str, int, bool]]


def sums_of(told: list[Statement]) -> dict[tuple[int, str, bool], int]:
    """By worker (0: nobody), contract, and whether it was brought in."""
    found: dict[tuple[int, str, bool], int] = {}
    for one in told:
        for opening, rows in ((False, one.earned), (True, one.brought_in)):
            for row in rows:
                key = (row.worker_id or 0, row.sc_address, opening)
                found[key] = found.get(key, 0) + row.amount
    return found


async def write(db: Database, earned: Earnings, paid: Payments) -> tuple[Participant, Participant]:
    """Alice owns one contract, bob the other; workers of both have shares in both."""
    alice, bob = await make.alice(db), await make.bob(db)
    await keep(db, contract(alice), contract(bob, TWO, OTHER_PROXY))
    workers = [None, *[await make.worker(db, who, 12_000 + 10 * i) for i, who in enumerate((alice, alice, bob))]]
    for worker, sc_address, when, amount, opening in earned:
        await earn(db, workers[worker], sc_address, when, amount, opening=opening)
    for number, (to_alice, when, amount, counted) in enumerate(paid):
        named = {"transaction_hash": f"{number:064x}", "message_hash": f"{number:064x}"}
        await pay(db, alice if to_alice else bob, when, amount, counted=counted, **named)
    return alice, bob


async def ledger_of(session: ReadSession) -> dict[tuple[int, str, bool], int]:
    key = (EarningHour.worker_id, EarningHour.sc_address, EarningHour.opening)
    rows = await session.execute(select(*key, func.sum(EarningHour.amount)).group_by(*key))
    return {(worker, sc_address, opening): int(amount) for worker, sc_address, opening, amount in rows}


def follow_each_other(mine: list[Statement], figures: Figures) -> None:
    assert mine[0].balance_before == 0
    assert all(one.balance_after == following.balance_before for one, following in pairwise(mine))
    assert mine[-1].balance_after == figures.balance
    assert sum(one.paid_amount for one in mine) == figures.paid
    assert all(as_csv(one).count(b"\r\n") > 2 for one in mine)


async def live(url: str, earned: Earnings, paid: Payments, zone: str) -> None:
    db = Database(url)
    people = await write(db, earned, paid)
    told: list[Statement] = []
    async with db.reading() as session:
        figures = await figures_of(session, [who.id for who in people])
        for who in people:
            mine = [await statement(session, who, cut(month, zone), "TON", make.NOW) for month in MONTHS]
            follow_each_other(mine, figures[who.id])
            told += mine
        assert sums_of(told) == await ledger_of(session)
        for state in await session.scalars(select(WorkerState)):
            shares = [amount for (worker, *_), amount in sums_of(told).items() if worker == state.worker_id]
            assert sum(shares) == state.revenue
    await db.close()


@given(
    earned=st.lists(EARNED, max_size=25),
    paid=st.lists(PAID, max_size=10),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"]),
)
@settings(max_examples=12, deadline=None)
def test_all_statements_together_are_the_ledger(
    stores: Files | Clones, earned: Earnings, paid: Payments, zone: str
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, stores.fresh(Path(folder)) as url:
        asyncio.run(live(url, earned, paid, zone))
