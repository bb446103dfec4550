"""HTTP: participants. An operator sees all, a participant only itself."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from cocoonpool.auth.guards import Operator, Reader, Writer
from cocoonpool.auth.principal import Principal
from cocoonpool.db import ReadSession, Session
from cocoonpool.errors import Forbidden
from cocoonpool.participants import queries
from cocoonpool.participants.figures import figures_of
from cocoonpool.participants.models import Participant
from cocoonpool.participants.shapes import NewParticipant, ParticipantChange, ParticipantOut, Wallet
from cocoonpool.session import Read, Write
from cocoonpool.wire import Cursor, ExactRoute, Limit, page, respond, utc_now

router = APIRouter(prefix="/participants", tags=["participants"], route_class=ExactRoute)

ParticipantId = Annotated[int, Path(ge=0, le=2**63 - 1)]

_OWN_TO_CHANGE = frozenset({"username", "email"})


@router.get("", response_model=list[ParticipantOut])
async def list_participants(
    request: Request, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Participants in order of id. A participant finds only itself."""
    rows, total = await queries.list_participants(  # one more than is shown: it tells whether there is a next page
        session, only=caller.only_participant, after=cursor or 0, limit=limit + 1
    )
    shown = rows[:limit]
    next_cursor = shown[-1].id if len(rows) > limit else None
    figures = await figures_of(session, [row.id for row in shown])
    return page(request, [ParticipantOut.of(row, figures[row.id]) for row in shown], total, next_cursor)


# `:path`, because an address in plain base64 may hold a slash.
@router.get("/wallet/{wallet_address:path}", response_model=ParticipantOut)
async def get_participant_by_wallet(
    wallet_address: Annotated[Wallet, Path()], caller: Reader, session: Read
) -> Response:
    """The participant of a wallet, in any form of its address."""
    row = await queries.get_by_wallet(session, wallet_address, only=caller.only_participant)
    return respond(await _shown(session, row))


@router.get("/{participant_id}", response_model=ParticipantOut)
async def get_participant(participant_id: ParticipantId, caller: Reader, session: Read) -> Response:
    """One participant, with what it has and what it earned."""
    row = await queries.get(session, participant_id, only=caller.only_participant)
    return respond(await _shown(session, row))


@router.post("", status_code=201, response_model=ParticipantOut)
async def create_participant(request: Request, _: Operator, session: Write, body: NewParticipant) -> Response:
    """Registers a wallet, and with it the person who is paid."""
    row = await queries.create(
        session,
        wallet=body.ton_wallet_address,
        telegram_user_id=body.telegram_user_id,
        username=body.username,
        email=body.email,
        now=utc_now(),
    )
    return respond(await _shown(session, row), 201, {"Location": f"{request.url.path}/{row.id}"})


@router.patch("/{participant_id}", response_model=ParticipantOut)
async def change_participant(
    participant_id: ParticipantId, caller: Writer, session: Write, body: ParticipantChange
) -> Response:
    """Changes contact data; operators also what is theirs to decide. Fields left out stay as they are."""
    row = await queries.get(session, participant_id, only=caller.only_participant)
    changes = body.model_dump(include=body.model_fields_set)
    _refuse_beyond_own(caller, changes.keys() - _OWN_TO_CHANGE)
    await queries.change(session, row, changes, utc_now())
    return respond(await _shown(session, row))


def _refuse_beyond_own(caller: Principal, fields: set[str]) -> None:
    if fields and not caller.is_operator:
        raise Forbidden(f"Only an operator may change: {', '.join(sorted(fields))}.", "operator_only")


async def _shown(session: ReadSession | Session, row: Participant) -> ParticipantOut:
    return ParticipantOut.of(row, (await figures_of(session, [row.id]))[row.id])
