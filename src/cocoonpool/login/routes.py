"""HTTP: log in with a TON wallet, see who one is, list and end sessions."""

import re
import secrets
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from cocoonpool.auth import cookies, nonces
from cocoonpool.auth import sessions as stored
from cocoonpool.auth.audit import facts, record
from cocoonpool.auth.guards import LOGIN, PUBLIC, InSession, Reader, Writer
from cocoonpool.auth.principal import Principal
from cocoonpool.auth.sessions import SessionTerms
from cocoonpool.db import Database
from cocoonpool.errors import Forbidden
from cocoonpool.login.enter import Visitor, enter
from cocoonpool.login.prove import LoginRefused
from cocoonpool.login.shapes import Me, NewLogin, Payload, SessionOut
from cocoonpool.participants import queries
from cocoonpool.participants.shapes import ParticipantOut
from cocoonpool.participants.view import shown_one
from cocoonpool.session import Connected, Read, Write
from cocoonpool.wire import Cursor, ExactRoute, Limit, page, respond, utc_now

router = APIRouter(prefix="/auth", tags=["login"], route_class=ExactRoute)

_BROWSER_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits

SessionId = Annotated[int, Path(ge=0, le=2**63 - 1)]


@router.post("/ton-proof/payload", response_model=Payload, dependencies=[PUBLIC])
async def create_login_payload(request: Request, session: Write) -> Response:
    """A payload for the wallet to sign, within five minutes and in this browser: a cookie binds it."""
    if not request.app.state.door.terms.domains:
        raise Forbidden("Wallet login is not set up here: the operator has to name the site.", "login_not_set_up")
    browser = _browser(request) or secrets.token_urlsafe(32)
    payload, expires_at = await nonces.issue(session, browser, utc_now())
    answer = respond(Payload(payload=payload, expires_at=expires_at))
    cookies.give(answer, request, cookies.BROWSER, browser, nonces.LIFETIME)
    return answer


def _browser(request: Request) -> str | None:
    """The secret of this browser: kept while it is used, so that a page may ask for a new payload in between."""
    cookie = cookies.read(request, cookies.BROWSER)
    return cookie if cookie is not None and _BROWSER_SECRET.fullmatch(cookie) else None


@router.post("/ton-proof", response_model=ParticipantOut | None, dependencies=[LOGIN])
async def log_in(request: Request, db: Connected, body: NewLogin) -> Response:
    """Opens a session for a proven wallet, in a cookie. Answers the participant; null for an operator who is none."""
    browser, address = _browser(request), request.client.host if request.client else None
    if browser is None:
        raise LoginRefused
    state = request.app.state
    wallet = await state.door.prove(body.claim(), browser, state.chain, address)
    visitor = Visitor(wallet, address, request.headers.get("user-agent"), cookies.read(request, cookies.SESSION))
    participant, cookie = await _enter(db, visitor, state.known_sessions.terms, state.settings.registration == "open")
    state.known_sessions.forget()
    answer = respond(participant)
    cookies.give(answer, request, cookies.SESSION, cookie, state.known_sessions.terms.absolute)
    cookies.take_back(answer, request, cookies.BROWSER)
    return answer


async def _enter(
    db: Database, visitor: Visitor, terms: SessionTerms, open_to_all: bool
) -> tuple[ParticipantOut | None, str]:
    async with db.transaction() as session:
        who, cookie = await enter(session, visitor, terms, open_to_all=open_to_all, now=utc_now())
        return (None if who is None else await shown_one(session, who)), cookie


@router.get("/me", response_model=Me)
async def get_me(caller: Reader, session: Read) -> Response:
    """Who is asking, and what they may do."""
    who = None
    if caller.participant_id is not None:
        row = await queries.get(session, caller.participant_id, only=caller.participant_id)
        who = await shown_one(session, row)
    return respond(Me.of(caller, who))


@router.post("/logout", status_code=204)
async def log_out(request: Request, caller: InSession, db: Connected) -> Response:
    """Ends the session of this request."""
    if caller.session_id is not None:  # by its guard
        await _end(request, db, caller.session_id, caller, utc_now())
    answer = Response(status_code=204)
    cookies.take_back(answer, request, cookies.SESSION)
    return answer


@router.get("/sessions", response_model=list[SessionOut])
async def list_sessions(
    request: Request, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Sessions that last, in order of id. A participant sees its own, an operator all."""
    idle = request.app.state.known_sessions.terms.idle
    rows, total = await stored.list_sessions(session, caller, idle, utc_now(), after=cursor or 0, limit=limit + 1)
    next_cursor = rows[limit - 1].id if len(rows) > limit else None
    return page(request, [SessionOut.of(row, caller.session_id) for row in rows[:limit]], total, next_cursor)


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(request: Request, session_id: SessionId, caller: Writer, db: Connected) -> Response:
    """Ends a session at once, as on a machine that was lost."""
    await _end(request, db, session_id, caller, utc_now())
    return Response(status_code=204)


async def _end(request: Request, db: Database, session_id: int, caller: Principal, now: datetime) -> None:
    async with db.transaction() as session:
        row = await stored.end(session, session_id, caller)
        await record(session, caller, "session.ended", f"sessions/{row.id}", now, before=facts(row))
    request.app.state.known_sessions.forget()
