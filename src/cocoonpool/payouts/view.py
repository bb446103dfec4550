"""How old our view of the chain is: what the source last said, and how far each pool wallet is read."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select

from cocoonpool.db import Database, ReadSession
from cocoonpool.payouts.models import ChainView, PoolWallet
from cocoonpool.payouts.rows import moment
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.transaction import Head

SOURCE: Final = "toncenter"


class View(msgspec.Struct, frozen=True):
    """`complete_at`: everything that happened until then is on the books. None: never complete yet, or no wallet."""

    source: ChainView | None
    wallets: tuple[PoolWallet, ...]

    @property
    def complete_at(self) -> datetime | None:
        reached = [wallet.complete_at for wallet in self.wallets]
        known = [at for at in reached if at is not None]
        return min(known) if known and len(known) == len(reached) else None


async def view(session: ReadSession) -> View:
    wallets = select(PoolWallet).where(PoolWallet.followed).order_by(PoolWallet.address)
    source = await session.scalar(select(ChainView).where(ChainView.source == SOURCE))
    return View(source, tuple(await session.scalars(wallets)))


async def note_head(db: Database, head: Head | ChainFault, now: datetime) -> None:
    """Writes down what the source said of its newest block, or why it said nothing."""
    async with db.transaction() as session:
        row = await session.get(ChainView, SOURCE)
        if row is None:
            row = ChainView(source=SOURCE)
            session.add(row)
        if isinstance(head, ChainFault):
            row.trouble, row.trouble_since = head.reason[:500], row.trouble_since or now
        else:
            row.head_seqno, row.head_at, row.answered_at = head.seqno, moment(head.at), now
            row.trouble = row.trouble_since = None
