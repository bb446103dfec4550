"""Follows the accounts of owners and keeps what their worker contracts brought them. Run it again and again.

A page's payments and the cursor behind them are one transaction: stopped at any moment, it goes on where it was, and
nothing is lost or doubled. `prev_trans_lt` proves that nothing of the account was skipped.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import select, update

from cocoonpool.db import Database, Session
from cocoonpool.earnings.check import chain_views, check_contracts
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.judgement import Contracts, Trouble, judge_anew, judged_rows, trouble_of
from cocoonpool.earnings.known import contracts_by_owner
from cocoonpool.earnings.models import FollowedOwner, ReceivedPayment
from cocoonpool.earnings.recognition import Standing
from cocoonpool.telemetry import get_logger
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.continuity import Cursor
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.pager import next_page, start_at

log = get_logger(__name__)

PAGES_A_RUN: Final = 20  # of one owner; a long history does not keep the others waiting
_NEVER: Final = datetime.fromtimestamp(0, UTC)


class Followed(msgspec.Struct, frozen=True):
    """What a run did. `trouble`: the owners that could not be read to the end, and why."""

    owners: int
    payments: int
    trouble: dict[str, str]


class _Read(msgspec.Struct, frozen=True):
    """`complete`: there was nothing left to read."""

    payments: int
    complete: bool
    trouble: Trouble | None = None


async def follow_revenue(db: Database, client: ChainClient, now: datetime) -> Followed:
    """Reads on in the account of every owner of a worker contract, those not read for longest first.

    What workers claim is taken before the chain is asked, so that a payout on its way is not taken for a missing one.
    """
    owners = await _owners(db)
    trouble: dict[str, str] = {}
    payments = 0
    for owner, contracts in owners.items():
        read = await _follow(db, client, owner, contracts, now)
        payments += read.payments
        if read.trouble is not None:
            trouble[owner] = read.trouble.reason
            await _say(db, owner, read.trouble.reason, now)
            if read.trouble.everywhere:
                break
    return Followed(len(owners), payments, trouble)


async def _owners(db: Database) -> dict[str, list[Contract]]:
    async with db.reading() as session:
        owners = await contracts_by_owner(session)
        rows = await session.execute(select(FollowedOwner.address, FollowedOwner.complete_at))
        read = {address: complete_at or _NEVER for address, complete_at in rows}
    return {owner: owners[owner] for owner in sorted(owners, key=lambda owner: read.get(owner, _NEVER))}


async def _follow(db: Database, client: ChainClient, owner: str, contracts: Sequence[Contract], now: datetime) -> _Read:
    views = await chain_views(db, client, contracts, now)
    if isinstance(views, Trouble):
        return _Read(0, False, views)
    believed = {one.sc_address: one for one in contracts if not views[one.sc_address].contradicted}
    start = await _cursor(db, client, owner)
    if isinstance(start, Trouble):
        return _Read(0, False, start)
    read = _Read(0, True) if start is None else await _read_on(db, client, owner, start, believed)
    if not read.complete:
        return read
    found = await judge_anew(db, client, owner, believed)
    if isinstance(found, Trouble):
        return _Read(read.payments, False, found)
    await check_contracts(db, owner, contracts, views, now)
    return _Read(read.payments + found, True)


async def _cursor(db: Database, client: ChainClient, owner: str) -> Cursor | Trouble | None:
    """Where to read on; None as long as the account has no transaction at all."""
    async with db.reading() as session:
        row = await session.get(FollowedOwner, owner)
    if row is not None and (row.last_lt, row.last_hash) != (0, None):
        read = Cursor(row.last_lt, row.last_hash)
        return read if row.first_hash is None else await _reach_back(db, client, row, row.first_hash, read)
    start = await start_at(client, owner, 0)
    if isinstance(start, ChainFault):
        return trouble_of(start)
    if row is None or start is not None:
        await _begin(db, owner, start.cursor if start else Cursor())
    return None if start is None else start.cursor


async def _reach_back(
    db: Database, client: ChainClient, row: FollowedOwner, first_hash: str, read: Cursor
) -> Cursor | Trouble:
    """We began where the indexer's history began. Once it has what came before, the account is read from there anew."""
    before = await client.transaction(first_hash)
    if before is None:
        return read
    start = before if isinstance(before, ChainFault) else await start_at(client, row.address, 0)
    if isinstance(start, ChainFault):
        return trouble_of(start)
    if start is None or start.cursor.lt >= row.first_lt:
        return read
    await _begin(db, row.address, start.cursor)
    return start.cursor


async def _begin(db: Database, owner: str, first: Cursor) -> None:
    """Sets the cursor before an account's first transaction, or before the first that the indexer has at all."""
    async with db.transaction() as session:
        await session.merge(
            FollowedOwner(
                address=owner, first_lt=first.lt, first_hash=first.hash, last_lt=first.lt, last_hash=first.hash
            )
        )


async def _read_on(db: Database, client: ChainClient, owner: str, cursor: Cursor, contracts: Contracts) -> _Read:
    payments = 0
    for _ in range(PAGES_A_RUN):
        page = await next_page(client, owner, cursor)
        if isinstance(page, ChainFault):
            return _Read(payments, False, trouble_of(page))
        if not page.transactions and page.gap is not None:
            return _Read(payments, False, Trouble(f"the indexer's history has a gap: {page.gap.reason}"))
        if not page.transactions:
            return _Read(payments, True)
        rows = await judged_rows(client, page.transactions, contracts)
        if isinstance(rows, Trouble):
            return _Read(payments, False, rows)
        async with db.transaction() as session:
            if not await _moved(session, owner, cursor, page.cursor):
                return _Read(payments, False)  # another process was faster, and stored the same
            new = await _unknown(session, rows)
            session.add_all(new)
        cursor = page.cursor
        payments += sum(row.standing == Standing.REVENUE for row in new)
    return _Read(payments, False)  # more is there: the next run goes on


async def _unknown(session: Session, rows: Sequence[ReceivedPayment]) -> list[ReceivedPayment]:
    """Those that are not kept yet: an account that is read anew shows what is known as well."""
    kept = ReceivedPayment.transaction_hash
    known = set(await session.scalars(select(kept).where(kept.in_([row.transaction_hash for row in rows]))))
    return [row for row in rows if row.transaction_hash not in known]


async def _moved(session: Session, owner: str, old: Cursor, new: Cursor) -> bool:
    """Moves the cursor, if it still stands where it was read."""
    same_hash = FollowedOwner.last_hash.is_not_distinct_from(old.hash)
    where = (FollowedOwner.address == owner, FollowedOwner.last_lt == old.lt, same_hash)
    result: Any = await session.execute(update(FollowedOwner).where(*where).values(last_lt=new.lt, last_hash=new.hash))
    return bool(result.rowcount)


async def _say(db: Database, owner: str, reason: str, now: datetime) -> None:
    """Keeps why an account cannot be read on; the log gets it once, and once more when it is over."""
    async with db.transaction() as session:
        row = await session.get(FollowedOwner, owner)
        if row is None:
            row = FollowedOwner(address=owner, first_lt=0, last_lt=0)
            session.add(row)
        if row.trouble is None:
            log.warning("an owner's account cannot be read on", owner=owner, why=reason)
        row.trouble, row.trouble_since = reason[:500], row.trouble_since or now
