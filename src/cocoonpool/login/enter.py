"""What happens after a wallet was proven: who it is, and a new session for them."""

from datetime import datetime

import msgspec
from sqlalchemy import select

from cocoonpool.auth.audit import facts, record
from cocoonpool.auth.models import LoginSession
from cocoonpool.auth.principal import Principal, Role
from cocoonpool.auth.sessions import SessionTerms, end_of_cookie, open_session
from cocoonpool.db import Session
from cocoonpool.errors import Forbidden
from cocoonpool.participants import queries
from cocoonpool.participants.models import Participant
from cocoonpool.ton.address import to_friendly


class Visitor(msgspec.Struct, frozen=True):
    """Who came: a proven wallet (canonical), from where, with what. `old_cookie`: of a session it brings along."""

    wallet: str
    address: str | None
    user_agent: str | None
    old_cookie: str | None

    @property
    def principal(self) -> Principal:
        role, who = Role.PARTICIPANT, f"wallet {to_friendly(self.wallet)}"
        return Principal(role=role, scopes=frozenset(), wallet=self.wallet, who=who, address=self.address)


async def enter(
    session: Session, visitor: Visitor, terms: SessionTerms, *, open_to_all: bool, now: datetime
) -> tuple[Participant | None, str]:
    """The participant, and the secret for the session's cookie. None: an operator who is not paid here.

    Raises:
        Forbidden: nobody registered this wallet, or its participant is not active.
    """
    who = await session.scalar(select(Participant).where(Participant.ton_wallet_address == visitor.wallet))
    if visitor.wallet not in terms.operators:
        who = who or await _register(session, visitor, open_to_all, now)
        if not who.is_active:
            raise Forbidden("This participant is not active. Ask the operator of the pool.", "participant_inactive")
    old = None if visitor.old_cookie is None else await end_of_cookie(session, visitor.old_cookie)
    if old is not None:
        await _note(session, visitor, "session.ended", old, now)
    row, cookie = await open_session(
        session,
        visitor.wallet,
        None if who is None else who.id,
        lifetime=terms.absolute,
        address=visitor.address,
        user_agent=visitor.user_agent,
        now=now,
    )
    await _note(session, visitor, "session.opened", row, now)
    return who, cookie


async def _register(session: Session, visitor: Visitor, open_to_all: bool, now: datetime) -> Participant:
    if not open_to_all:
        raise Forbidden(
            "Nobody registered this wallet here. Ask the operator of the pool to do so.", "wallet_not_registered"
        )
    row = await queries.create(session, wallet=visitor.wallet, now=now)
    subject = f"participants/{row.id}"
    await record(session, visitor.principal, "participant.created", subject, now, after=facts(row))
    return row


async def _note(session: Session, visitor: Visitor, action: str, row: LoginSession, now: datetime) -> None:
    side = {"after": facts(row)} if action == "session.opened" else {"before": facts(row)}
    await record(session, visitor.principal, action, f"sessions/{row.id}", now, **side)
