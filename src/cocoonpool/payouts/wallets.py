"""The wallets the pool pays from: which are followed, and from where on."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from cocoonpool.db import Database
from cocoonpool.payouts.models import PoolWallet
from cocoonpool.ton.address import parse
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.continuity import Cursor
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.pager import start_at


def parse_wallets(text: str) -> tuple[str, ...]:
    """Canonical addresses from a list separated by commas; each once, in order.

    Raises:
        ValueError: one is no address.
    """
    return tuple(dict.fromkeys(parse(part.strip()) for part in text.split(",") if part.strip()))


async def follow(
    db: Database, client: ChainClient, wallets: Collection[str], since: datetime | None, now: datetime
) -> str | None:
    """Makes a cursor for each wallet that has none: at its first transaction, or at the first after `since`.

    Returns why one could not be started; it is tried again at the next turn. Wallets that are not named any more keep
    their cursor and are left alone.
    """
    async with db.reading() as session:
        known = {row.address: row.followed for row in await session.scalars(select(PoolWallet))}
    if known != dict.fromkeys(wallets, True):
        async with db.transaction() as writing:
            named = PoolWallet.address.in_(wallets)
            await writing.execute(update(PoolWallet).values(followed=named))
    for wallet in wallets:
        if wallet not in known and (trouble := await _begin(db, client, wallet, since, now)) is not None:
            return trouble
    return None


async def _begin(db: Database, client: ChainClient, wallet: str, since: datetime | None, now: datetime) -> str | None:
    cursor = Cursor()
    if since is not None:
        start = await start_at(client, wallet, int(since.timestamp()))
        if start is None:
            return None  # nothing has happened there since; the first transaction will be the start
        if isinstance(start, ChainFault):
            return start.reason
        if not start.proven:
            return "the indexer has not got what came before the moment from which on the wallet is read"
        cursor = start.cursor
    async with db.transaction() as session:
        if await session.get(PoolWallet, wallet) is None:
            row = PoolWallet(address=wallet, followed=True, last_lt=cursor.lt, last_hash=cursor.hash, created_at=now)
            session.add(row)
    return None


async def followed(db: Database) -> list[str]:
    """The wallets that have a cursor and are still named."""
    async with db.reading() as session:
        return list(await session.scalars(select(PoolWallet.address).where(PoolWallet.followed)))
