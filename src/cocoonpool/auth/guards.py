"""Who is asking, proven from a key or a session; and what a route declares about its callers, in words.

Reader, Writer, FreshWriter, Present, InSession, Operator, Scraper, Agent, Newcomer give the caller to the route. LOGIN,
PUBLIC, PROBE and SOCKET stand in a route's `dependencies`: nobody needs to say who they are, or a socket does so later.
"""

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import HTTPConnection

from cocoonpool.auth import cookies
from cocoonpool.auth import policy as policies
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.policy import Policy
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.errors import Forbidden, Unauthorized
from cocoonpool.wire import utc_now

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MISSING: Final = "An API key is needed, `Authorization: Bearer ckp_...` or `X-API-Key`; in a browser, a login."
_ANYBODY_SCRAPING: Final = Principal(role=Role.OPERATOR, scopes=frozenset({Scope.METRICS}))


async def principal(connection: HTTPConnection) -> Principal:
    """The caller of this request, looked up once.

    Raises:
        Unauthorized: no key and no session, or one that is unknown, revoked, expired, or used from elsewhere.
        Forbidden: a participant's key without a participant.
    """
    known: Principal | None = getattr(connection.state, "principal", None)
    if known is None:
        known = await _identify(connection, utc_now())
        connection.state.principal = known
    return known


async def _identify(connection: HTTPConnection, now: datetime) -> Principal:
    presented = _presented(connection)
    address = connection.client.host if connection.client else None
    if not presented and (cookie := cookies.read(connection, cookies.SESSION)):
        return await _of_session(connection, cookie, now, address)
    if not presented:
        raise Unauthorized(_MISSING, "key_missing")
    key = await connection.app.state.known_keys.find(presented)
    if key is None:
        raise Unauthorized("This API key is not known.", "key_unknown")
    _refuse_ended(key, now)
    _refuse_elsewhere(key, address)
    caller = _principal_of(key, address)
    if Scope.AGENT not in caller.scopes:  # thousands of them send all the time: theirs is written with what they send
        connection.app.state.last_use.note(ApiKey, key.id, key.last_used_at, now)
    return caller


async def _of_session(connection: HTTPConnection, cookie: str, now: datetime, address: str | None) -> Principal:
    caller: Principal | None = await connection.app.state.known_sessions.principal(cookie, now, address)
    if caller is None:
        raise Unauthorized("This session has ended. Log in again.", "session_ended")
    return caller


def _presented(connection: HTTPConnection) -> str:
    """The key in the headers; empty when there is none."""
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else connection.headers.get("x-api-key", "").strip()


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


def _principal_of(key: ApiKey, address: str | None) -> Principal:
    role = Role(key.role)
    if role is Role.PARTICIPANT and key.participant_id is None:
        raise Forbidden("This API key belongs to no participant.", "key_without_participant")
    scopes = frozenset(Scope(scope) for scope in key.scopes.split())
    return Principal(
        role=role,
        scopes=scopes,
        participant_id=key.participant_id,
        key_id=key.id,
        who=f"key {key.id} ({key.name})",
        address=address,
    )


class Guard:
    """Lets pass, or refuses, as its policy says; the route gets who is asking."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    async def __call__(self, connection: HTTPConnection) -> Principal:
        caller = await principal(connection)
        if self.policy.operators_only and not caller.is_operator:
            raise Forbidden("Only an operator may do this.", "operator_only")
        looking = connection.scope.get("method", "GET") in _READING
        return _holding(caller, self.policy.scope or (Scope.READ if looking else Scope.WRITE))


class FreshGuard(Guard):
    """Lets pass who has just proved a wallet, and operators' keys."""

    async def __call__(self, connection: HTTPConnection) -> Principal:
        caller = await super().__call__(connection)
        caller.prove_fresh(utc_now())
        return caller


class PresentGuard(Guard):
    """Lets pass operators, and who came with a session: whose wallet it is, the route sees."""

    async def __call__(self, connection: HTTPConnection) -> Principal:
        caller = await super().__call__(connection)
        if not caller.is_operator and caller.session_id is None:
            raise Forbidden("Only the present wallet, logged in, or an operator may do this.", "old_wallet_only")
        return caller


class SessionGuard(Guard):
    """Lets pass who came with a session."""

    async def __call__(self, connection: HTTPConnection) -> Principal:
        caller = await super().__call__(connection)
        if caller.session_id is None:
            raise Forbidden("An API key has no session. It is ended by revoking it.", "no_session")
        return caller


class ScrapeGuard(Guard):
    """Lets pass who holds `metrics`, and operators who may read; anybody where metrics are public."""

    async def __call__(self, connection: HTTPConnection) -> Principal:
        if connection.app.state.metrics_public:
            return _ANYBODY_SCRAPING
        caller = await principal(connection)
        return _holding(caller, Scope.READ if caller.is_operator and Scope.READ in caller.scopes else Scope.METRICS)


class OpenDoor:
    """Asks nobody who they are."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    async def __call__(self) -> None:
        return None


def _holding(caller: Principal, scope: Scope) -> Principal:
    if scope not in caller.scopes:
        raise Forbidden(f"This needs the scope `{scope}`.", "scope_missing")
    return caller


Reader = Annotated[Principal, Depends(Guard(policies.READER))]
Writer = Annotated[Principal, Depends(Guard(policies.WRITER))]
FreshWriter = Annotated[Principal, Depends(FreshGuard(policies.FRESH))]
Present = Annotated[Principal, Depends(PresentGuard(policies.PRESENT))]
InSession = Annotated[Principal, Depends(SessionGuard(policies.SESSION))]
Operator = Annotated[Principal, Depends(Guard(policies.OPERATOR))]
Scraper = Annotated[Principal, Depends(ScrapeGuard(policies.SCRAPER))]
Agent = Annotated[Principal, Depends(Guard(policies.AGENT))]
Newcomer = Annotated[Principal, Depends(Guard(policies.NEWCOMER))]
LOGIN: Final = Depends(OpenDoor(policies.LOGIN))
PUBLIC: Final = Depends(OpenDoor(policies.PUBLIC))
PROBE: Final = Depends(OpenDoor(policies.PROBE))
SOCKET: Final = Depends(OpenDoor(policies.SOCKET))
