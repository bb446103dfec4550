"""Did it arrive? Transfers that could bounce are settled once the recipient's transaction is seen."""

from datetime import datetime

from sqlalchemy import select

from cocoonpool.db import Database
from cocoonpool.payouts.books import pronounce
from cocoonpool.payouts.find import deliveries
from cocoonpool.payouts.models import Payout
from cocoonpool.payouts.rows import transfer_of
from cocoonpool.payouts.verdict import Verification, confirm
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault


async def check_delivery(db: Database, client: ChainClient, transaction: str, now: datetime) -> ChainFault | None:
    """Asks once for all payouts of a transaction whose arrival is open. Returns the fault when nobody could say."""
    waiting = select(Payout).where(
        Payout.transaction_hash == transaction, Payout.message_hash.is_not(None), Payout.next_check_at.is_not(None)
    )
    async with db.reading() as session:
        sent = tuple(transfer_of(row) for row in await session.scalars(waiting))
    if not sent:
        return None
    fates = await deliveries(client, sent)
    if isinstance(fates, ChainFault) and fates.passing:
        return fates
    async with db.transaction() as writing:
        for row in await writing.scalars(waiting.with_for_update()):
            row.checks += 1
            fate = fates.get(row.message_hash or "") if isinstance(fates, dict) else None
            pronounce(row, confirm(Verification(row.verification), row.verification_reason, fate), now)
    return fates if isinstance(fates, ChainFault) else None
