"""How often somebody may ask: reads, writes and failures a minute, by address; 429 beyond.

Counted are requests of people. Probes, /metrics and agents' deliveries are outside: their routes say so. Whoever fails
to prove who they are, with a wrong key or at a login, is limited harder, and everywhere.
"""

import hashlib
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cocoonpool.errors import PoolError
from cocoonpool.server.counters import Count, Counters
from cocoonpool.server.doors import Door, door_of
from cocoonpool.server.errors import render

_LOOKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_REMEMBERED: Final = 1_000  # keys that were good lately


class Quotas(msgspec.Struct, frozen=True):
    """So many a minute and address; 0: as many as they like."""

    reads: int = 100
    writes: int = 20
    failures: int = 10


class TooMany(PoolError):
    status = 429
    code = "too_many_requests"

    def __init__(self, count: Count) -> None:
        super().__init__(f"Too many requests: {count.most} a minute. Wait {count.reset_s} s.")


class TooManyFailures(PoolError):
    status = 429
    code = "too_many_failures"

    def __init__(self, count: Count) -> None:
        super().__init__(f"Too many wrong keys or failed logins from your address. Wait {count.reset_s} s.")


def group_of(client: tuple[str, int] | None) -> str:
    """Who is counted as one: an IPv4 address, the /64 of an IPv6 one (a household), all that have no address."""
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return "elsewhere"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address) >> 64 << 64, 64)))


class RateLimit:
    """ASGI middleware: counts before anything else is done for a request, and says in headers how the caller stands."""

    def __init__(self, app: ASGIApp, counters: Counters, quotas: Quotas) -> None:
        self.app = app
        self._counters, self._quotas = counters, quotas
        self._good_lately: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        request = _Request(scope)
        if (failed := await self._failures_spent(request)) is not None:
            return await _refuse(TooManyFailures(failed), failed, scope, receive, send)
        count = await self._counted(request)
        if count is not None and not count.allowed:
            return await _refuse(TooMany(count), count, scope, receive, send)

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                if count is not None:
                    _tell(count, MutableHeaders(scope=message))
                await self._judge(request, message["status"])
            await send(message)

        return await self.app(scope, receive, telling)

    async def _counted(self, request: "_Request") -> Count | None:
        most = self._quotas.reads if request.looks else self._quotas.writes
        if not most or not request.counted:
            return None
        return await self._counters.hit("reads" if request.looks else "writes", request.group, most)

    async def _failures_spent(self, request: "_Request") -> Count | None:
        """The count of a caller who has failed too often to be let try again.

        A key that was good lately still opens: it must not suffer for a neighbour with a wrong one.
        """
        if not self._quotas.failures or not request.proves or request.proof in self._good_lately:
            return None
        count = await self._counters.look("failures", request.group, self._quotas.failures)
        return None if count.allowed else count

    async def _judge(self, request: "_Request", status: int) -> None:
        if not self._quotas.failures or not request.proves:
            return
        if request.has_failed(status):
            self._good_lately.pop(request.proof, None)
            await self._counters.hit("failures", request.group, self._quotas.failures)
        elif request.proof:
            self._good_lately[request.proof] = None
            self._good_lately.move_to_end(request.proof)
            if len(self._good_lately) > _REMEMBERED:
                self._good_lately.popitem(last=False)


class _Request:
    """What counting needs to know of a request."""

    def __init__(self, scope: Scope) -> None:
        headers, door = Headers(scope=scope), door_of(scope)
        presented = headers.get("authorization") or headers.get("x-api-key") or ""
        self.proof = hashlib.sha256(presented.encode()).hexdigest() if presented else ""
        self.group = group_of(scope.get("client"))
        self.looks = scope["type"] == "websocket" or scope["method"] in _LOOKING
        self.counted = door is None or door.policy is None or door.policy.counted
        self._is_login = not self.looks and _asks_nobody(door)

    @property
    def proves(self) -> bool:
        """Whether it tries to prove who is asking."""
        return bool(self.proof) or self._is_login

    def has_failed(self, status: int) -> bool:
        return status == 401 or (self._is_login and 400 <= status < 500)


def _asks_nobody(door: Door | None) -> bool:
    return door is not None and door.policy is not None and door.policy.anonymous


async def _refuse(error: PoolError, count: Count, scope: Scope, receive: Receive, send: Send) -> None:
    answer = render(error)
    _tell(count, answer.headers)
    answer.headers["Retry-After"] = str(count.reset_s)
    await answer(scope, receive, send)


def _tell(count: Count, headers: MutableHeaders) -> None:
    headers["RateLimit-Limit"] = str(count.most)
    headers["RateLimit-Remaining"] = str(count.left)
    headers["RateLimit-Reset"] = str(count.reset_s)
