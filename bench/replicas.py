"""Two servers on one PostgreSQL: how long after the one that looked does the other show the same look.

One collects, the other only serves. A listener on each notes when every look of every worker arrives.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from bench.processes import registered, running, simulator_command, wait_for_port
from cocoonpool.auth.keys import ensure_operator_key
from cocoonpool.client import AsyncPool
from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import postgres

PORTS = (18_070, 18_071)
WORKERS = 1_000
WINDOW_S = 45

Arrivals = dict[tuple[int, object], float]
"""When the look of a worker at a time was heard of."""


async def _prepare(url: str, folder: Path) -> str:
    await registered(url, WORKERS)
    db = Database(url)
    key = await ensure_operator_key(db, folder, utc_now())
    await db.close()
    return key or ""


async def _hear(port: int, key: str, heard: Arrivals) -> None:
    async with AsyncPool(f"http://127.0.0.1:{port}", key) as pool:
        async for update in pool.listen():
            if update.worker is not None and update.worker.latest_sample_at is not None:
                heard.setdefault((update.worker_id, update.worker.latest_sample_at), time.monotonic())


async def _window(key: str) -> tuple[Arrivals, Arrivals]:
    first, second = Arrivals(), Arrivals()
    listeners = [
        asyncio.create_task(_hear(port, key, heard)) for port, heard in zip(PORTS, (first, second), strict=True)
    ]
    await asyncio.sleep(20)  # all workers were looked at, and both listeners have had their snapshot
    first.clear()
    second.clear()
    await asyncio.sleep(WINDOW_S)
    for listener in listeners:
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener
    return first, second


def _report(first: Arrivals, second: Arrivals) -> None:
    behind = sorted(second[look] - at for look, at in first.items() if look in second)
    late = [abs(seconds) for seconds in behind]
    worst = sorted(late)[int(len(late) * 0.99)]
    print(f"{len(first)} looks heard from one, {len(second)} from the other, {len(behind)} from both")
    print(f"the other replica is behind by {median(behind) * 1000:.0f} ms (median), p99 {worst * 1000:.0f} ms, "
          f"most {max(late) * 1000:.0f} ms (at most 1000)")  # fmt: skip


@contextmanager
def _serving(url: str, port: int, *, collects: bool) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "COCOONPOOL_DATABASE_URL": url, "COCOONPOOL_DATA_DIR": folder, "COCOONPOOL_PORT": str(port),
            "COCOONPOOL_DISCOVER": "off", "COCOONPOOL_COLLECT": str(collects), "PATH": "/usr/bin:/bin",
        }  # fmt: skip
        with running([sys.executable, "-m", "cocoonpool", "serve"], env=environment):
            wait_for_port("127.0.0.1", port)
            yield


def main() -> None:
    with postgres.running() as server, tempfile.TemporaryDirectory() as name, running(simulator_command(WORKERS)):
        postgres.sql(server, "postgres", "CREATE DATABASE replicas")
        url = server.url("replicas")
        key = asyncio.run(_prepare(url, Path(name)))
        with _serving(url, PORTS[0], collects=True), _serving(url, PORTS[1], collects=False):
            _report(*asyncio.run(_window(key)))
