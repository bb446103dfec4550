"""How each generation talks HTTP on a socket. Habits as recorded in 18_http_connection_behaviour of each."""

import asyncio
import re
from collections.abc import Callable
from typing import Final, Protocol, cast

from .answers import METHOD_NOT_ALLOWED, OPTIONS
from .options import OLD

Write = Callable[[asyncio.Transport, bytes], None]

_HEAD_END: Final = b"\r\n\r\n"
_LARGEST_HEAD: Final = 16_384
_LARGEST_REQUEST: Final = 1_048_576
_LENGTH: Final = re.compile(rb"\r\ncontent-length:\s*(\d{1,12})", re.IGNORECASE)
_CONNECTION: Final = re.compile(rb"\r\nconnection:\s*([a-z-]+)", re.IGNORECASE)
_REQUEST: Final = re.compile(rb"([A-Za-z]+) (\S+) HTTP/1\.([01])")
_OLD_REQUEST: Final = re.compile(rb"[A-Z]+ (\S+) HTTP/1\.[01]")
_ORIGIN: Final = re.compile(rb"https?://[^/?#]*", re.IGNORECASE)
_BAD_REQUEST: Final = b"HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n"


class Responder(Protocol):
    """Whoever knows the answers: a site, or a fault in front of it."""

    def respond(self, target: bytes) -> bytes: ...


class Tracked(asyncio.Protocol):
    """A connection that can be found in a set as long as it lives, so that a closing port can end it."""

    def __init__(self, live: set[asyncio.Transport]) -> None:
        self._live = live
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not checked by isinstance: uvloop's transports have the methods, but not the base class.
        self.transport = cast("asyncio.Transport", transport)
        self._live.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - given by asyncio
        self._live.discard(self.transport)


class _Connection(Tracked):
    """What both generations share: who answers, how it is written, and a buffer."""

    def __init__(self, site: Responder, write: Write, live: set[asyncio.Transport]) -> None:
        super().__init__(live)
        self.site = site
        self.write = write
        self._buffer = b""

    def _take_request(self) -> bytes | None:
        """The head of the next whole request, without its last CRLF; None when it has not all come."""
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            return None
        head = self._buffer[:end]
        length = _LENGTH.search(head)
        whole = end + len(_HEAD_END) + (int(length[1]) if length else 0)
        if len(self._buffer) < whole:
            return None
        self._buffer = self._buffer[whole:]
        return head


class OldConnection(_Connection):
    """2025-12: says it closes and never does; answers each of several requests; any upper-case method is a GET."""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (head := self._take_request()) is not None:
            request = _OLD_REQUEST.fullmatch(head.partition(b"\r\n")[0])
            good = request is not None and len(head) <= _LARGEST_HEAD
            self.write(self.transport, self.site.respond(request[1]) if request and good else _BAD_REQUEST)
        if len(self._buffer) > _LARGEST_REQUEST:
            self._buffer = b""
            self.write(self.transport, _BAD_REQUEST)


class NewConnection(_Connection):
    """2026-04: always chunked; keep-alive honoured; answers one of several pipelined requests; ends on nonsense."""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > _LARGEST_REQUEST:
            self.transport.close()
            return
        line, ended, _ = self._buffer.partition(b"\r\n")
        request = _REQUEST.fullmatch(line)
        if request is None and (ended or not line[:1].isalpha()):
            self.transport.close()
            return
        head = self._take_request()
        if head is None or request is None:
            return
        self._buffer = b""
        is_newer = request[3] == b"1"
        answer = self._answer(request[1], request[2])
        self.write(self.transport, answer if is_newer else answer.replace(b"HTTP/1.1", b"HTTP/1.0", 1))
        asked = _CONNECTION.search(head)
        wish = asked[1].lower() if asked else b""
        if wish == b"close" or (not is_newer and wish != b"keep-alive"):
            self.transport.close()

    def _answer(self, method: bytes, target: bytes) -> bytes:
        if method == b"OPTIONS":
            return OPTIONS
        if method not in (b"GET", b"POST"):
            return METHOD_NOT_ALLOWED
        return self.site.respond(_ORIGIN.sub(b"", target, count=1) if target.startswith(b"http") else target)


def write_at_once(transport: asyncio.Transport, data: bytes) -> None:
    """The way a working server writes."""
    transport.write(data)


def connection_of(generation: str) -> type[OldConnection | NewConnection]:
    """The habits of a build."""
    return OldConnection if generation == OLD else NewConnection
