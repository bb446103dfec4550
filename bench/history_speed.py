"""How long charts take: ours, the plain row table, Prometheus and VictoriaMetrics, asked the same in one run.

One worker over 30 days with all its figures, and 1,000 workers over a day. Milliseconds from the question to the bytes
of the answer, the median of many; ours with its session, without HTTP; the other servers over HTTP on loopback.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import insert, text

from bench.fleet_history import DAY_TICKS, SEED, T0, worker_past
from bench.processes import running, wait_for_port
from bench.stores import HOLD_MS, VALUES, get, import_into_victoria, new_database, prometheus_blocks, rows_of
from cocoonpool.auth.principal import Principal, Role
from cocoonpool.db import Database
from cocoonpool.exactjson import encode
from cocoonpool.samples.cells import json_rows
from cocoonpool.samples.period import Period
from cocoonpool.samples.points import FIELDS
from cocoonpool.samples.query import Question, answer
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.models import SealedUntil
from cocoonpool.samples.sealed.rollup import Before, rolled
from cocoonpool.samples.sealed.segments import PERIODS, RAW, ROLLUPS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.table import as_json
from cocoonpool.samples.worker_series import worker_series
from cocoonpool.workers.queries import Owned, OwnedWorkerId

DAYS, WORKERS = 30, 1_000
DAY_MS = 86_400_000
PROMETHEUS, VICTORIA = 19_092, 18_429
HOT_MS = 900_000
ASKED = list(FIELDS)[:15]
STORED = ("status", "gpu_utilization", "gpu_temperature", "queries", "busy_us", "success", "failed", "revenue",
          "tokens_total", "tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning", "bytes_received",
          "bytes_sent")  # fmt: skip
FLEET = ("queries", "gpu_utilization")
OPERATOR = Principal(Role.OPERATOR, frozenset())


def segments_of(worker: int, past: Columns, until: int) -> list[dict[str, object]]:
    """What sealing makes of a past."""
    rows = [(RAW, past.between(0, until))]
    rows += [(r, rolled(rows[0][1], Before(), T0, until // (r * 1000) * r * 1000, r * 1000, HOLD_MS)) for r in ROLLUPS]
    made = []
    for resolution, columns in rows:
        step = PERIODS[resolution]
        parts = [columns.between(at, at + step) for at in range(T0 // step * step, until, step)]
        made += [segments.made(worker, resolution, part) for part in parts if len(part)]
    return made


async def put(db: Database, worker: int, past: Columns, end: int) -> None:
    """As it is a moment before the worker's turn to be sealed."""
    until = end - HOT_MS
    async with db.transaction() as session:
        await session.execute(insert(segments.TABLE), segments_of(worker, past, until))
        await session.execute(insert(SealedUntil.__table__), [{"worker_id": worker, "until": until}])  # type: ignore[arg-type]
        if rows := rows_of(worker, past.between(until, end)):
            await session.execute(insert(TABLE), rows)


async def put_rows(db: Database, worker: int, past: Columns) -> None:
    async with db.transaction() as session:
        await session.execute(insert(TABLE), rows_of(worker, past))


async def ours(db: Database, days: int, resolution: str) -> bytes:
    period = Period(T0 + (DAYS - days) * DAY_MS, T0 + DAYS * DAY_MS)
    async with db.reading() as session:
        owned = Owned(OwnedWorkerId(1), 1, "Worker-1", 0)
        found = await worker_series(Source(session), owned, period, resolution, ASKED, HOLD_MS)
    return json_rows(found.fields)


async def ours_fleet(db: Database) -> bytes:
    question = Question(None, None, None, "all", "sum", "5m", ("requests", "gpu_utilization", "looks"))
    async with db.reading() as session:
        return as_json(await answer(session, OPERATOR, question, Period(T0, T0 + DAY_MS)), "all")


async def by_rows(db: Database, sql: str, start: int, end: int) -> bytes:
    async with db.reading() as session:
        rows = await session.execute(text(sql), {"start": start, "end": end})
        return encode([dict(row._mapping) for row in rows])


RAW_SQL = f"SELECT at, {', '.join(STORED)} FROM samples WHERE worker_id = 1 AND at >= :start AND at < :end ORDER BY at"
_OF_HOUR = ", ".join(f"avg({name})" if name.startswith("gpu") else f"max({name})" for name in STORED)
HOUR_SQL = f"SELECT at / 3600000, {_OF_HOUR} FROM samples WHERE worker_id = 1 AND at >= :start AND at < :end GROUP BY 1"
FLEET_SQL = (
    "SELECT bucket, sum(added), sum(mean) FROM (SELECT at / 300000 AS bucket, max(queries) - min(queries) AS added,"
    " avg(gpu_utilization) AS mean FROM samples WHERE at >= :start AND at < :end GROUP BY worker_id, bucket)"
    " GROUP BY bucket ORDER BY bucket"
)


def name_of(names: tuple[str, ...]) -> str:
    return f'{{__name__=~"{"|".join(names)}",worker_id="1"}}'


def http_questions(port: int, *, victoria: bool) -> dict[str, Callable[[], bytes]]:
    url, end = f"http://127.0.0.1:{port}/api/v1", T0 // 1000 + DAYS * 86_400
    day = {"start": T0 // 1000 + 300, "end": T0 // 1000 + 86_400, "step": 300}
    month = {"start": T0 // 1000 + 3600, "end": end, "step": 3600}
    raw: dict[str, str | int] = {"query": f"{name_of(STORED)}[24h]", "time": end}
    export: dict[str, str | int] = {"match[]": name_of(STORED), "start": end - 86_400, "end": end}
    return {
        "raw": lambda: get(f"{url}/export", **export) if victoria else get(f"{url}/query", **raw),
        "month": lambda: get(f"{url}/query_range", query=f"avg_over_time({name_of(STORED)}[1h])", **month),
        "fleet": lambda: (
            get(f"{url}/query_range", query="sum(increase(queries[5m]))", **day)
            + get(f"{url}/query_range", query="sum(avg_over_time(gpu_utilization[5m]))", **day)
        ),
    }


async def median_ms(work: Callable[[], Awaitable[bytes]], times: int) -> tuple[float, int]:
    """(milliseconds, bytes of the answer), after one that is not counted."""
    size, took = len(await work()), []
    for _ in range(times):
        begun = time.perf_counter()
        await work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), size


async def ask_servers(folder: Path, pasts: dict[int, Columns]) -> dict[str, dict[str, tuple[float, int]]]:
    prometheus_blocks(folder, pasts)
    quiet = {"PATH": "/usr/bin:/bin"}
    (folder / "prometheus.yml").write_text("")
    servers = {
        "Prometheus": (PROMETHEUS, ["prometheus", f"--config.file={folder}/prometheus.yml", "--log.level=error",
            f"--storage.tsdb.path={folder}/prometheus", "--storage.tsdb.retention.time=100y",
            f"--web.listen-address=127.0.0.1:{PROMETHEUS}"]),
        "VictoriaMetrics": (VICTORIA, ["victoria-metrics", f"-storageDataPath={folder}/victoria",
            f"-httpListenAddr=127.0.0.1:{VICTORIA}", "-retentionPeriod=100y", "-search.disableCache"]),
    }  # fmt: skip
    found = {}
    for name, (port, command) in servers.items():
        with running(command, env=quiet):
            wait_for_port("127.0.0.1", port, 120)
            await asyncio.sleep(3)
            if name == "VictoriaMetrics":
                import_into_victoria(f"http://127.0.0.1:{port}", pasts)
            asked = http_questions(port, victoria=name == "VictoriaMetrics")
            found[name] = {key: await median_ms(lambda q=q: asyncio.to_thread(q), 15) for key, q in asked.items()}  # type: ignore[misc]
    return found


async def measure(folder: Path, workers: int) -> None:
    sealed, rows = await new_database(folder / "sealed.db", workers), await new_database(folder / "rows.db", workers)
    one, pasts = worker_past(0, DAYS * DAY_TICKS), dict[int, Columns]()
    for worker in range(1, workers + 1):
        past = one if worker == 1 else worker_past(worker, DAY_TICKS)
        names = VALUES if worker == 1 else (*FLEET, "status", "restarted", "revenue", "success")
        pasts[worker] = Columns(past.at, {name: past.data[name] for name in names if name in past.data})
        await put(sealed, worker, past, T0 + (DAYS if worker == 1 else 1) * DAY_MS)
        await put_rows(rows, worker, pasts[worker])
    print("filled", flush=True)
    end = T0 + DAYS * DAY_MS
    results = {
        "ours": {
            "raw": await median_ms(lambda: ours(sealed, 1, "raw"), 40),
            "month": await median_ms(lambda: ours(sealed, DAYS, "auto"), 40),
            "fleet": await median_ms(lambda: ours_fleet(sealed), 15),
        },
        "row table": {
            "raw": await median_ms(lambda: by_rows(rows, RAW_SQL, end - DAY_MS, end), 15),
            "month": await median_ms(lambda: by_rows(rows, HOUR_SQL, T0, end), 5),
            "fleet": await median_ms(lambda: by_rows(rows, FLEET_SQL, T0, T0 + DAY_MS), 3),
        },
    }
    await sealed.close()
    await rows.close()
    shared = {n: past if n == 1 else Columns(past.at, {k: past[k] for k in FLEET}) for n, past in pasts.items()}
    tell(results | await ask_servers(folder, shared))


TITLES = {
    "raw": "24 h of every look, 15 fields",
    "month": "30 days at auto",
    "fleet": "sum of the fleet over 24 h at 5 m",
}


def tell(results: dict[str, dict[str, tuple[float, int]]]) -> None:
    for key, title in TITLES.items():
        mine = results["ours"][key][0]
        print(f"{title}:")
        for name, found in results.items():
            took, size = found[key]
            print(f"  {name:16} {took:8.1f} ms, {took / mine:6.1f} x ours, {size / 1024:,.0f} KiB", flush=True)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=WORKERS, help="in the fleet")
    options = parser.parse_args(argv)
    print(f"seed {SEED}, {options.workers} workers")
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), options.workers))


if __name__ == "__main__":
    main()
