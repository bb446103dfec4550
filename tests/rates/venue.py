"""A source of prices on a local port that answers as told, byte for byte."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "chain" / "prices_synthetic.json").read_text(encoding="utf-8")
)
Asked = Callable[[str, dict[str, str]], bytes]
"""(path, parameters) -> the whole answer, headers included; b"" to stay silent."""


def recorded(beginning: str) -> bytes:
    """The recorded answer whose name begins so, as JSON."""
    (found,) = (value for name, value in RECORDED.items() if name.startswith(beginning))
    return json.dumps(found).encode()


def answer(body: bytes, status: int = 200, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Venue:
    """`asked` holds every question so far."""

    def __init__(self, reply: Asked) -> None:
        self.reply = reply
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[str] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except ConnectionError:  # the other side had enough
            pass
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        url = urlsplit(head.split(" ")[1])
        parameters = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.asked.append((url.path, parameters))
        self.headers.append(head)
        if said := self.reply(url.path, parameters):
            writer.write(said)
            await writer.drain()
        else:
            await reader.read()  # silent until the other side hangs up


@asynccontextmanager
async def venue(reply: Asked | bytes) -> AsyncIterator[Venue]:
    """A running one, that always says the same when given bytes."""
    told: Asked = (lambda _path, _parameters: reply) if isinstance(reply, bytes) else reply
    one = Venue(told)
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield one


@asynccontextmanager
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as http:
        yield http
