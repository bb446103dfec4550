"""Sessions of people who proved a wallet: opened, found by their cookie, listed, ended. They live in the database."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Boolean, ColumnElement, column, delete, func, or_, select, table, true

from cocoonpool.auth.models import LoginSession
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.db import ReadSession, Session
from cocoonpool.errors import NotFound
from cocoonpool.ton.address import to_friendly

# Participants stand above: their table is named here rather than imported.
_participants: Final = table("participants", column("id"), column("ton_wallet_address"), column("is_active", Boolean))

_EVERYTHING: Final = frozenset({Scope.READ, Scope.WRITE})
_LONGEST_AGENT: Final = 200
_LONGEST_ADDRESS: Final = 64


class NoSuchSession(NotFound):
    code = "session_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such session.")


class SessionTerms(msgspec.Struct, frozen=True):
    """How long a session lasts, unused and in all; how long a login is a fresh proof; whose wallets are operators'."""

    idle: timedelta
    absolute: timedelta
    fresh: timedelta
    operators: frozenset[str]  # canonical


class Found(msgspec.Struct, frozen=True):
    """A session as the database has it, with what became of its participant."""

    id: int
    wallet: str
    participant_id: int | None
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_participant: bool  # still active, and still paid to this wallet

    def principal(self, terms: SessionTerms, now: datetime, address: str | None) -> Principal | None:
        """Who this is now; None when the session has run out, or its wallet has no rights here any more."""
        if now >= self.expires_at or now >= self.last_used_at + terms.idle:
            return None
        is_operator = self.wallet in terms.operators
        if not (is_operator or self.is_participant):
            return None
        return Principal(
            role=Role.OPERATOR if is_operator else Role.PARTICIPANT,
            scopes=_EVERYTHING,
            participant_id=self.participant_id if self.is_participant else None,
            session_id=self.id,
            wallet=self.wallet,
            proof_counts_until=self.created_at + terms.fresh,
            who=f"wallet {to_friendly(self.wallet)} (session {self.id})",
            address=address,
        )


def digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode(errors="replace")).hexdigest()


async def open_session(
    session: Session,
    wallet: str,
    participant_id: int | None,
    *,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
    now: datetime,
) -> tuple[LoginSession, str]:
    """The row, and the secret for the cookie: always a new one, so nobody can have known it before the login."""
    await session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    cookie = secrets.token_urlsafe(32)
    row = LoginSession(
        digest=digest(cookie),
        wallet=wallet,
        participant_id=participant_id,
        address=None if address is None else address[:_LONGEST_ADDRESS],
        user_agent=None if user_agent is None else user_agent[:_LONGEST_AGENT],
        created_at=now,
        last_used_at=now,
        expires_at=now + lifetime,
    )
    session.add(row)
    await session.flush()
    return row, cookie


async def find(session: ReadSession, cookie: str) -> Found | None:
    """Looked up by digest: timing says nothing about any session that is there."""
    mine = _participants.c.id == LoginSession.participant_id
    same = (_participants.c.ton_wallet_address == LoginSession.wallet) & _participants.c.is_active
    rows = (
        select(LoginSession, same)
        .outerjoin_from(LoginSession, _participants, mine)
        .where(LoginSession.digest == digest(cookie))
    )
    found = (await session.execute(rows)).one_or_none()
    if found is None:
        return None
    row, is_participant = found
    return Found(
        row.id,
        row.wallet,
        row.participant_id,
        row.created_at,
        row.last_used_at,
        row.expires_at,
        bool(is_participant),
    )


def _of(caller: Principal) -> ColumnElement[bool]:
    """An operator sees all; others those of their wallet, and of their participant, whatever wallet opened them."""
    if caller.is_operator:
        return true()
    mine = LoginSession.participant_id == caller.only_participant
    return mine if caller.wallet is None else or_(mine, LoginSession.wallet == caller.wallet)


async def list_sessions(
    session: ReadSession, caller: Principal, idle: timedelta, now: datetime, *, after: int, limit: int
) -> tuple[list[LoginSession], int]:
    """A page of the sessions that still last, in order of id, and how many there are in all."""
    mine = (_of(caller), LoginSession.expires_at > now, LoginSession.last_used_at > now - idle)
    total = await session.scalar(select(func.count()).select_from(LoginSession).where(*mine))
    rows = select(LoginSession).where(*mine, LoginSession.id > after).order_by(LoginSession.id).limit(limit)
    return list(await session.scalars(rows)), total or 0


async def end(session: Session, session_id: int, caller: Principal) -> LoginSession:
    """Ends a session for good.

    Raises:
        NoSuchSession: not there, or not the caller's.
    """
    row = await session.scalar(select(LoginSession).where(LoginSession.id == session_id, _of(caller)))
    if row is None:
        raise NoSuchSession
    await session.delete(row)
    return row


async def end_of_cookie(session: Session, cookie: str) -> LoginSession | None:
    """Ends the session that a browser brings to its next login, if there is one."""
    row = await session.scalar(select(LoginSession).where(LoginSession.digest == digest(cookie)))
    if row is not None:
        await session.delete(row)
    return row
