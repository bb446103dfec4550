"""Finds the participant of a wallet, or makes one: for workers whose owner address is all that is known."""

from datetime import datetime

from sqlalchemy import select

from cocoonpool.db import Session
from cocoonpool.participants import queries
from cocoonpool.participants.models import Participant


async def ensure_participant(session: Session, wallet: str, now: datetime) -> Participant:
    """The participant with this canonical wallet address; one that is new has `created_at` now."""
    existing = await session.scalar(select(Participant).where(Participant.ton_wallet_address == wallet))
    return existing if existing is not None else await queries.create(session, wallet=wallet, now=now)
