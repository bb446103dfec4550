"""Raw sockets to simulated workers: bytes out, bytes back, and when the other side hung up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import msgspec

from cocoonpool.simulator import Options, Simulator

PATIENCE_S = 5.0
HUNG_UP = b"<EOF>"


@asynccontextmanager
async def simulated(**chosen: Any) -> AsyncIterator[Simulator]:
    """Workers on free ports in a world that stands still until it is told to go on."""
    defaults: dict[str, Any] = {"workers": 1, "base_port": 0, "control_port": None, "tick": 0}
    simulator = Simulator(Options(**(defaults | chosen)))
    await simulator.start()
    try:
        yield simulator
    finally:
        await simulator.stop()


class Wire:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def to(cls, simulator: Simulator, worker: int = 0) -> Self:
        listener = simulator.listeners[worker]
        return cls(*await asyncio.open_connection(listener.host, listener.port, limit=2**20))

    @classmethod
    async def to_health(cls, address: str) -> Self:
        kind, _, rest = address.partition(":")
        if kind == "unix":
            return cls(*await asyncio.open_unix_connection(rest))
        host, _, port = rest.removeprefix("//").rpartition(":")
        return cls(*await asyncio.open_connection(host, int(port)))

    async def ask(self, target: str, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
        """One whole answer, as framed: by Content-Length, or by the last chunk."""
        lines = [f"{method} {target} HTTP/{version}", "Host: worker", *headers]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())
        return await self.answer()

    async def answer(self) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            head = await self.reader.readuntil(b"\r\n\r\n")
            if b"Transfer-Encoding: chunked" in head:
                return head + await self.reader.readuntil(b"0\r\n\r\n")
            length = head.split(b"Content-Length: ")[1].split(b"\r\n")[0]
            return head + await self.reader.readexactly(int(length))

    async def rest(self, most: int = 2**20) -> bytes:
        """What comes until the other side hangs up, `<EOF>` at its end, or until `most` bytes have come."""
        got = b""
        async with asyncio.timeout(PATIENCE_S):
            while len(got) < most:
                part = await self.reader.read(65_536)
                if not part:
                    self.close()
                    return got + HUNG_UP
                got += part
        return got

    async def is_silent(self, seconds: float = 0.1) -> bool:
        """Whether nothing comes and the connection stays."""
        try:
            await asyncio.wait_for(self.reader.read(1), seconds)
        except TimeoutError:
            return True
        return False

    async def command(self, payload: bytes) -> bytes:
        """One answer of a health monitor."""
        self.writer.write(len(payload).to_bytes(4, "little") + payload)
        async with asyncio.timeout(PATIENCE_S):
            length = int.from_bytes(await self.reader.readexactly(4), "little")
            return await self.reader.readexactly(length)

    def close(self) -> None:
        self.writer.transport.abort()


async def page(simulator: Simulator, target: str, worker: int = 0) -> bytes:
    """One answer on a connection of its own, head and all."""
    wire = await Wire.to(simulator, worker)
    try:
        return await wire.ask(target)
    finally:
        wire.close()


async def control(simulator: Simulator, method: str, path: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the simulator's own URL."""
    host, _, port = simulator.control_url.removeprefix("http://").rpartition(":")
    wire = Wire(*await asyncio.open_connection(host, int(port), limit=2**20))
    try:
        answer = await wire.ask(path, method=method)
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]), msgspec.json.decode(body, type=dict[str, Any])
    finally:
        wire.close()


def body_of(answer: bytes) -> bytes:
    """The body, its one chunk taken out of its frame."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"Transfer-Encoding: chunked" not in head:
        return body
    size, _, rest = body.partition(b"\r\n")
    return rest[: int(size, 16)]
