"""HTTP: participants. An operator sees all, a participant only itself."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from cocoonpool.auth.audit import facts, record
from cocoonpool.auth.guards import Operator, Present, Reader, Writer
from cocoonpool.auth.principal import Principal
from cocoonpool.errors import Forbidden
from cocoonpool.participants import queries, wallet_change
from cocoonpool.participants.shapes import NewParticipant, ParticipantChange, ParticipantOut, Wallet
from cocoonpool.participants.view import shown, shown_one
from cocoonpool.session import Read, Write
from cocoonpool.wire import Cursor, ExactRoute, Limit, page, respond, utc_now

router = APIRouter(prefix="/participants", tags=["participants"], route_class=ExactRoute)

ParticipantId = Annotated[int, Path(ge=0, le=2**63 - 1)]

_OWN_TO_CHANGE = frozenset({"username", "email", "ton_wallet_address"})


@router.get("", response_model=list[ParticipantOut])
async def list_participants(
    request: Request, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Participants in order of id. A participant finds only itself."""
    rows, total = await queries.list_participants(  # one more than is shown: it tells whether there is a next page
        session, only=caller.only_participant, after=cursor or 0, limit=limit + 1
    )
    next_cursor = rows[limit - 1].id if len(rows) > limit else None
    return page(request, await shown(session, rows[:limit]), total, next_cursor)


# `:path`, because an address in plain base64 may hold a slash.
@router.get("/wallet/{wallet_address:path}", response_model=ParticipantOut)
async def get_participant_by_wallet(
    wallet_address: Annotated[Wallet, Path()], caller: Reader, session: Read
) -> Response:
    """The participant of a wallet, in any form of its address."""
    row = await queries.get_by_wallet(session, wallet_address, only=caller.only_participant)
    return respond(await shown_one(session, row))


@router.get("/{participant_id}", response_model=ParticipantOut)
async def get_participant(participant_id: ParticipantId, caller: Reader, session: Read) -> Response:
    """One participant, with what it has and what it earned."""
    row = await queries.get(session, participant_id, only=caller.only_participant)
    return respond(await shown_one(session, row))


@router.post("", status_code=201, response_model=ParticipantOut)
async def create_participant(request: Request, caller: Operator, session: Write, body: NewParticipant) -> Response:
    """Registers a wallet, and with it the person who is paid."""
    now = utc_now()
    row = await queries.create(
        session,
        wallet=body.ton_wallet_address,
        telegram_user_id=body.telegram_user_id,
        username=body.username,
        email=body.email,
        now=now,
    )
    await record(session, caller, "participant.created", f"participants/{row.id}", now, after=facts(row))
    return respond(await shown_one(session, row), 201, {"Location": f"{request.url.path}/{row.id}"})


@router.patch("/{participant_id}", response_model=ParticipantOut)
async def change_participant(
    request: Request, participant_id: ParticipantId, caller: Writer, session: Write, body: ParticipantChange
) -> Response:
    """Changes contact data and the wallet; operators also what is theirs to decide. Fields left out stay as they are.

    A change of the wallet or the e-mail address needs a fresh login, or an operator. The wallet changes after a delay.
    """
    now, row = utc_now(), await queries.get(session, participant_id, only=caller.only_participant)
    changes = body.model_dump(include=body.model_fields_set)
    _refuse_beyond_own(caller, changes.keys() - _OWN_TO_CHANGE)
    if "email" in changes and changes["email"] != row.email:
        caller.prove_fresh(now)
    wallet, before = changes.pop("ton_wallet_address", None), facts(row)
    await queries.change(session, row, changes, now)
    await record(session, caller, "participant.changed", f"participants/{row.id}", now, before=before, after=facts(row))
    if wallet is not None:
        await wallet_change.ask(session, row, wallet, caller, delay=_delay(request), now=now)
    return respond(await shown_one(session, row))


@router.delete("/{participant_id}/wallet-change", status_code=204)
async def cancel_wallet_change(participant_id: ParticipantId, caller: Present, session: Write) -> Response:
    """Stops a change of the wallet that has not taken effect: by the present wallet, logged in, or an operator."""
    row = await queries.get(session, participant_id, only=caller.only_participant)
    await wallet_change.cancel(session, row.id, caller, utc_now())
    return Response(status_code=204)


def _delay(request: Request) -> timedelta:
    return timedelta(seconds=request.app.state.settings.wallet_change_delay)


def _refuse_beyond_own(caller: Principal, fields: set[str]) -> None:
    if fields and not caller.is_operator:
        raise Forbidden(f"Only an operator may change: {', '.join(sorted(fields))}.", "operator_only")
