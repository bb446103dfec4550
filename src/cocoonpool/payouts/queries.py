"""Reads payouts, newest first. Whose they are stands in the WHERE clause: another's payout is a missing one."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, func, select, true

from cocoonpool.db import ReadSession, Session
from cocoonpool.errors import NotFound
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.payouts.verdict import Verification

_NEWEST = 2**63 - 1


class NoSuchPayout(NotFound):
    """Not there, or not yours: nobody can tell which."""

    code = "payout_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such payout.")


class Filters(msgspec.Struct, frozen=True):
    """`start <= transaction_time < end`."""

    participant_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    verified: bool | None = None


async def list_page(
    session: ReadSession, filters: Filters, *, only: int | None, before: int | None, limit: int
) -> tuple[list[Payout], int]:
    """A page of those below the id `before`, newest first, and how many there are in all."""
    wanted = (seen_by(only), *_conditions(filters))
    total = await session.scalar(select(func.count()).select_from(Payout).where(*wanted))
    rows = select(Payout).where(*wanted, Payout.id < (_NEWEST if before is None else before))
    return list(await session.scalars(rows.order_by(Payout.id.desc()).limit(limit))), total or 0


async def get(session: ReadSession | Session, payout_id: int, *, only: int | None) -> Payout:
    """Raises NoSuchPayout, also when it is not that of participant `only`."""
    row = await session.scalar(select(Payout).where(Payout.id == payout_id, seen_by(only)))
    if row is None:
        raise NoSuchPayout
    return row


async def list_unassigned(
    session: ReadSession, *, before: int | None, limit: int
) -> tuple[list[UnassignedTransfer], int]:
    """A page of those below the id `before`, newest first, and how many there are in all."""
    total = await session.scalar(select(func.count()).select_from(UnassignedTransfer))
    rows = select(UnassignedTransfer).where(UnassignedTransfer.id < (_NEWEST if before is None else before))
    return list(await session.scalars(rows.order_by(UnassignedTransfer.id.desc()).limit(limit))), total or 0


def seen_by(only: int | None) -> ColumnElement[bool]:
    return true() if only is None else Payout.participant_id == only


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.participant_id is not None:
        found.append(Payout.participant_id == filters.participant_id)
    if filters.start is not None:
        found.append(Payout.transaction_time >= filters.start)
    if filters.end is not None:
        found.append(Payout.transaction_time < filters.end)
    if filters.verified is not None:
        is_verified = Payout.verification == Verification.VERIFIED.value
        found.append(is_verified if filters.verified else ~is_verified)
    return found
