"""1,000 sockets on a fleet of 1,000 workers that are looked at every 15 s: from stored to received, and memory.

The listeners live in a process of their own. What is measured is from before a look is stored until its message has
arrived, so the commit is in it.
"""

import asyncio
import sys
import tempfile
import time
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

import psutil
import uvloop

from bench.page_server import CHANGED_A_SECOND, KEY_FILE, write_fleet
from bench.processes import measuring, running, wait_for_port

PORT = 18_060
WORKERS = SOCKETS = 1_000
STALLED = 20
WINDOW_S = 30
_STAMP = b'"latest_sample_at":"'
_STAMP_LENGTH = len("2026-05-01T12:00:00.000000Z")
_AS_PAGES = (
    b"?since=&every=2&fields=latest_status,latest_gpu_utilization,latest_revenue_ton,latest_sample_at,last_seen,causes"
)
_DEFLATE = b"Sec-WebSocket-Extensions: permessage-deflate\r\n"
_KEPT = 64  # bytes of the last piece: a stamp may be cut in two


@lru_cache(10_000)
def _seconds(stamp: bytes) -> float:
    return datetime.fromisoformat(stamp.decode()).timestamp()


class Listener(asyncio.Protocol):
    """A client of the feed that looks at the time of each message, and at nothing else."""

    delays: list[tuple[float, int]] = []  # noqa: RUF012 - of all listeners: seconds, of so many messages
    counting = False

    def __init__(self, key: str, reads: bool = True, page: bool = False) -> None:
        self.key, self.reads, self.page = key, reads, page
        self.rest, self.messages, self.received = b"", 0, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        query, extension = (_AS_PAGES, _DEFLATE) if self.page else (b"", b"")
        self.transport.write(
            b"GET /ws/metrics" + query + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\n"
            + extension
            + b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"X-API-Key: " + self.key.encode() + b"\r\n\r\n"
        )
        if not self.reads:
            self.transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        now, piece = time.time(), self.rest + data
        count = piece.count(_STAMP)
        self.messages += count
        place = piece.find(_STAMP) + len(_STAMP)
        if Listener.counting and self.reads and count and len(piece) >= place + _STAMP_LENGTH:
            # of the first, which is the oldest: the others came no later than this makes them
            Listener.delays.append((now - _seconds(piece[place : place + _STAMP_LENGTH].partition(b'"')[0]), count))
        self._answer(piece)
        self.rest = piece[max(0, piece.rfind(_STAMP) + 1, len(piece) - _KEPT) :]

    def _answer(self, piece: bytes) -> None:
        """A ping of the server has four bytes; no text has these two."""
        ping = piece.find(b"\x89\x04")
        if 0 <= ping <= len(piece) - 6:
            self.transport.write(b"\x8a\x84\0\0\0\0" + piece[ping + 2 : ping + 6])


async def _listen(key: str, count: int, reads: bool = True, page: bool = False) -> list[Listener]:
    loop, made = asyncio.get_running_loop(), []
    for number in range(count):
        _, listener = await loop.create_connection(lambda: Listener(key, reads, page), "127.0.0.1", PORT)
        made.append(listener)
        if number % 50 == 49:
            await asyncio.sleep(0.2)
    return made


async def _window() -> list[tuple[float, int]]:
    Listener.delays, Listener.counting = [], True
    await asyncio.sleep(WINDOW_S)
    Listener.counting = False
    return sorted(Listener.delays)


def _at(delays: list[tuple[float, int]], percent: int) -> float:
    """Milliseconds within which so many percent of the messages came."""
    left = sum(count for _, count in delays) * percent / 100
    for seconds, count in delays:
        left -= count
        if left <= 0:
            return seconds * 1000
    return delays[-1][0] * 1000


def _say(what: str, delays: list[tuple[float, int]]) -> None:
    rate = sum(count for _, count in delays) / WINDOW_S
    print(f"{what}: {rate:.0f} messages a second, stored to received "
          f"p50 {_at(delays, 50):.0f} ms, p99 {_at(delays, 99):.0f} ms, "
          f"most {delays[-1][0] * 1000:.0f} ms (p99 at most 1000)", flush=True)  # fmt: skip


async def _measure(server: psutil.Process, key: str) -> None:
    alone = server.memory_info().rss / 2**20
    started = time.monotonic()
    listeners = await _listen(key, SOCKETS)
    while min(listener.messages for listener in listeners) < WORKERS:  # noqa: ASYNC110 - counts of a protocol
        await asyncio.sleep(0.1)
    print(f"{SOCKETS} sockets had all {WORKERS} workers after {time.monotonic() - started:.1f} s", flush=True)
    await asyncio.sleep(3)
    with measuring(server) as used:
        delays = await _window()
    _say(f"{SOCKETS} sockets", delays)
    each = (used.peak_rss_mib - alone) * 1024 / SOCKETS
    print(f"server: {used.cpu_seconds / used.wall_seconds:.0%} of a core, {used.peak_rss_mib:.0f} MiB, "
          f"{alone:.0f} MiB before the sockets: {each:.0f} KiB each")  # fmt: skip
    stalled = await _listen(key, STALLED, reads=False)
    with measuring(server) as used:
        delays = await _window()
    _say(f"beside {len(stalled)} that do not read", delays)
    print(f"server with them: {used.peak_rss_mib:.0f} MiB")
    for listener in (*listeners, *stalled):
        listener.transport.abort()
    await _measure_pages(server, key)


async def _measure_pages(server: psutil.Process, key: str) -> None:
    """As many pages of the dashboard: a few fields by column, compressed."""
    await asyncio.sleep(3)
    alone = server.memory_info().rss / 2**20
    pages = await _listen(key, SOCKETS, page=True)
    await asyncio.sleep(5)
    before = sum(page.received for page in pages)
    with measuring(server) as used:
        await asyncio.sleep(WINDOW_S)
    each = (sum(page.received for page in pages) - before) / SOCKETS / WINDOW_S / 1000
    cores, memory = used.cpu_seconds / used.wall_seconds, (used.peak_rss_mib - alone) * 1024 / SOCKETS
    print(f"{SOCKETS} pages by columns, compressed: {each:.1f} kB/s each, {cores:.0%} of a core")
    print(f"server with them: {used.peak_rss_mib:.0f} MiB, {memory:.0f} KiB for each more than before them")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        write_fleet(Path(name), WORKERS)
        arguments = [sys.executable, "-m", "bench.page_server", name, str(PORT), str(CHANGED_A_SECOND)]
        with running(arguments) as server:
            wait_for_port("127.0.0.1", PORT)
            key = (Path(name) / KEY_FILE).read_text().strip()
            uvloop.run(_measure(server, key))
