"""Gathers the rows of a statement: from the ledger's hours, the payouts that count, and the chain."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from cocoonpool.db import ReadSession, to_ms
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.known import contracts_named, contracts_of
from cocoonpool.earnings.models import UNATTRIBUTED, EarningContract, EarningHour, FollowedOwner, ReceivedPayment
from cocoonpool.earnings.recognition import Standing
from cocoonpool.money import NANO, Nanoton
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import Payout
from cocoonpool.statements.month import Month
from cocoonpool.statements.statement import Arrivals, Arrived, Earned, Paid, Statement
from cocoonpool.workers.models import Worker

_Sum = tuple[str, int, bool, int, int]  # contract, worker, whether it is an opening balance, tokens, nanoTON
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


async def statement(session: ReadSession, who: Participant, month: Month, symbol: str, now: datetime) -> Statement:
    """The statement of a participant for a month."""
    sums = await _sums(session, who.id, month.start, month.end)
    earned = await _named(session, sums)
    return Statement(
        participant_id=who.id,
        wallet=who.ton_wallet_address,
        month=month,
        symbol=symbol,
        made_at=now,
        balance_before=await _balance_at(session, who.id, month.start),
        earned=[row for row, opening in earned if not opening],
        brought_in=[row for row, opening in earned if opening],
        paid=await _paid(session, who.id, month),
        arrivals=await _arrivals(session, who.id, month),
    )


async def _sums(session: ReadSession, participant_id: int, start: datetime, end: datetime) -> list[_Sum]:
    """Shares of the participant's workers in any contract, and what is nobody's share of the participant's contracts.

    Deleted workers count: what they earned is owed all the same.
    """
    workers = select(Worker.id).where(Worker.participant_id == participant_id)
    contracts = select(EarningContract.sc_address).where(EarningContract.participant_id == participant_id)
    shares = await _grouped(session, EarningHour.worker_id.in_(workers), start, end)
    nobody = EarningHour.worker_id == UNATTRIBUTED
    return shares + await _grouped(session, nobody & EarningHour.sc_address.in_(contracts), start, end)


async def _grouped(session: ReadSession, mine: ColumnElement[bool], start: datetime, end: datetime) -> list[_Sum]:
    hour = EarningHour
    key = (hour.sc_address, hour.worker_id, hour.opening)
    inside = (hour.hour >= to_ms(start), hour.hour < to_ms(end))
    sums = select(*key, func.sum(hour.tokens), func.sum(hour.amount)).where(mine, *inside).group_by(*key).order_by(*key)
    rows = await session.execute(sums)
    return [(sc, worker, opening, int(tokens), int(amount)) for sc, worker, opening, tokens, amount in rows]


async def _named(session: ReadSession, sums: Iterable[_Sum]) -> list[tuple[Earned, bool]]:
    """With names, and what came to nothing left out; each with whether it is an opening balance."""
    kept = [one for one in sums if one[3] or one[4]]
    contracts = await contracts_named(session, {one[0] for one in kept})
    wanted = {one[1] for one in kept}
    rows = await session.execute(select(Worker.id, Worker.worker_name).where(Worker.id.in_(wanted)))
    names = {worker_id: name for worker_id, name in rows}  # noqa: C416 - rows, not pairs
    return [(_earned(one, contracts[one[0]], names), one[2]) for one in kept]


def _earned(one: _Sum, contract: Contract, names: dict[int, str]) -> Earned:
    sc_address, worker_id, _, tokens, amount = one
    return Earned(
        worker_id=None if worker_id == UNATTRIBUTED else worker_id,
        worker_name=names.get(worker_id),
        proxy_address=contract.proxy_address,
        sc_address=sc_address,
        tokens=tokens,
        amount=amount,
    )


async def _balance_at(session: ReadSession, participant_id: int, moment: datetime) -> Nanoton:
    earned = sum(one[4] for one in await _sums(session, participant_id, _LONG_AGO, moment))
    # In two parts: a sum of the database ends at 64 bits.
    sums = select(func.sum(Payout.amount // NANO), func.sum(Payout.amount % NANO))
    whole, rest = (await session.execute(sums.where(*_counted(participant_id), Payout.transaction_time < moment))).one()
    return Nanoton(earned - int(whole or 0) * NANO - int(rest or 0))


def _counted(participant_id: int) -> tuple[ColumnElement[bool], ...]:
    return Payout.participant_id == participant_id, Payout.counted.is_(True)


async def _paid(session: ReadSession, participant_id: int, month: Month) -> list[Paid]:
    inside = (Payout.transaction_time >= month.start, Payout.transaction_time < month.end)
    payouts = select(Payout).where(*_counted(participant_id), *inside)
    return [
        Paid(
            payout_id=row.id,
            at=row.transaction_time,
            amount=row.amount,
            fee=row.fee,
            to_address=row.to_address,
            transaction_hash=row.transaction_hash,
            verification=row.verification,
            comment=row.comment,
        )
        for row in await session.scalars(payouts.order_by(Payout.transaction_time, Payout.id))
    ]


async def _arrivals(session: ReadSession, participant_id: int, month: Month) -> Arrivals | None:
    """None unless the account of every owner was read to its end once."""
    contracts = await contracts_of(session, participant_id)
    owners = {contract.owner_address for contract in contracts}
    rows = await session.execute(select(FollowedOwner.address, FollowedOwner.complete_at))
    read = {address: complete_at for address, complete_at in rows if complete_at is not None}
    looks = [read[owner] for owner in owners if owner is not None and owner in read]
    if not owners or len(looks) != len(owners):
        return None
    payment, addresses = ReceivedPayment, [contract.sc_address for contract in contracts]
    inside = (payment.at >= month.start, payment.at < month.end)
    revenue = (payment.standing == Standing.REVENUE.value, payment.sc_address.in_(addresses))
    rows_in = await session.scalars(select(payment).where(*revenue, *inside).order_by(payment.at, payment.lt))
    return Arrivals(min(looks), [_arrived(row) for row in rows_in])


def _arrived(row: ReceivedPayment) -> Arrived:
    return Arrived(
        at=row.at,
        amount=row.amount,
        proxy_address=row.proxy_address,
        sc_address=row.sc_address or "",
        owner_address=row.owner_address,
        transaction_hash=row.transaction_hash,
    )
