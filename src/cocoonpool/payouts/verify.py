"""Asks the chain about payouts that are not settled yet, and writes down what it says."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import delete, select

from cocoonpool.db import Database, Session
from cocoonpool.participants.models import Participant
from cocoonpool.payouts import queries
from cocoonpool.payouts.books import claim_of, pronounce, settle
from cocoonpool.payouts.delivered import check_delivery
from cocoonpool.payouts.find import Payments, paying, payments
from cocoonpool.payouts.merge import merge
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.payouts.verdict import NOT_FINAL, NOT_ON_CHAIN, Verdict, Verification, best, next_check, pays_nothing
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.transfers import Transfer, TransferKind

ROUND: Final = 50
"""Questions asked in one turn; the rest waits for the next, so that the wallets are read in between."""


PATIENCE_S: Final = 20.0
"""How long somebody who asks for a check at once is kept waiting."""


class Checked(msgspec.Struct, frozen=True):
    """What a round came to. `trouble`: the source does not answer, the rest was left for later."""

    asked: int = 0
    trouble: str | None = None


async def any_due(db: Database, now: datetime) -> bool:
    async with db.reading() as session:
        return await session.scalar(select(Payout.id).where(Payout.next_check_at <= now).limit(1)) is not None


async def check_due(db: Database, client: ChainClient, now: datetime, limit: int = ROUND) -> Checked:
    """Asks about payouts whose time has come, longest waiting first; once for all payouts of a batch."""
    asked = 0
    due = select(Payout.id).where(Payout.next_check_at <= now).order_by(Payout.next_check_at, Payout.id).limit(1)
    while asked < limit:
        async with db.reading() as session:
            payout_id = await session.scalar(due)
        if payout_id is None:
            break
        asked += 1
        outcome = await check(db, client, payout_id, now)
        if outcome.fault is not None and outcome.fault.passing:
            return Checked(asked, outcome.fault.reason)
    return Checked(asked)


async def check_now(db: Database, client: ChainClient | None, payout_id: int, now: datetime) -> Payout:
    """The payout after asking the chain about it, or unchanged but for the reason when nobody can say.

    Raises:
        NoSuchPayout: there is none with this id.
    """
    async with db.reading() as session:
        row = await queries.get(session, payout_id, only=None)
    if row.message_hash is not None and row.next_check_at is None:
        return row  # settled: the chain does not change its mind
    if client is None:
        return await _unanswered(db, payout_id, _NO_SOURCE, now)
    try:
        async with asyncio.timeout(PATIENCE_S):
            outcome = await check(db, client, payout_id, now)
    except TimeoutError:
        return await _unanswered(db, payout_id, _TOO_SLOW, now)
    async with db.reading() as session:
        return await queries.get(session, outcome.payout_id, only=None)


async def _unanswered(db: Database, payout_id: int, fault: ChainFault, now: datetime) -> Payout:
    async with db.transaction() as session:
        row = await queries.get(session, payout_id, only=None)
        _put_off(row, fault, now)
    return row


_NO_SOURCE: Final = ChainFault(FaultKind.UNREACHABLE, "no source of the chain is configured")
_TOO_SLOW: Final = ChainFault(FaultKind.TIMEOUT, "the indexer is too busy to answer at once")


class Outcome(msgspec.Struct, frozen=True):
    """`payout_id`: the row that holds the payout now, another one after a merge. `fault`: nothing was learnt."""

    payout_id: int
    fault: ChainFault | None = None


async def check(db: Database, client: ChainClient, payout_id: int, now: datetime) -> Outcome:
    """Asks about one payout and writes down what is said. After a fault it stays as it was and is asked about later."""
    known = select(Payout, Participant.ton_wallet_address).join(Participant, Participant.id == Payout.participant_id)
    async with db.reading() as session:
        found = (await session.execute(known.where(Payout.id == payout_id))).one_or_none()
    if found is None:
        return Outcome(payout_id)
    row, wallet = found
    if row.message_hash is not None:
        return Outcome(payout_id, await check_delivery(db, client, row.transaction_hash, now))
    answer = await _ask(client, row.recorded_hash or row.transaction_hash, wallet)
    async with db.transaction() as writing:
        current = await writing.get(Payout, payout_id, with_for_update=True)
        if current is not None and current.message_hash is None:  # else the sync met it in the meantime
            payout_id = await _write(writing, current, answer, wallet, now)
    return Outcome(payout_id, answer if isinstance(answer, ChainFault) else None)


async def _ask(client: ChainClient, hash_: str, wallet: str) -> Verdict | Payments | ChainFault:
    found = await paying(client, hash_, wallet)
    if found is None:
        return NOT_ON_CHAIN
    if isinstance(found, ChainFault):
        return found
    return await payments(client, found, wallet) if found.transaction.final else NOT_FINAL


async def _write(
    session: Session, row: Payout, answer: Verdict | Payments | ChainFault, wallet: str, now: datetime
) -> int:
    if isinstance(answer, ChainFault):
        _put_off(row, answer, now)
        return row.id
    row.checks += 1
    match answer:
        case Verdict():
            pronounce(row, answer, now)
        case Payments(to_wallet=()):
            _show_what_it_paid(row, answer.sent)
            pronounce(row, pays_nothing(answer.sent, wallet), now)
        case Payments():
            row = await _match(session, row, answer, now)
    return row.id


def _put_off(row: Payout, fault: ChainFault, now: datetime) -> None:
    """Nothing was learnt. A source that is down is asked again at the next turn; one that errs, less often."""
    if row.verification == Verification.PENDING:
        row.verification_reason = f"Not checked yet: {fault.reason}"[:500]
    if not fault.passing:
        row.checks += 1
        row.next_check_at = next_check(row.created_at, row.checks, now)


def _show_what_it_paid(row: Payout, sent: Sequence[Transfer]) -> None:
    """The chain's amount and addresses win, where it is plain what they are. The row stays without a transfer:
    that belongs to somebody else."""
    paid = [transfer for transfer in sent if transfer.kind is TransferKind.TRANSFER]
    if len(paid) == 1 and paid[0].destination is not None:
        row.amount, row.from_address, row.to_address = paid[0].amount, paid[0].account, paid[0].destination


async def _match(session: Session, row: Payout, answer: Payments, now: datetime) -> Payout:
    """Gives the row the transfer it meant. If another row has that, both are one payout: returns the row that stays."""
    hashes = [transfer.message_hash for transfer in answer.to_wallet]
    rows = await session.scalars(select(Payout).where(Payout.message_hash.in_(hashes)))
    taken = {other.message_hash: other for other in rows}
    free = [transfer for transfer in answer.to_wallet if transfer.message_hash not in taken]
    claim = claim_of(row)
    meant = best(claim, free or answer.to_wallet)
    if other := taken.get(meant.message_hash):
        row = await merge(session, row, other)
    await session.execute(delete(UnassignedTransfer).where(UnassignedTransfer.message_hash == meant.message_hash))
    settle(row, claim, meant, answer.delivered[meant.message_hash], now)
    return row
