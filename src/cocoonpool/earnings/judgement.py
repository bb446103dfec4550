"""Asks the chain what set a payment off, and keeps the verdict. What cannot be told yet is judged anew later."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select, true

from cocoonpool.db import Database
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.models import ReceivedPayment
from cocoonpool.earnings.recognition import Judged, Payment, Standing, judge, may_be_revenue, payment, standing_of
from cocoonpool.money import Nanoton
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.transaction import Transaction

Contracts = Mapping[str, Contract]
"""The worker contracts of one owner, by address."""

_A_RUN: Final = 50


class Trouble(msgspec.Struct, frozen=True):
    """Why it cannot go on. `everywhere`: no use in asking for other owners now."""

    reason: str
    everywhere: bool = False


def trouble_of(fault: ChainFault) -> Trouble:
    return Trouble(fault.reason, everywhere=fault.passing)


async def judged_rows(
    client: ChainClient, transactions: Sequence[Transaction], contracts: Contracts
) -> list[ReceivedPayment] | Trouble:
    """The payments in these transactions of an owner, with what they are."""
    rows = []
    for paid in filter(None, map(payment, transactions)):
        judged = await _judge(client, paid, contracts)
        if isinstance(judged, Trouble):
            return judged
        rows.append(_row(paid, judged))
    return rows


async def judge_anew(db: Database, client: ChainClient, owner: str, contracts: Contracts) -> int | Trouble:
    """Judges what could not be told before: by now the ledger may know more, or the indexer. Gives the new revenue."""
    async with db.reading() as session:
        mine = select(ReceivedPayment).where(ReceivedPayment.owner_address == owner, _may_be_told(contracts))
        rows = list(await session.scalars(mine.order_by(ReceivedPayment.lt).limit(_A_RUN)))
    found = 0
    for row in rows:
        judged = _by_ledger(row, contracts) or await _judge(client, _payment_of(row), contracts)
        if isinstance(judged, Trouble):
            return judged
        if (judged.standing, judged.sc_address) != (row.standing, row.sc_address):
            await _change(db, row.transaction_hash, judged)
            found += judged.standing is Standing.REVENUE
    return found


async def _judge(client: ChainClient, paid: Payment, contracts: Contracts) -> Judged | Trouble:
    if not may_be_revenue(paid.proxy, contracts.values()):
        return judge(paid, (), contracts)  # no need to ask
    parents = await client.parents(paid.transaction_hash)
    if not isinstance(parents, ChainFault):
        return judge(paid, parents, contracts)
    if parents.passing:
        return trouble_of(parents)
    return Judged(Standing.PENDING, parents.reason[:200])  # one odd answer does not stop all that comes after it


def _may_be_told(contracts: Contracts) -> ColumnElement[bool]:
    proxies = {contract.proxy_address for contract in contracts.values()}
    known = {proxy for proxy in proxies if proxy is not None}
    by_proxy = true() if None in proxies else ReceivedPayment.proxy_address.in_(sorted(known))
    waiting = ReceivedPayment.standing.in_((Standing.UNKNOWN.value, Standing.PENDING.value))
    by_contract = ReceivedPayment.sc_address.in_(sorted(contracts))
    return and_(waiting, or_(by_contract, and_(ReceivedPayment.sc_address.is_(None), by_proxy)))


def _by_ledger(row: ReceivedPayment, contracts: Contracts) -> Judged | None:
    """Where the worker contract that ordered it was read once, the chain has nothing to add."""
    if row.sc_address is None:
        return None
    standing, reason = standing_of(row.sc_address, row.proxy_address, contracts)
    return Judged(standing, reason, row.sc_address, row.tokens, row.fee_unit)


async def _change(db: Database, transaction_hash: str, judged: Judged) -> None:
    async with db.transaction() as session:
        row = await session.get_one(ReceivedPayment, transaction_hash)
        row.standing, row.reason = judged.standing.value, judged.reason
        row.sc_address, row.tokens, row.fee_unit = judged.sc_address, judged.tokens, judged.fee_unit


def _row(paid: Payment, judged: Judged) -> ReceivedPayment:
    return ReceivedPayment(
        transaction_hash=paid.transaction_hash,
        message_hash=paid.message_hash,
        owner_address=paid.owner,
        lt=paid.lt,
        at=datetime.fromtimestamp(paid.at, UTC),
        amount=paid.amount,
        proxy_address=paid.proxy,
        sc_address=judged.sc_address,
        tokens=judged.tokens,
        fee_unit=judged.fee_unit,
        standing=judged.standing.value,
        reason=judged.reason,
    )


def _payment_of(row: ReceivedPayment) -> Payment:
    return Payment(
        transaction_hash=row.transaction_hash,
        message_hash=row.message_hash,
        owner=row.owner_address,
        lt=row.lt,
        at=int(row.at.timestamp()),
        amount=Nanoton(row.amount),
        proxy=row.proxy_address,
    )
