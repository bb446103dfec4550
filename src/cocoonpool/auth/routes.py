"""HTTP: make, list and revoke API keys. A participant handles own keys only."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from cocoonpool.auth import keys
from cocoonpool.auth.guards import FreshWriter, Reader, Writer
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.auth.shapes import KeyOut, MadeKey, NewKey, refuse_contradictions
from cocoonpool.errors import Forbidden
from cocoonpool.session import Connected, Read, Write
from cocoonpool.wire import Cursor, ExactRoute, Limit, page, respond, utc_now

router = APIRouter(prefix="/keys", tags=["keys"], route_class=ExactRoute)

KeyId = Annotated[int, Path(ge=0, le=2**63 - 1)]

_PARTICIPANTS_OWN = frozenset({Scope.READ, Scope.WRITE})


@router.get("", response_model=list[KeyOut])
async def list_keys(
    request: Request, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Keys, revoked ones too. A participant sees own keys."""
    rows, total = await keys.list_keys(  # one more than is shown: it tells whether there is a next page
        session, only_participant=caller.only_participant, after=cursor or 0, limit=limit + 1
    )
    shown = rows[:limit]
    next_cursor = shown[-1].id if len(rows) > limit else None
    return page(request, [KeyOut.of(row) for row in shown], total, next_cursor)


@router.post("", status_code=201, response_model=MadeKey)
async def create_key(request: Request, caller: FreshWriter, session: Write, body: NewKey) -> Response:
    """Makes a key and shows it, once. Needs a fresh login, or an operator's key."""
    now = utc_now()
    owner = _owner(caller, body)
    refuse_contradictions(body, owner, now)
    row, key = await keys.create(
        session,
        name=body.name,
        role=body.role,
        scopes=body.scopes,
        participant_id=owner,
        expires_at=body.expires_at,
        networks=tuple(body.networks) if body.networks else None,
        by=caller,
        now=now,
    )
    return respond(MadeKey.of(row, key=key), 201, {"Location": f"{request.url.path}/{row.id}"})


@router.get("/{key_id}", response_model=KeyOut)
async def get_key(key_id: KeyId, caller: Reader, session: Read) -> Response:
    """One key, without the key itself."""
    return respond(KeyOut.of(await keys.get(session, key_id, only_participant=caller.only_participant)))


@router.delete("/{key_id}", status_code=204)
async def revoke_key(request: Request, key_id: KeyId, caller: Writer, db: Connected) -> Response:
    """Ends a key at once and for good."""
    async with db.transaction() as session:
        await keys.revoke(session, key_id, only_participant=caller.only_participant, by=caller, now=utc_now())
    request.app.state.known_keys.forget()
    return Response(status_code=204)


def _owner(caller: Principal, body: NewKey) -> int | None:
    """Whose key it becomes.

    Raises:
        Forbidden: a participant wants a key that can do more than a participant.
    """
    if caller.is_operator:
        return body.participant_id
    if body.role is not Role.PARTICIPANT or body.participant_id not in (None, caller.participant_id):
        raise Forbidden("A participant makes keys for itself only.", "key_of_another")
    if not body.scopes <= _PARTICIPANTS_OWN:
        raise Forbidden("A participant's key has the scopes `read` and `write` at the most.", "scope_beyond_own")
    return caller.participant_id
