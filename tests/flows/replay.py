"""Replays a recorded worker over real sockets, byte for byte as it was captured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.captures import PAYLOADS


def _raw(name: str) -> bytes:
    """The capture as it went over the wire: chunked bodies were recorded decoded, so they are chunked again."""
    recorded = (PAYLOADS / f"{name}.http").read_bytes()
    head, _, body = recorded.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    return head + b"\r\n\r\n" + body


@asynccontextmanager
async def replaying(name: str, port: int = 0) -> AsyncIterator[int]:
    """Serves `<name>_jsonstats` and `<name>_stats`; yields the port."""
    pages = {b"/jsonstats": _raw(f"{name}_jsonstats"), b"/stats": _raw(f"{name}_stats")}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                target = request.split(b" ", 2)[1].partition(b"?")[0]
                writer.write(pages.get(target, b"HTTP/1.0 400 not found\r\nContent-Length: 0\r\n\r\n"))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", port)
    async with server:
        yield server.sockets[0].getsockname()[1]
