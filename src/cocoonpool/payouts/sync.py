"""Reads a pool wallet's transactions and books what it paid. Rows and cursor move in one transaction, or neither."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select

from cocoonpool.db import Database, Session
from cocoonpool.payouts.books import Booked, book
from cocoonpool.payouts.bounces import GUESS_AFTER, UNTOLD, Return, take_back, trace_back
from cocoonpool.payouts.models import PoolWallet
from cocoonpool.payouts.rows import moment
from cocoonpool.ton.client import PAGE, ChainClient
from cocoonpool.ton.continuity import Cursor, Proven
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.pager import next_page
from cocoonpool.ton.transaction import Transaction
from cocoonpool.ton.transfers import Transfer, TransferKind, bounce, outgoing


class Step(msgspec.Struct, frozen=True):
    """One page. `complete`: there was nothing left to read. `trouble`: why it cannot go on; it is asked again later."""

    transactions: int = 0
    booked: Booked = Booked()
    returned: int = 0
    complete: bool = False
    trouble: str | None = None


async def sync_step(db: Database, client: ChainClient, wallet: str, now: datetime, limit: int = PAGE) -> Step:
    """Reads the next page of a wallet that `follow` knows, and books it.

    Whatever happens in between, nothing is lost or booked twice: what is not committed is read again, and what was
    committed is known by its message.
    """
    before = await _wallet(db, wallet)
    cursor = Cursor(before.last_lt, before.last_hash)
    answer = await next_page(client, wallet, cursor, limit)
    if isinstance(answer, ChainFault):
        return await _stopped(db, wallet, answer.reason, now)
    page = await _with_returns(client, answer, guess=_untold_for_long(before, now))
    if not page.transactions:
        if page.trouble is not None:
            return await _stopped(db, wallet, page.trouble, now)
        return await _completed(db, wallet, now)
    async with db.transaction() as session:
        row = await _locked(session, wallet)
        if (row.last_lt, row.last_hash) != (cursor.lt, cursor.hash):
            return Step()  # another process was faster: what it read is booked
        booked, returned = await _take(session, page, now)
        _advance(row, page, now)
    return Step(len(page.transactions), booked, returned, trouble=page.trouble)


class _Page(msgspec.Struct, frozen=True):
    """Transactions that can be booked now, what came back in them, and why there are no more of them."""

    transactions: Sequence[Transaction]
    returns: Sequence[Return]
    trouble: str | None


async def _with_returns(client: ChainClient, proven: Proven, *, guess: bool) -> _Page:
    """Ends the page before a bounce that cannot be told yet: what follows would be booked on a wrong base."""
    returns: list[Return] = []
    for index, transaction in enumerate(proven.transactions):
        came_back = bounce(transaction)
        if came_back is None:
            continue
        told = await trace_back(client, came_back, guess=guess and index == 0)
        if isinstance(told, Return):
            returns.append(told)
            continue
        return _Page(proven.transactions[:index], returns, told.reason if told is not None else UNTOLD)
    gap = proven.gap
    trouble = None if gap is None else f"The indexer's history has a gap: {gap.reason}."
    return _Page(proven.transactions, returns, trouble)


async def _take(session: Session, page: _Page, now: datetime) -> tuple[Booked, int]:
    transfers: list[Transfer] = []
    spellings: dict[str, str] = {}
    for transaction in page.transactions:
        transfers.extend(one for one in outgoing(transaction) if one.kind is TransferKind.TRANSFER)
        if transaction.in_msg is not None:  # people record the hash of the message they sent to their wallet
            spellings[transaction.in_msg.hash] = transaction.hash
    spellings.update((transfer.message_hash, transfer.transaction_hash) for transfer in transfers)
    booked = await book(session, transfers, now, spellings)
    return booked, sum([await take_back(session, one, now) for one in page.returns])


def _advance(row: PoolWallet, page: _Page, now: datetime) -> None:
    last = page.transactions[-1]
    row.last_lt, row.last_hash, row.last_transaction_at = last.lt, last.hash, moment(last.now)
    _say(row, page.trouble, now)


def _say(row: PoolWallet, trouble: str | None, now: datetime) -> None:
    if trouble is None:
        row.trouble_since = None
    elif trouble != row.trouble or row.trouble_since is None:
        row.trouble_since = now
    row.trouble = trouble


def _untold_for_long(row: PoolWallet, now: datetime) -> bool:
    if row.trouble != UNTOLD or row.trouble_since is None:
        return False
    return now - row.trouble_since >= GUESS_AFTER


async def _stopped(db: Database, wallet: str, trouble: str, now: datetime) -> Step:
    async with db.transaction() as session:
        _say(await _locked(session, wallet), trouble, now)
    return Step(trouble=trouble)


async def _completed(db: Database, wallet: str, now: datetime) -> Step:
    async with db.transaction() as session:
        row = await _locked(session, wallet)
        row.complete_at = now
        _say(row, None, now)
    return Step(complete=True)


async def _wallet(db: Database, wallet: str) -> PoolWallet:
    async with db.reading() as session:
        return (await session.scalars(select(PoolWallet).where(PoolWallet.address == wallet))).one()


async def _locked(session: Session, wallet: str) -> PoolWallet:
    return (await session.scalars(select(PoolWallet).where(PoolWallet.address == wallet).with_for_update())).one()
