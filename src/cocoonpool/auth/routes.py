"""HTTP: make, list and revoke API keys. A participant handles own keys only."""

from datetime import datetime
from ipaddress import ip_network
from typing import Annotated, Self

from fastapi import APIRouter, Path, Request, Response
from pydantic import AfterValidator, Field

from cocoonpool.auth import keys
from cocoonpool.auth.guards import Reader, Writer
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.errors import Forbidden, Invalid
from cocoonpool.session import Read, Write
from cocoonpool.text import Line
from cocoonpool.wire import Cursor, ExactRoute, Limit, UtcTime, Wire, page, respond, utc_now

router = APIRouter(prefix="/keys", tags=["keys"], route_class=ExactRoute)

KeyId = Annotated[int, Path(ge=0, le=2**63 - 1)]

_PARTICIPANTS_OWN = frozenset({Scope.READ, Scope.WRITE})


def _cidr(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise ValueError("not a network such as 192.0.2.0/24 or 2001:db8::/32") from error


Cidr = Annotated[str, Field(max_length=60), AfterValidator(_cidr)]


class NewKey(Wire):
    """`participant_id` is needed for role `participant`; a participant may leave it out."""

    name: Annotated[Line, Field(max_length=100)]
    role: Role = Role.PARTICIPANT
    scopes: Annotated[frozenset[Scope], Field(min_length=1)] = frozenset({Scope.READ})
    participant_id: Annotated[int | None, Field(strict=True, ge=0, le=2**63 - 1)] = None
    expires_at: UtcTime | None = None
    networks: Annotated[list[Cidr], Field(min_length=1, max_length=8)] | None = None


class KeyOut(Wire):
    id: int
    name: str
    prefix: str = Field(description="The first characters of the key, to recognise it by.")
    role: Role
    scopes: list[Scope]
    participant_id: int | None
    networks: list[str] | None
    created_at: UtcTime
    expires_at: UtcTime | None
    last_used_at: UtcTime | None
    revoked_at: UtcTime | None

    @classmethod
    def of(cls, row: ApiKey, **more: str) -> Self:
        return cls(
            id=row.id,
            name=row.name,
            prefix=row.prefix,
            role=Role(row.role),
            scopes=[Scope(scope) for scope in row.scopes.split()],
            participant_id=row.participant_id,
            networks=row.networks.split(",") if row.networks else None,
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
            **more,
        )


class MadeKey(KeyOut):
    key: str = Field(description="The key itself. It is shown this once and stored nowhere.")


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
async def create_key(request: Request, caller: Writer, session: Write, body: NewKey) -> Response:
    """Makes a key and shows it, once."""
    now = utc_now()
    owner = _owner(caller, body)
    _refuse_contradictions(body, owner, now)
    row, key = await keys.create(
        session,
        name=body.name,
        role=body.role,
        scopes=body.scopes,
        participant_id=owner,
        expires_at=body.expires_at,
        networks=tuple(body.networks) if body.networks else None,
        now=now,
    )
    return respond(MadeKey.of(row, key=key), 201, {"Location": f"{request.url.path}/{row.id}"})


@router.delete("/{key_id}", status_code=204)
async def revoke_key(key_id: KeyId, caller: Writer, session: Write) -> Response:
    """Ends a key at once and for good."""
    await keys.revoke(session, key_id, only_participant=caller.only_participant, now=utc_now())
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


def _refuse_contradictions(body: NewKey, owner: int | None, now: datetime) -> None:
    if body.role is Role.PARTICIPANT and owner is None:
        raise Invalid("A key of role participant needs its participant.", "body", "participant_id")
    if body.role is Role.OPERATOR and owner is not None:
        raise Invalid("A key of role operator belongs to no participant.", "body", "participant_id")
    if body.role is Role.OPERATOR and Scope.AGENT in body.scopes:
        raise Invalid("A key of an agent is bound to a participant.", "body", "scopes")
    if body.expires_at is not None and body.expires_at <= now:
        raise Invalid("This moment has passed.", "body", "expires_at")
