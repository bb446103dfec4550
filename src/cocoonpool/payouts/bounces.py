"""Money that came back to a pool wallet: which transfer it was, and what becomes of its row. Commits nothing."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import delete, select

from cocoonpool.db import Session
from cocoonpool.payouts.books import pronounce
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.payouts.rows import columns_of, transfer_of
from cocoonpool.payouts.verdict import RETURNED
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.transaction import Transaction
from cocoonpool.ton.transfers import Bounce, bounced_transfer

UNTOLD: Final = "The indexer does not show which transfer came back."
GUESS_AFTER: Final = timedelta(hours=1)
"""How long it may stay untold before the books go on with the likeliest transfer."""


class Return(msgspec.Struct, frozen=True):
    """`message_hash` of the transfer that came back; None: the chain did not show it, so it is guessed."""

    bounce: Bounce
    message_hash: str | None


async def trace_back(client: ChainClient, bounce: Bounce, *, guess: bool) -> Return | ChainFault | None:
    """Which transfer a bounce returns, proven by the recipient's transaction. None: untold, ask again.

    With `guess` it was untold for long enough, and is taken to be the likeliest.
    """
    parents = await client.parents(bounce.transaction_hash)
    if isinstance(parents, ChainFault):
        if parents.passing:
            return parents
        parents = ()
    for parent in parents:
        if proven := _proven(parent, bounce):
            return Return(bounce, proven)
    return Return(bounce, None) if guess else None


def _proven(parent: Transaction, bounce: Bounce) -> str | None:
    sent = any(message.hash == bounce.message_hash for message in parent.out_msgs)
    return parent.in_msg.hash if sent and parent.in_msg is not None and parent.account == bounce.source else None


async def take_back(session: Session, returned: Return, now: datetime) -> bool:
    """Makes the transfer that came back nobody's payout. False: it is not on our books."""
    row = await _row_of(session, returned)
    if row is None:
        return False
    if isinstance(row, UnassignedTransfer):
        row.reason, row.returned_by = "returned", returned.bounce.transaction_hash
    elif row.recorded_hash is not None:  # somebody wrote it down: it stays, and says what became of it
        pronounce(row, RETURNED, now)
    else:
        values = columns_of(transfer_of(row))
        await session.execute(delete(Payout).where(Payout.id == row.id))
        session.add(
            UnassignedTransfer(
                **values, reason="returned", returned_by=returned.bounce.transaction_hash, created_at=now
            )
        )
    await session.flush()
    return True


async def _row_of(session: Session, returned: Return) -> Payout | UnassignedTransfer | None:
    if returned.message_hash is not None:
        payout = select(Payout).where(Payout.message_hash == returned.message_hash)
        stranger = select(UnassignedTransfer).where(UnassignedTransfer.message_hash == returned.message_hash)
        return await session.scalar(payout) or await session.scalar(stranger)
    rows = await _candidates(session, returned.bounce)
    by_hash = {row.message_hash: row for row in rows}
    guess = bounced_transfer(returned.bounce, tuple(transfer_of(row) for row in rows))
    return None if guess is None else by_hash[guess.message_hash]


async def _candidates(session: Session, bounce: Bounce) -> list[Payout | UnassignedTransfer]:
    """Transfers to the sender of the bounce that have not come back yet."""
    found: list[Payout | UnassignedTransfer] = []
    payouts = select(Payout).where(
        Payout.to_address == bounce.source,
        Payout.from_address == bounce.account,
        Payout.message_hash.is_not(None),
        Payout.counted,
        Payout.lt < bounce.lt,
    )
    strangers = select(UnassignedTransfer).where(
        UnassignedTransfer.to_address == bounce.source,
        UnassignedTransfer.from_address == bounce.account,
        UnassignedTransfer.reason == "stranger",
        UnassignedTransfer.lt < bounce.lt,
    )
    found.extend(await session.scalars(payouts.order_by(Payout.lt.desc()).limit(_LOOK_BACK)))
    found.extend(await session.scalars(strangers.order_by(UnassignedTransfer.lt.desc()).limit(_LOOK_BACK)))
    return found


_LOOK_BACK: Final = 200
