"""Bytes per stored value of one past: ours, the plain row table, Prometheus and VictoriaMetrics, in one run."""

import asyncio
import tempfile
import time
from pathlib import Path

from bench.fleet_history import DAY_TICKS, SEED, T0, worker_past
from bench.processes import running, wait_for_port
from bench.stores import (
    by_resolution,
    count_values,
    fill,
    folder_bytes,
    import_into_victoria,
    new_database,
    prometheus_blocks,
    put_rows,
    size_of,
)
from cocoonpool.samples.sealed.columns import Columns

WORKERS, DAYS = 20, 4
VICTORIA_PORT = 18_428
DAY_MS = 86_400_000


async def ours(path: Path, pasts: dict[int, Columns]) -> tuple[int, dict[int, tuple[int, int, int]]]:
    """Bytes of the file without what an empty one has, and the payloads by resolution."""
    db = await new_database(path, len(pasts))
    empty = size_of(path)
    await fill(db, pasts, (T0, T0 + DAYS * DAY_MS), settle=0)
    size, found = size_of(path) - empty, await by_resolution(db)
    await db.close()
    return size, found


def plain(path: Path, pasts: dict[int, Columns]) -> int:
    for worker_id, past in pasts.items():
        put_rows(path, worker_id, past)
    return size_of(path)


def victoria(folder: Path, pasts: dict[int, Columns]) -> int:
    data = folder / "victoria"
    command = ["victoria-metrics", f"-storageDataPath={data}", f"-httpListenAddr=127.0.0.1:{VICTORIA_PORT}"]
    with running([*command, "-retentionPeriod=100y", "-loggerLevel=ERROR"]):
        wait_for_port("127.0.0.1", VICTORIA_PORT)
        import_into_victoria(f"http://127.0.0.1:{VICTORIA_PORT}", pasts)
        time.sleep(5)  # old parts go a moment after the merge
    return folder_bytes(data)


def main() -> None:
    pasts = {n + 1: worker_past(n, DAYS * DAY_TICKS) for n in range(WORKERS)}
    values = count_values(pasts)
    print(f"seed {SEED}: {WORKERS} workers, {DAYS} days, {values:,} values", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sealed, parts = asyncio.run(ours(folder / "sealed.db", pasts))
        for resolution, (segments, size, rows) in sorted(parts.items()):
            print(f"  {resolution:6} s: {segments} segments, {rows:,} rows, {size / values:.3f} bytes per value")
        looks = parts[0][1] / values
        print(f"sealed, all in one file, rollups too: {sealed / values:.3f} bytes per value (looks alone {looks:.3f})")
        for other, size in (
            ("VictoriaMetrics", victoria(folder, pasts)),
            ("Prometheus", prometheus_blocks(folder, pasts)),
            ("row table", plain(folder / "rows.db", pasts)),
        ):
            print(f"{other}: {size / values:.3f} bytes per value, {size / sealed:.2f} x ours", flush=True)


if __name__ == "__main__":
    main()
