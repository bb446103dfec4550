"""Everybody who listens now: how many there may be, and whether each may still."""

import asyncio
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

import msgspec
from starlette.requests import HTTPConnection

from cocoonpool.auth.guards import principal
from cocoonpool.auth.principal import Principal, Scope
from cocoonpool.errors import PoolError
from cocoonpool.live import farewell
from cocoonpool.live.farewell import Farewell

CHECK_EVERY_S: Final = 0.7
"""A look-up of a key may be a second old (auth/known_keys.py), and a revoked one must be out within two."""
PATIENCE_S: Final = 2.0

_CREDENTIALS: Final = ("authorization", "x-api-key", "cookie")


class Caps(msgspec.Struct, frozen=True):
    """How many feeds may be open: in all, for each user, and from each address (IPv6: each /64)."""

    total: int = 2_000
    per_user: int = 50
    per_address: int = 200


class TooManyFeeds(PoolError):
    status = 429
    code = "too_many_feeds"

    def __init__(self, farewell: Farewell) -> None:
        super().__init__(f"{farewell.reason[0].upper()}{farewell.reason[1:]}.")
        self.farewell = farewell


class Seat:
    """One open feed. `ended` is set when it must go, and says why."""

    def __init__(self, connection: HTTPConnection, caller: Principal) -> None:
        self.connection = connection
        self.caller = caller
        self.ended: asyncio.Future[Farewell] = asyncio.get_running_loop().create_future()

    def end(self, why: Farewell) -> None:
        if not self.ended.done():
            self.ended.set_result(why)


class Audience:
    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._seats: set[Seat] = set()
        self._count: Counter[Hashable] = Counter()
        self._stopping = False
        self._left = asyncio.Event()

    @property
    def size(self) -> int:
        return self._count["all"]

    @contextmanager
    def room(self, connection: HTTPConnection) -> Iterator[None]:
        """Room for one more from this address, before anybody knows who it is. Raises TooManyFeeds."""
        with self._counted("all", self._caps.total, "on this server"), self._counted(
            ("address", _network(connection)), self._caps.per_address, "from this address"
        ):  # fmt: skip
            yield

    @contextmanager
    def seat(self, connection: HTTPConnection, caller: Principal) -> Iterator[Seat]:
        """A place for this caller. `connection` holds its credentials. Raises TooManyFeeds."""
        with self._counted(("user", _user(caller, connection)), self._caps.per_user, "of this user"):
            seat = Seat(connection, caller)
            self._seats.add(seat)
            if self._stopping:
                seat.end(farewell.STOPPING)
            try:
                yield seat
            finally:
                self._seats.discard(seat)
                self._left.set()

    @contextmanager
    def _counted(self, what: Hashable, most: int, where: str) -> Iterator[None]:
        if self._count[what] >= most:
            raise TooManyFeeds(farewell.too_many(where))
        self._count[what] += 1
        try:
            yield
        finally:
            self._count[what] -= 1
            if not self._count[what]:
                del self._count[what]

    async def check(self) -> None:
        """Ends the feeds of those who may not listen any more. Credentials that many use are looked up once."""
        by_credentials: dict[Hashable, list[Seat]] = {}
        for seat in self._seats:
            by_credentials.setdefault(_credentials(seat.connection), []).append(seat)
        for seats in by_credentials.values():
            caller = await _still(seats[0].connection)
            for seat in seats:
                if caller is None or caller.only_participant != seat.caller.only_participant:
                    seat.end(farewell.NO_LONGER_VALID)

    async def stop(self) -> None:
        """The server stops: everybody is told, and those who read have left when this returns."""
        self._stopping = True
        for seat in self._seats:
            seat.end(farewell.STOPPING)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while self._seats:
                    self._left.clear()
                    await self._left.wait()


async def _still(connection: HTTPConnection) -> Principal | None:
    """Who these credentials are now; None if they are nobody's, or may not read."""
    fresh = HTTPConnection({**connection.scope, "state": {}})
    try:
        caller = await principal(fresh)
    except PoolError:
        return None
    return caller if Scope.READ in caller.scopes else None


def _credentials(connection: HTTPConnection) -> Hashable:
    where = connection.client.host if connection.client else None
    return (where, *(connection.headers.get(name) for name in _CREDENTIALS))


def _user(caller: Principal, connection: HTTPConnection) -> Hashable:
    """A participant, whatever proves it; else the key, or whatever else it was that proved an operator."""
    if caller.participant_id is not None:
        return "participant", caller.participant_id
    return _credentials(connection) if caller.key_id is None else ("key", caller.key_id)


def _network(connection: HTTPConnection) -> str:
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else host
