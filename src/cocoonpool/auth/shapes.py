"""The wire shapes of API keys, and which combinations of role, scopes and owner make sense."""

from datetime import datetime
from ipaddress import ip_network
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Role, Scope
from cocoonpool.errors import Invalid
from cocoonpool.text import Line
from cocoonpool.wire import UtcTime, Wire


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


def refuse_contradictions(body: NewKey, owner: int | None, now: datetime) -> None:
    if body.role is Role.PARTICIPANT and owner is None:
        raise Invalid("A key of role participant needs its participant.", "body", "participant_id")
    if body.role is Role.OPERATOR and owner is not None:
        raise Invalid("A key of role operator belongs to no participant.", "body", "participant_id")
    if body.role is Role.OPERATOR and Scope.AGENT in body.scopes:
        raise Invalid("A key of an agent is bound to a participant.", "body", "scopes")
    if Scope.ENROL in body.scopes:
        raise Invalid("An enrolment code is made under /agents/codes.", "body", "scopes")
    if body.expires_at is not None and body.expires_at <= now:
        raise Invalid("This moment has passed.", "body", "expires_at")
