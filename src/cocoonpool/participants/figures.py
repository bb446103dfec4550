"""What is counted and summed per participant: workers, what they and their contracts have earned, what was paid."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import case, column, func, select, table

from cocoonpool.db import Instant, ReadSession, Session
from cocoonpool.money import NANO, Nanoton

# Workers, earnings and payouts stand above participants, so their tables are named here rather than imported.
_workers: Final = table("workers", column("id"), column("participant_id"), column("is_active"), column("deleted_at"))
_states: Final = table("worker_states", column("worker_id"), column("revenue"))
_contracts: Final = table("earning_contracts", column("participant_id"), column("unattributed"))
_payouts: Final = table(
    "payouts", column("participant_id"), column("amount"), column("transaction_time", Instant), column("counted")
)


class Figures(msgspec.Struct, frozen=True):
    """`revenue` counts deleted workers and what no worker can be shown to have earned; the counts do not."""

    total_workers: int = 0
    active_workers: int = 0
    revenue: Nanoton = Nanoton(0)
    payouts: int = 0
    paid: Nanoton = Nanoton(0)
    last_payout_at: datetime | None = None

    @property
    def balance(self) -> Nanoton:
        """What is still to be paid; negative when more was paid than earned."""
        return Nanoton(self.revenue - self.paid)


async def figures_of(session: ReadSession | Session, participant_ids: Sequence[int]) -> dict[int, Figures]:
    """One query a figure, however many participants; each asked one has an entry."""
    counts = await _counts(session, participant_ids)
    shares = await _shares(session, participant_ids)
    rest = await _unattributed(session, participant_ids)
    paid = await _paid(session, participant_ids)
    return {
        one: _figures(counts.get(one, (0, 0)), shares.get(one, 0) + rest.get(one, 0), paid.get(one, _NOTHING))
        for one in participant_ids
    }


_Paid = tuple[int, Nanoton, datetime | None]
_NOTHING: Final[_Paid] = (0, Nanoton(0), None)


def _figures(workers: tuple[int, int], revenue: int, payouts: _Paid) -> Figures:
    (total, active), (count, paid, last) = workers, payouts
    return Figures(total, active, Nanoton(revenue), count, paid, last)


async def _counts(session: ReadSession | Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    owner, active = _workers.c.participant_id, func.sum(case((_workers.c.is_active, 1), else_=0))
    there = owner.in_(ids) & _workers.c.deleted_at.is_(None)
    rows = await session.execute(select(owner, func.count(), active).where(there).group_by(owner))
    return {one: (int(total), int(active)) for one, total, active in rows}


async def _shares(session: ReadSession | Session, ids: Sequence[int]) -> dict[int, int]:
    owner = _workers.c.participant_id
    states = _workers.join(_states, _states.c.worker_id == _workers.c.id)
    shares = select(owner, func.sum(_states.c.revenue)).select_from(states).where(owner.in_(ids)).group_by(owner)
    return {one: int(amount) for one, amount in await session.execute(shares)}


async def _unattributed(session: ReadSession | Session, ids: Sequence[int]) -> dict[int, int]:
    owner = _contracts.c.participant_id
    rest = select(owner, func.sum(_contracts.c.unattributed)).where(owner.in_(ids)).group_by(owner)
    return {one: int(amount) for one, amount in await session.execute(rest)}


async def _paid(session: ReadSession | Session, ids: Sequence[int]) -> dict[int, _Paid]:
    """Payouts that count, their sum, and the newest. Summed in two parts: a sum of the database ends at 64 bits."""
    owner, amount = _payouts.c.participant_id, _payouts.c.amount
    columns = (func.count(), func.sum(amount // NANO), func.sum(amount % NANO), func.max(_payouts.c.transaction_time))
    rows = select(owner, *columns).where(owner.in_(ids), _payouts.c.counted).group_by(owner)
    return {
        one: (int(count), Nanoton(int(whole) * NANO + int(rest)), last)
        for one, count, whole, rest, last in await session.execute(rows)
    }
