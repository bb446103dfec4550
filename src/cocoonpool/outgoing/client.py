"""The one HTTP client for what the pool asks outside: where it may go, to which address, how long, and how much.

A name is resolved once for a connection, all of its addresses are judged, and the judged address is the one that is
dialled: a name that means something else the second time gains nothing. Redirects are not followed, proxies of the
environment are not used, and what is refused raises `NotAllowed` before a byte is sent.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, Self

import httpcore
import httpx
import msgspec

from cocoonpool.outgoing.addresses import is_public, literal, never_dialled, valid_host

LARGEST: Final = 64 << 20  # bytes on the wire of one answer; who asks usually wants less
LONGEST_S: Final = 60.0  # of one whole answer

_PORTS: Final = {"https": 443, "http": 80}
_MOST_ADDRESSES: Final = 4

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class NotAllowed(httpx.ConnectError):
    """The address may not be dialled. The text is a sentence for the operator, without the URL: it may hold a key."""


class TooMuch(httpx.ReadError):
    """More bytes, or longer, than one answer may be."""


class Reach(msgspec.Struct, frozen=True):
    """Where a client may go: `allows` says which addresses beyond the public internet (the operator's networks)."""

    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] = frozenset({443})
    allows: Callable[[str], bool] = lambda _: False

    @classmethod
    def to(cls, urls: Iterable[str], allows: Callable[[str], bool]) -> Self:
        """The schemes and ports of URLs that the operator configured, and no other."""
        places = [place for place in map(_scheme_and_port, urls) if place is not None]
        return cls(frozenset(scheme for scheme, _ in places), frozenset(port for _, port in places), allows)

    def judge_url(self, url: httpx.URL) -> None:
        """Raises NotAllowed for what is wrong with the URL before anything is looked up."""
        if url.scheme not in self.schemes:
            raise NotAllowed("this scheme of a URL is not allowed here")
        if url.userinfo:
            raise NotAllowed("a URL with a user or a password is not allowed")
        if _port(url) not in self.ports:
            raise NotAllowed("this port is not allowed here")
        try:
            valid_host(url.raw_host.decode("ascii"))
        except ValueError as error:
            raise NotAllowed(str(error)) from None

    def may_dial(self, address: str) -> bool:
        ip = literal(address)
        if ip is None or never_dialled(ip):
            return False
        return is_public(ip) or self.allows(str(ip))


async def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a name, as this machine's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class JudgedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for the HTTP library: to judged addresses only."""

    def __init__(self, reach: Reach, resolve: Resolve) -> None:
        self._reach, self._resolve = reach, resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the library's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = (await self._judged(host, port, timeout))[:_MOST_ADDRESSES]
        patience = None if timeout is None else timeout / len(addresses)
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise NotAllowed("a socket file is not allowed")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _judged(self, host: str, port: int, seconds: float | None) -> Sequence[str]:
        """All addresses of the host: one that may not be dialled spoils the rest."""
        ip = literal(host)
        try:
            async with asyncio.timeout(seconds):
                addresses = [str(ip)] if ip is not None else await self._resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("the name is not resolved in time") from None
        except (OSError, UnicodeError):
            raise httpcore.ConnectError("the name does not resolve") from None
        if not addresses or not all(map(self._reach.may_dial, addresses)):
            raise NotAllowed("the address is not on the public internet; COCOONPOOL_OUTGOING_NETWORKS can allow it")
        return addresses


class GuardedTransport(httpx.AsyncHTTPTransport):
    """Judges every request and every connection, and ends answers that are too large or too slow."""

    def __init__(
        self,
        reach: Reach,
        *,
        resolve: Resolve = look_up,
        largest: int = LARGEST,
        longest_s: float = LONGEST_S,
        connections: int = 8,
    ) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._reach, self._largest, self._longest_s = reach, largest, longest_s
        # The library has no other way to be given a network; what it made before has opened nothing yet.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            keepalive_expiry=30.0,
            network_backend=JudgedBackend(reach, resolve),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._reach.judge_url(request.url)
        until = time.monotonic() + self._longest_s
        answer = await super().handle_async_request(request)
        stream = _Capped(answer.stream, self._largest, until)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream, extensions=answer.extensions)


def guarded_client(transport: GuardedTransport, timeout_s: float = 10.0) -> httpx.AsyncClient:
    """A client that goes through `transport` only, and nowhere that it is redirected to."""
    return httpx.AsyncClient(transport=transport, timeout=timeout_s, follow_redirects=False, trust_env=False)


class _Capped(httpx.AsyncByteStream):
    def __init__(self, stream: Any, most: int, until: float) -> None:
        self._stream, self._most, self._until = stream, most, until

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for part in self._stream:
            seen += len(part)
            if seen > self._most:
                raise TooMuch(f"the answer is larger than {self._most} bytes")
            if time.monotonic() > self._until:
                raise TooMuch("the answer takes too long")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def _scheme_and_port(text: str) -> tuple[str, int] | None:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError):
        return None
    port = _port(url)
    return None if port is None else (url.scheme, port)


def _port(url: httpx.URL) -> int | None:
    return _PORTS.get(url.scheme) if url.port is None else url.port
