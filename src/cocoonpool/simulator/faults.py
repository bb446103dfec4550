"""Connections on which something is wrong: one entry each in the tables below."""

import asyncio
import random
import socket
import struct
from collections.abc import Callable
from typing import Final

from .answers import BUILDS
from .connection import Tracked, Write, connection_of, write_at_once
from .options import OLD
from .site import Site

_DRIP_BYTES: Final = 16
_DRIP_EVERY_S: Final = 0.2
_FLOOD: Final = b"\n" + b" " * 65_535
_LINGER_NONE: Final = struct.pack("ii", 1, 0)  # close() then sends RST

# 192.0.2.0/24 is nobody's (RFC 5737): a client that follows gets nowhere.
_REDIRECT: Final = b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1:12000/jsonstats\r\nContent-Length: 0\r\n\r\n"
_NGINX_BODY: Final = (
    b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
    b"<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
)
_NGINX: Final = (
    b"HTTP/1.1 404 Not Found\r\nServer: nginx/1.24.0\r\nContent-Type: text/html\r\n"
    b"Content-Length: %d\r\nConnection: keep-alive\r\n\r\n%b" % (len(_NGINX_BODY), _NGINX_BODY)
)
_NOISE: Final = random.Random(0).randbytes(4000)  # noqa: S311 - not for secrets


class Canned:
    """A server that gives the same answer to everything."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def respond(self, target: bytes) -> bytes:  # noqa: ARG002 - whatever was asked
        return self._answer


class Silent(Tracked):
    """Accepts and reads, and that is all."""


class Resetting(Silent):
    """Accepts, then resets."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NONE)
        self.transport.abort()


class Flooding(Silent):
    """Answers with a body that never ends, as fast as the other side reads."""

    def __init__(self, live: set[asyncio.Transport], generation: str) -> None:
        super().__init__(live)
        head = BUILDS[generation].page("01_fresh_jsonstats", b"")
        self._is_old = generation == OLD
        # The old server says a length, so it says one beyond reason; the new one sends chunk after chunk.
        self._head = head.replace(b"Content-Length: 0", b"Content-Length: %d" % 2**40).removesuffix(b"0\r\n\r\n")
        self._part = _FLOOD if self._is_old else b"%x\r\n%b\r\n" % (len(_FLOOD), _FLOOD)
        self._flowing = False
        self._is_full = False

    def data_received(self, data: bytes) -> None:  # noqa: ARG002 - whatever was asked
        if not self._flowing:
            self._flowing = True
            self.transport.write(self._head)
            self._pour()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._pour()

    def _pour(self) -> None:
        if self._is_full or self.transport.is_closing():
            return
        self.transport.write(self._part)
        asyncio.get_running_loop().call_soon(self._pour)


def drip(transport: asyncio.Transport, data: bytes) -> None:
    """Sends a few bytes at a time."""
    if transport.is_closing():
        return
    transport.write(data[:_DRIP_BYTES])
    if rest := data[_DRIP_BYTES:]:
        asyncio.get_running_loop().call_later(_DRIP_EVERY_S, drip, transport, rest)


def cut_off(transport: asyncio.Transport, data: bytes) -> None:
    """Sends half of the answer and hangs up."""
    transport.write(data[: len(data) // 2])
    transport.close()


# Other answers on a connection with good habits.
_CANNED: Final[dict[str, Callable[[str], bytes]]] = {
    "redirect": lambda generation: _REDIRECT,  # noqa: ARG005
    "not_a_worker": lambda generation: _NGINX,  # noqa: ARG005
    "noise": lambda generation: _NOISE,  # noqa: ARG005
    "garbage": lambda generation: BUILDS[generation].page("01_fresh_jsonstats", _NOISE),
}
# The right answers, badly written.
_WRITES: Final[dict[str, Write]] = {"slow": drip, "cut_off": cut_off}


def connection_for(site: Site, live: set[asyncio.Transport]) -> asyncio.Protocol:
    """The protocol of a connection that has just come in."""
    fault, generation = site.fault, site.worker.generation
    match fault:
        case "hang":
            return Silent(live)
        case "reset":
            return Resetting(live)
        case "too_large":
            return Flooding(live, generation)
    responder = Canned(_CANNED[fault](generation)) if fault in _CANNED else site
    return connection_of(generation)(responder, _WRITES.get(fault or "", write_at_once), live)
