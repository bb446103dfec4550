"""A lean HTTP/1.1 client connection: one GET at a time on a kept-open socket, every part of an answer capped.

It is asked every 15 s for each of thousands of workers, so it does nothing a worker does not need: no
redirects, no cookies, no compression, no request bodies.
"""

import asyncio
from enum import Enum, auto
from typing import Final, cast

import msgspec
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

_MAX_HEADERS: Final = 100
_MAX_HEADER_BYTES: Final = 64 << 10
_MAX_FRAMING: Final = 128 << 10  # bytes on the wire that are no body: headers, chunk sizes, trailers


class Fault(Enum):
    """Why a request got no answer."""

    CLOSED = auto()  # before the first byte of one: a kept socket that died, or a refusal after accepting
    CUT = auto()  # in the middle of one
    TIMEOUT = auto()
    TOO_LARGE = auto()
    NOT_HTTP = auto()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """One complete HTTP answer. Everything in it is untrusted."""

    status: int
    reason: bytes
    server: bytes | None
    body: bytes


class _Incoming:
    """What has arrived of one answer. The methods are the callbacks of the parser."""

    __slots__ = (
        "body",
        "cap",
        "complete",
        "framed",
        "headed",
        "header_bytes",
        "headers",
        "reason",
        "server",
        "too_large",
    )

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.reason = b""
        self.server: bytes | None = None
        self.body = bytearray()
        self.headers = 0
        self.header_bytes = 0
        self.headed = False
        self.framed = False  # its end is known from a length or from chunks, not only from the end of the stream
        self.complete = False
        self.too_large = False

    def on_message_begin(self) -> None:
        if self.complete:
            raise HttpParserError("a second answer to one request")

    def on_status(self, part: bytes) -> None:
        self.reason += part

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers += 1
        self.header_bytes += len(name) + len(value)
        if self.headers > _MAX_HEADERS or self.header_bytes > _MAX_HEADER_BYTES:
            self.too_large = True
            return
        name = name.lower()
        if name == b"server":
            self.server = value
        elif name == b"content-length":
            self.framed = True
            self.too_large |= value.isdigit() and (len(value) > 18 or int(value) > self.cap)
        elif name == b"transfer-encoding":
            self.framed = True

    def on_headers_complete(self) -> None:
        self.headed = True

    def on_body(self, part: bytes) -> None:
        if len(self.body) + len(part) > self.cap:
            self.too_large = True
        elif not self.too_large:
            self.body += part

    def on_message_complete(self) -> None:
        self.complete = True


class HttpConnection(asyncio.Protocol):
    """One connected socket. It stays usable after an answer until the peer closes it or an answer goes wrong.

    Old workers say `Connection: Close` and go on answering, so that header is not believed.
    """

    __slots__ = ("_body_cap", "_incoming", "_parser", "_transport", "_waiter", "_wire", "closed")

    def __init__(self, body_cap: int) -> None:
        self.closed = False
        self._body_cap = body_cap
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[Answer | Fault] | None = None
        self._incoming: _Incoming | None = None
        self._parser: HttpResponseParser | None = None
        self._wire = 0

    async def ask(self, request: bytes) -> Answer | Fault:
        """Sends one encoded GET and waits for its answer; `expire` ends the waiting. One at a time."""
        if self.closed or self._transport is None:
            return Fault.CLOSED
        self._wire = 0
        self._incoming = _Incoming(self._body_cap)
        # A parser per answer: after `Connection: Close` a parser refuses whatever follows.
        self._parser = HttpResponseParser(self._incoming)
        self._waiter = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._waiter
        except asyncio.CancelledError:
            self.abort()
            raise

    def expire(self) -> None:
        """Gives up on the answer being waited for."""
        self._fail(Fault.TIMEOUT)

    def abort(self) -> None:
        """Closes the socket at once: nothing more is read from it."""
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        incoming, parser = self._incoming, self._parser
        if incoming is None or parser is None:
            self.abort()  # nobody asked for anything
            return
        self._wire += len(data)
        try:
            parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            if not (incoming.complete or incoming.too_large):
                self._fail(Fault.NOT_HTTP)
                return
            self.abort()  # the answer is good, what follows it is not
        if incoming.too_large or self._wire > _MAX_FRAMING + 2 * len(incoming.body):
            self._fail(Fault.TOO_LARGE)
        elif incoming.complete:
            self._give(_answer(incoming, parser))

    def eof_received(self) -> None:
        self.closed = True  # the transport closes itself now
        incoming, parser = self._incoming, self._parser
        if incoming is not None and parser is not None and incoming.headed and not incoming.framed:
            self._give(_answer(incoming, parser))

    def connection_lost(self, _exc: Exception | None) -> None:
        self.closed = True
        self._give(Fault.CUT if self._wire else Fault.CLOSED)
        self._transport = None

    def _fail(self, fault: Fault) -> None:
        self.abort()
        self._give(fault)

    def _give(self, outcome: Answer | Fault) -> None:
        waiter, self._waiter = self._waiter, None
        self._incoming = self._parser = None
        if waiter is not None and not waiter.done():
            waiter.set_result(outcome)


def _answer(incoming: _Incoming, parser: HttpResponseParser) -> Answer:
    return Answer(parser.get_status_code(), incoming.reason, incoming.server, bytes(incoming.body))
