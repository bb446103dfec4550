"""Follows an account: the next page of final transactions, proven gapless against the cursor."""

from itertools import takewhile

import msgspec

from cocoonpool.ton.client import PAGE, ChainClient
from cocoonpool.ton.continuity import Cursor, Proven, prove
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.transaction import Transaction


async def next_page(client: ChainClient, account: str, cursor: Cursor, limit: int = PAGE) -> Proven | ChainFault:
    """What provably follows the cursor and is final.

    Without transactions and without a gap: caught up. With a gap: take what came, and ask again later; an indexer
    fills its holes. Store the rows and the new cursor in one transaction.
    """
    page = await _fitting(client, account, cursor, limit)
    if isinstance(page, ChainFault):
        return page
    return prove(cursor, takewhile(lambda row: row.final, page))


class Start(msgspec.Struct, frozen=True):
    """Where to begin. `proven`: what comes before was seen and is older, or nothing comes before."""

    cursor: Cursor
    proven: bool


async def start_at(client: ChainClient, account: str, since: int) -> Start | ChainFault | None:
    """The cursor just before the first transaction at or after unix time `since`; None when there is none yet.

    A page may have a hole, also at its beginning: so what comes before is asked for. An indexer that has not got it
    proves nothing.
    """
    first = await client.since(account, since)
    if first is None or isinstance(first, ChainFault):
        return first
    if first.prev_trans_lt == 0:
        return Start(Cursor(), proven=True)
    before = await client.transaction(first.prev_trans_hash)
    if isinstance(before, ChainFault):
        return before
    if before is not None and before.now >= since:
        return ChainFault(FaultKind.WRONG_ANSWER, "the indexer left out the beginning of the history")
    return Start(Cursor(first.prev_trans_lt, first.prev_trans_hash), proven=before is not None)


async def _fitting(
    client: ChainClient, account: str, cursor: Cursor, limit: int
) -> tuple[Transaction, ...] | ChainFault:
    """A page; a smaller one where the batches of a payout wallet make it larger than we take."""
    while True:
        page = await client.transactions(account, after_lt=cursor.lt, after_hash=cursor.hash, limit=limit)
        too_large = isinstance(page, ChainFault) and page.kind is FaultKind.TOO_LARGE
        if not too_large or limit == 1:
            return page
        limit = max(1, limit // 4)
