"""A small HTTP server: one request per connection, its head in, an answer out."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

import msgspec

_LARGEST_HEAD: Final = 8192
_PATIENCE_S: Final = 10.0


class Door:
    """`respond` makes the bytes of an answer from those of a request's head."""

    def __init__(self, respond: Callable[[bytes], Awaitable[bytes]]) -> None:
        self._respond = respond
        self._server: asyncio.Server | None = None
        self._live: set[asyncio.StreamWriter] = set()
        self.url = ""

    async def open(self, host: str, port: int) -> None:
        """Listens; port 0 takes a free one. Raises OSError when the port is taken."""
        self._server = await asyncio.start_server(self._serve, host, port, limit=_LARGEST_HEAD)
        self.url = f"http://{host}:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._live):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._live.add(writer)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(await self._respond(head))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._live.discard(writer)
            writer.close()


def answer(status: HTTPStatus, content: Any) -> bytes:
    body = msgspec.json.encode(content)
    return b"HTTP/1.1 %d %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (
        status,
        status.phrase.encode(),
        len(body),
        body,
    )
