"""How much memory the longest questions take: a year of every look, and of every minute of a fleet, sent as it is read.

A server of its own is asked over HTTP. Its peak of resident memory is what the kernel says, before and after.
"""

import asyncio
import hashlib
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
from sqlalchemy import insert

from bench.fleet_history import DAY_TICKS, SEED, T0, worker_past
from bench.history_speed import DAY_MS
from bench.processes import running, wait_for_port
from bench.stores import HOLD_MS, new_database
from cocoonpool.db import Database, from_ms
from cocoonpool.samples.fleet_fields import FLEET_FIELDS
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Columns, joined
from cocoonpool.samples.sealed.models import SealedUntil
from cocoonpool.samples.sealed.rollup import Before, rolled
from cocoonpool.samples.sealed.segments import PERIODS, RAW, ROLLUPS

PORT, WORKERS, MONTH_DAYS, MONTHS = 18_020, 4, 30, 12
MONTH_MS = MONTH_DAYS * DAY_MS
START, END = T0 - MONTHS * MONTH_MS, T0


def month(worker: int, number: int) -> Columns:
    past = worker_past(worker, MONTH_DAYS * DAY_TICKS, SEED + number)
    moved = Columns(past.at - T0 + START + number * MONTH_MS, past.data)
    return moved.between(START + number * MONTH_MS, START + (number + 1) * MONTH_MS)


async def fill(db: Database, worker: int) -> None:
    """A year of a worker; every look only of the first one."""
    parts: dict[int, list[Columns]] = {resolution: [] for resolution in (RAW, *ROLLUPS)}
    for number in range(MONTHS):
        looks, begin = month(worker, number), START + number * MONTH_MS
        if worker == 1:
            parts[RAW].append(looks)
        for width in ROLLUPS:
            parts[width].append(rolled(looks, Before(), begin, begin + MONTH_MS, width * 1000, HOLD_MS))
    rows = []
    for resolution, some in parts.items():
        whole, step = joined(some), PERIODS[resolution]
        cut = [whole.between(at, at + step) for at in range(START // step * step, END, step)]
        rows += [segments.made(worker, resolution, part) for part in cut if len(part)]
    async with db.transaction() as session:
        await session.execute(insert(segments.TABLE), rows)
        await session.execute(insert(SealedUntil.__table__), [{"worker_id": worker, "until": END}])  # type: ignore[arg-type]


def peak_mib(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def read(path: str, key: str) -> tuple[int, float, str]:
    """Bytes, seconds and a digest of an answer, none of which is kept."""
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/api/v1{path}", headers={"X-API-Key": key})
    begun, size, digest = time.monotonic(), 0, hashlib.sha256()
    with urllib.request.urlopen(request, timeout=600) as answer:
        while part := answer.read(1 << 20):
            size += len(part)
            digest.update(part)
    return size, time.monotonic() - begun, digest.hexdigest()[:12]


def times(days: int) -> str:
    start, end = (f"{from_ms(at):%Y-%m-%dT%H:%M:%SZ}" for at in (END - days * DAY_MS, END))
    return f"from={start}&to={end}"


def questions() -> dict[str, str]:
    days, fields = MONTHS * MONTH_DAYS, ",".join(FLEET_FIELDS)
    query = f"/metrics/query?{times(days)}&resolution=1m&fields={fields}"
    return {
        "a day of every look": f"/workers/1/metrics?{times(1)}&resolution=raw",
        "a day of the fleet's minutes, JSON": f"/metrics/query?{times(1)}&resolution=1m&fields={fields}",
        "a year of every look": f"/workers/1/metrics?{times(days)}&resolution=raw",
        "a year of a worker's minutes": f"/workers/1/metrics?{times(days)}&resolution=1m",
        "a year of the fleet's minutes, JSON": query,
        "a year of each worker's minutes, CSV": f"{query}&by=worker&format=csv",
        "a year of each worker's minutes, Arrow": f"{query}&by=worker&format=arrow",
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(filled(folder / "cocoonpool.db"))
        environment = {
            "COCOONPOOL_DATA_DIR": name, "COCOONPOOL_DISCOVER": "off", "COCOONPOOL_READS_PER_MINUTE": "0",
            "COCOONPOOL_PORT": str(PORT), "COCOONPOOL_KEEP_RAW_DAYS": "3650", "COCOONPOOL_KEEP_1M_DAYS": "3650",
            "PATH": "/usr/bin:/bin",
        }  # fmt: skip
        with running([sys.executable, "-m", "cocoonpool", "serve"], env=environment) as server:
            wait_for_port("127.0.0.1", PORT)
            key = (folder / "operator.key").read_text().strip()
            print(f"  {'started':40} {'':32} peak {peak_mib(server):,.0f} MiB")
            for title, path in questions().items():
                size, took, _ = read(path, key)
                print(
                    f"  {title:40} {size / 2**20:10,.1f} MiB in {took:6.1f} s, peak {peak_mib(server):,.0f} MiB",
                    flush=True,
                )


async def filled(path: Path) -> None:
    db = await new_database(path, WORKERS)
    for worker in range(1, WORKERS + 1):
        await fill(db, worker)
    await db.close()


if __name__ == "__main__":
    main()
