"""Real listeners on 127.0.0.1 that behave as workers of both generations do, and as hostile strangers might."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks
from tests.captures import PAYLOADS

LOOPBACK = AllowedNetworks.parse(DEFAULT_NETWORKS)
Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(script: Script, path: Path | None = None) -> AsyncIterator[int]:
    """A server that runs `script` for each connection; gives its port. With `path`, on a unix socket there."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await script(reader, writer)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    if path is None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
    else:
        server = await asyncio.start_unix_server(serve, path)
    try:
        yield 0 if path else server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def client_of(script: Script, access_hash: str | None = None, **limits: float) -> AsyncIterator[WorkerClient]:
    """A client whose worker is `script`. Silence is judged fast."""
    cap, every = int(limits.pop("body_cap", 1 << 20)), limits.pop("perf_every", None)
    async with listening(script) as port:
        times = {"connect_timeout": 1.0, "total_timeout": 2.0} | limits
        often = None if every is None else int(every)
        client = WorkerClient("127.0.0.1", port, LOOPBACK, access_hash, body_cap=cap, perf_every=often, **times)
        try:
            yield client
        finally:
            await client.aclose()


def recorded(name: str) -> bytes:
    """A capture as the worker sent it: the new generation's bodies go out in chunks."""
    raw = (PAYLOADS / f"{name}.http").read_bytes()
    head, gap, body = raw.partition(b"\r\n\r\n")
    return head + gap + chunked(body) if b"Transfer-Encoding: chunked" in head else raw


def chunked(body: bytes, size: int = 4096) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answers(pages: Mapping[str, bytes], *, piece: int = 1 << 20, asked: list[bytes] | None = None) -> Script:
    """Answers request after request on one socket, from `pages` by path, in pieces, and never closes."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            request = await reader.readuntil(b"\r\n\r\n")
            if asked is not None:
                asked.append(request)
            path = request.split(b" ")[1].partition(b"?")[0].decode()
            raw = pages[path]
            for at in range(0, len(raw), piece):
                writer.write(raw[at : at + piece])
                await asyncio.sleep(0)

    return script


def says(raw: bytes, *, close: bool = False) -> Script:
    """Sends `raw` whatever is asked, once, then closes or keeps silent."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()
        if not close:
            await reader.read()

    return script


def reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection with a TCP reset."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
