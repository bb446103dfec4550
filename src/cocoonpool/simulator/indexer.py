"""A stand-in for a toncenter v3 indexer, over HTTP, with faults on demand.

chain = Chain()
async with IndexerServer(chain) as server:
    chain.pay(wallet, [Payment(to=alice, amount=5)])
    server.fail(Fault(kind="429", retry_after="1"))
    ...  # ask server.url + "/transactions?account=…"
"""

import asyncio
import gzip
import re
from collections import deque
from collections.abc import Collection
from http import HTTPStatus
from typing import Final, Self

import msgspec

from .chain import Chain
from .indexanswers import Refused, answer
from .indexfaults import PAGE_FAULTS, Fault, Faults

_LARGEST_HEAD: Final = 32_768
_REQUEST: Final = re.compile(rb"(GET|POST) /api/v3/(\w+)(?:\?(\S*))? HTTP/1\.[01]\r\n", re.ASCII)
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d{1,7})\r\n", re.IGNORECASE)
_KEY: Final = re.compile(rb"\r\nx-api-key: *([^\r]*)\r\n", re.IGNORECASE)
_HTML: Final = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_FOREVER_S: Final = 3600.0


class Asked(msgspec.Struct, frozen=True):
    """One request that came in."""

    path: str
    query: str
    head: bytes


class IndexerServer:
    """Serves `chain` at `url`. With `api_keys`, one of them must come in `X-API-Key`."""

    def __init__(
        self, chain: Chain, *, host: str = "127.0.0.1", port: int = 0, api_keys: Collection[str] = (), seed: int = 1
    ) -> None:
        self.chain = chain
        self.faults = Faults(seed)
        self.asked: deque[Asked] = deque(maxlen=10_000)
        self.url = ""
        self._host = host
        self._port = port
        self._keys = frozenset(key.encode() for key in api_keys)
        self._server: asyncio.Server | None = None
        self._live: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listens; port 0 takes a free one. Raises OSError when the port is taken."""
        self._server = await asyncio.start_server(self._serve, self._host, self._port, limit=_LARGEST_HEAD)
        self._port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://{self._host}:{self._port}/api/v3"

    async def stop(self) -> None:
        """Closes the port and ends the connections. `start` opens the same port again."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in list(self._live):
            task.cancel()
        await asyncio.gather(*self._live, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def fail(self, fault: Fault) -> None:
        """The next requests meet this fault. Raises ValueError: no such kind."""
        self.faults.plan(fault)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._live.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the other side went, or we close
        finally:
            self._live.discard(task)
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection goes on."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        content = await reader.readexactly(int(length[1])) if length else b""
        request = _REQUEST.match(head)
        path, query = (request[2].decode(), (request[3] or b"").decode("ascii", "replace")) if request else ("", "")
        self.asked.append(Asked(path, query, head))
        fault = self.faults.next(path)
        if fault is not None and await _interrupted(fault, writer):
            return False
        writer.write(self._respond(path, query, head, content, fault))
        await writer.drain()
        return fault is None or fault.kind != "cut_off"

    def _respond(self, path: str, query: str, head: bytes, content: bytes, fault: Fault | None) -> bytes:
        key = _KEY.search(head)
        if fault is not None and (found := _instead(fault)):
            return found
        try:
            if self._keys and (key is None or key[1] not in self._keys):
                raise Refused(HTTPStatus.UNAUTHORIZED)
            said = answer(self.chain, path, query, content)
        except Refused as refused:
            return _framed(refused.status, msgspec.json.encode(refused.content))
        if fault is not None and fault.kind in PAGE_FAULTS and "transactions" in said:
            said = said | {"transactions": PAGE_FAULTS[fault.kind](said["transactions"], self.faults.chance)}
        return _spoiled(fault, msgspec.json.encode(said))


async def _interrupted(fault: Fault, writer: asyncio.StreamWriter) -> bool:
    """Waits where the fault is to be slow; whether there is no answer at all."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "silent":
        await asyncio.sleep(_FOREVER_S)
    if fault.kind == "hang_up":
        writer.transport.abort()
        return True
    return False


def _instead(fault: Fault) -> bytes:
    """The answer that takes the place of a good one; empty when there is to be a good one."""
    if fault.kind == "html":
        return _framed(HTTPStatus.OK, _HTML, "text/html")
    if fault.kind == "redirect":
        return _framed(HTTPStatus.FOUND, b"", extra=f"Location: {fault.location}\r\n")
    if not fault.kind.isdecimal():
        return b""
    status = HTTPStatus(int(fault.kind))
    extra = f"Retry-After: {fault.retry_after}\r\n" if fault.retry_after else ""
    if status in (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        return _framed(status, _HTML, "text/html", extra)  # a gateway's own
    return _framed(status, msgspec.json.encode(Refused(status, None).content), extra=extra)


def _spoiled(fault: Fault | None, body: bytes) -> bytes:
    kind = fault.kind if fault else ""
    if kind == "truncated_json":
        return _framed(HTTPStatus.OK, body[: len(body) // 2])
    if kind == "cut_off":
        whole = _framed(HTTPStatus.OK, body)
        return whole[: len(whole) - len(body) // 2 - 1]
    if fault is not None and kind == "oversized":
        return _framed(HTTPStatus.OK, body[:-1] + b" " * fault.size + body[-1:])
    if fault is not None and kind == "bomb":
        return _framed(HTTPStatus.OK, gzip.compress(bytes(fault.size)), extra="Content-Encoding: gzip\r\n")
    return _framed(HTTPStatus.OK, body)


def _framed(status: HTTPStatus, body: bytes, kind: str = "application/json", extra: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {int(status)} {status.phrase}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
