"""Two rows for one payment become one: the older stays, with what only the other knew."""

from typing import Final

from sqlalchemy import delete

from cocoonpool.db import Session
from cocoonpool.payouts.models import Payout

_GIVEN: Final = ("amount_usd", "period_start", "period_end", "recorded_hash")
"""What only a person knows."""


async def merge(session: Session, one: Payout, other: Payout) -> Payout:
    """Keeps the older of two rows and returns it; what the chain says of it is for the caller to fill in."""
    kept, dropped = (one, other) if one.id < other.id else (other, one)
    given = {name: getattr(dropped, name) for name in _GIVEN if getattr(kept, name) is None}
    session.expunge(dropped)
    await session.execute(delete(Payout).where(Payout.id == dropped.id))
    for name, value in given.items():
        setattr(kept, name, value)
    return kept
