"""Participants in the database: list, look up, register, change."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.exc import IntegrityError

from cocoonpool.db import ReadSession, Session
from cocoonpool.errors import BadRequest, NotFound
from cocoonpool.generation import raise_generation
from cocoonpool.participants.models import Participant


class NoSuchParticipant(NotFound):
    """Not there, or not yours: nobody can tell which."""

    code = "participant_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such participant.")


async def list_participants(
    session: ReadSession, *, only: int | None, after: int, limit: int
) -> tuple[list[Participant], int]:
    """A page in order of id, and how many there are in all."""
    seen = _seen_by(only)
    total = await session.scalar(select(func.count()).select_from(Participant).where(seen))
    rows = select(Participant).where(seen, Participant.id > after).order_by(Participant.id).limit(limit)
    return list(await session.scalars(rows)), total or 0


async def get(session: ReadSession | Session, participant_id: int, *, only: int | None) -> Participant:
    """Raises NoSuchParticipant, also when `only` is another participant."""
    return await _one(session, Participant.id == participant_id, only)


async def get_by_wallet(session: ReadSession, wallet: str, *, only: int | None) -> Participant:
    """The participant of a canonical address. Raises NoSuchParticipant, also when `only` is another participant."""
    return await _one(session, Participant.ton_wallet_address == wallet, only)


async def _one(session: ReadSession | Session, which: ColumnElement[bool], only: int | None) -> Participant:
    row = await session.scalar(select(Participant).where(which, _seen_by(only)))
    if row is None:
        raise NoSuchParticipant
    return row


def _seen_by(only: int | None) -> ColumnElement[bool]:
    return true() if only is None else Participant.id == only


async def create(
    session: Session,
    *,
    wallet: str,
    telegram_user_id: int | None = None,
    username: str | None = None,
    email: str | None = None,
    now: datetime,
) -> Participant:
    """Registers a canonical wallet address.

    Raises:
        BadRequest: the wallet or the Telegram user is registered already.
    """
    row = Participant(
        ton_wallet_address=wallet,
        telegram_user_id=telegram_user_id,
        username=username,
        email=email,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    await _store(session, row)
    await raise_generation(session)  # a writer may remember that nobody has this wallet
    return row


async def change(session: Session, row: Participant, changes: dict[str, Any], now: datetime) -> None:
    """Sets the fields named in `changes`.

    Raises:
        BadRequest: the Telegram user is registered already.
    """
    for field, value in changes.items():
        setattr(row, field, value)
    if session.is_modified(row):
        row.updated_at = now
    await _store(session, row)


async def _store(session: Session, row: Participant) -> None:
    """Only the database can tell that something is taken: two may register at once."""
    try:
        await session.flush()
        await session.refresh(row)  # what is answered now is what is read later: times to the millisecond
    except IntegrityError as error:  # both databases name the column or its constraint
        if "telegram_user_id" in str(error.orig):
            raise BadRequest("This Telegram user is registered already.", "telegram_user_taken") from error
        raise BadRequest("This wallet is registered already.", "wallet_taken") from error
