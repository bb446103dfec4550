"""Who is asking, proven from an API key; and what routes may ask for, in words: Reader, Writer, Operator,
Scraper, Agent, Newcomer."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated, Any, Final

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.errors import Forbidden, Unauthorized
from cocoonpool.wire import utc_now

Guard = Callable[[Request], Coroutine[Any, Any, Principal]]

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_ANYBODY_SCRAPING: Final = Principal(role=Role.OPERATOR, scopes=frozenset({Scope.METRICS}))


async def principal(connection: HTTPConnection) -> Principal:
    """The caller of this request, looked up once.

    Raises:
        Unauthorized: no key, or one that is unknown, revoked, expired, or used from elsewhere.
        Forbidden: a participant's key without a participant.
    """
    known: Principal | None = getattr(connection.state, "principal", None)
    if known is None:
        known = await _identify(connection, utc_now())
        connection.state.principal = known
    return known


async def _identify(connection: HTTPConnection, now: datetime) -> Principal:
    presented = _presented(connection)
    key = await connection.app.state.known_keys.find(presented)
    if key is None:
        raise Unauthorized("This API key is not known.", "key_unknown")
    _refuse_ended(key, now)
    _refuse_elsewhere(key, connection.client.host if connection.client else None)
    connection.app.state.last_use.note(key, now)
    return _principal_of(key)


def _presented(connection: HTTPConnection) -> str:
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    key = credentials.strip() if scheme.lower() == "bearer" else connection.headers.get("x-api-key", "").strip()
    if not key:
        raise Unauthorized("An API key is needed: `Authorization: Bearer ckp_...` or `X-API-Key`.", "key_missing")
    return key


def _refuse_ended(key: ApiKey, now: datetime) -> None:
    if key.revoked_at is not None:
        raise Unauthorized("This API key has been revoked.", "key_revoked")
    if key.expires_at is not None and key.expires_at <= now:
        raise Unauthorized("This API key has expired.", "key_expired")


def _refuse_elsewhere(key: ApiKey, client: str | None) -> None:
    if key.networks is not None and not _inside(key.networks.split(","), client):
        raise Unauthorized("This API key may not be used from this address.", "key_elsewhere")


def _inside(networks: list[str], client: str | None) -> bool:
    try:
        address = ip_address(client or "")
    except ValueError:  # a socket file, or a name: no network holds it
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in ip_network(network) for network in networks)


def _principal_of(key: ApiKey) -> Principal:
    role = Role(key.role)
    if role is Role.PARTICIPANT and key.participant_id is None:
        raise Forbidden("This API key belongs to no participant.", "key_without_participant")
    scopes = frozenset(Scope(scope) for scope in key.scopes.split())
    return Principal(role=role, scopes=scopes, participant_id=key.participant_id, key_id=key.id)


def require(scope: Scope) -> Guard:
    """A guard that lets pass who holds `scope`."""

    async def guard(request: Request) -> Principal:
        return _holding(await principal(request), scope)

    return guard


async def operator(request: Request) -> Principal:
    """Lets operators pass: with scope `read` to look, with scope `write` to change."""
    caller = await principal(request)
    if not caller.is_operator:
        raise Forbidden("Only an operator may do this.", "operator_only")
    return _holding(caller, Scope.READ if request.method in _READING else Scope.WRITE)


async def scraper(request: Request) -> Principal:
    """Lets pass who holds `metrics`, and operators who may read; anybody where metrics are public."""
    if request.app.state.metrics_public:
        return _ANYBODY_SCRAPING
    caller = await principal(request)
    return _holding(caller, Scope.READ if caller.is_operator and Scope.READ in caller.scopes else Scope.METRICS)


def _holding(caller: Principal, scope: Scope) -> Principal:
    if scope not in caller.scopes:
        raise Forbidden(f"This needs the scope `{scope}`.", "scope_missing")
    return caller


Reader = Annotated[Principal, Depends(require(Scope.READ))]
Writer = Annotated[Principal, Depends(require(Scope.WRITE))]
Operator = Annotated[Principal, Depends(operator)]
Scraper = Annotated[Principal, Depends(scraper)]
Agent = Annotated[Principal, Depends(require(Scope.AGENT))]
Newcomer = Annotated[Principal, Depends(require(Scope.ENROL))]
