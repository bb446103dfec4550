"""How long charts take: ours, the plain row table, Prometheus and VictoriaMetrics, asked the same in one run.

One worker over 30 days with all its figures, and 1,000 workers over a day. Milliseconds from the question to the bytes
of the answer: the first time, over a connection that was just opened, and the median of many. Ours with its session,
without HTTP, on both databases; the other servers over HTTP on loopback. The files are in the memory of the machine.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import uvloop
from sqlalchemy import insert, text

from bench.fleet_history import DAY_TICKS, SEED, T0, worker_past
from bench.processes import running, wait_for_port
from bench.stores import HOLD_MS, get, import_into_victoria, new_database, prometheus_blocks, put_rows, rows_of
from cocoonpool.auth.principal import Principal, Role
from cocoonpool.db import Database, from_ms
from cocoonpool.exactjson import encode
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.samples.cells import json_rows
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.period import Period
from cocoonpool.samples.points import FIELDS
from cocoonpool.samples.query import Question, pieces, planned
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.models import SealedUntil
from cocoonpool.samples.sealed.rollup import Before, rolled
from cocoonpool.samples.sealed.sealing import SEAL_EVERY_S, cutoff_at
from cocoonpool.samples.sealed.segments import PERIODS, RAW, ROLLUPS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import Meter, mean_latency_ms
from cocoonpool.samples.table import as_json
from cocoonpool.samples.worker_series import Chart, whole_series
from cocoonpool.workers.queries import Owned, OwnedWorkerId
from tests import postgres

DAYS, WORKERS = 30, 1_000
DAY_MS = 86_400_000
PROMETHEUS, VICTORIA = 19_092, 18_429
ASKED = list(FIELDS)[:15]
STORED = ("status", "gpu_utilization", "gpu_temperature", "queries", "busy_us", "success", "failed", "revenue",
          "tokens_total", "tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning", "bytes_received",
          "bytes_sent")  # fmt: skip
FLEET = ("queries", "gpu_utilization")
IN_EVERY_ROW = ("status", "restarted", "revenue")
OPERATOR = Principal(Role.OPERATOR, frozenset())


def sealed_until(worker: int, end: int) -> int:
    """Workers have their turns one after the other; the first one's next is due this moment."""
    ago = SEAL_EVERY_S - 1 if worker == 1 else worker * 37 % SEAL_EVERY_S
    return cutoff_at(end - ago * 1000)


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
    until = sealed_until(worker, end)
    async with db.transaction() as session:
        await session.execute(insert(segments.TABLE), segments_of(worker, past, until))
        await session.execute(insert(SealedUntil.__table__), [{"worker_id": worker, "until": until}])  # type: ignore[arg-type]
        if rows := rows_of(worker, past.between(until, end)):
            await session.execute(insert(TABLE), rows)


async def ours(db: Database, days: int, resolution: str) -> bytearray:
    period = Period(T0 + (DAYS - days) * DAY_MS, T0 + DAYS * DAY_MS)
    async with db.reading() as session:
        chart = Chart(Owned(OwnedWorkerId(1), 1, "Worker-1", 0), ASKED, HOLD_MS)
        found = await whole_series(Source(session), chart, period, resolution)
    assert found is not None
    return json_rows(found.fields)


async def ours_fleet(db: Database) -> bytes:
    question = Question(None, None, None, "all", "sum", "5m", ("requests", "gpu_utilization", "looks"))
    async with db.reading() as session:
        plan = await planned(session, OPERATOR, question, Period(T0, T0 + DAY_MS))
    return b"".join([part async for part in as_json(plan, pieces(db, plan))])


async def by_rows(db: Database, sql: str, start: int, end: int) -> bytes:
    async with db.reading() as session:
        rows = await session.execute(text(sql), {"start": start, "end": end})
        return encode([dict(row._mapping) for row in rows])


async def points_by_rows(db: Database, start: int, end: int) -> bytes:
    """The same points as ours, row by row."""
    meter, points = Meter(), []
    async with db.reading() as session:
        for row in await session.execute(text(RAW_SQL), {"start": start, "end": end}):
            added = meter.add(tuple(getattr(row, name) for name in COUNTERS), bool(row.restarted))
            told = {name: getattr(row, column) for name, column in PLAIN.items()}
            points.append(
                {"timestamp": from_ms(row.at), **told, "avg_inference_latency_ms": mean_latency_ms(added),
                 "revenue_ton": to_ton(Nanoton(row.revenue))}
            )  # fmt: skip
    return encode(points)


PLAIN = {
    "status": "status", "gpu_utilization": "gpu_utilization", "gpu_temperature": "gpu_temperature",
    "inference_requests_total": "queries", "requests_succeeded_total": "success", "requests_failed_total": "failed",
    **{f"{name}_total": name for name in STORED if name.startswith("tokens_") and name != "tokens_total"},
    "tokens_total": "tokens_total", "bytes_received_total": "bytes_received",
}  # fmt: skip
MINE = "FROM plain WHERE worker_id = 1 AND at >= :start AND at < :end"
RAW_SQL = f"SELECT at, restarted, {', '.join(STORED)} {MINE} ORDER BY at"
_OF_HOUR = ", ".join(f"avg({name})" if name.startswith("gpu") else f"max({name})" for name in STORED)
HOUR_SQL = f"SELECT at / 3600000, {_OF_HOUR} {MINE} GROUP BY 1"
FLEET_SQL = (
    "SELECT bucket, sum(added), sum(mean) FROM (SELECT at / 300000 AS bucket, max(queries) - min(queries) AS added,"
    " avg(gpu_utilization) AS mean FROM plain WHERE at >= :start AND at < :end GROUP BY worker_id, bucket)"
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
        "month": lambda: get(f"{url}/query_range", query=f"last_over_time({name_of(STORED)}[1h])", **month),
        "fleet": lambda: (
            get(f"{url}/query_range", query="sum(increase(queries[5m]))", **day)
            + get(f"{url}/query_range", query="sum(avg_over_time(gpu_utilization[5m]))", **day)
        ),
    }


class Took(NamedTuple):
    """Milliseconds, and bytes of the answer. What the fastest took, others on the machine did not disturb."""

    first: float
    median: float
    fastest: float
    size: int


Ask = Callable[[], Awaitable[bytes | bytearray]]


async def timed(ask: Ask, times: int) -> Took:
    size, took = 0, []
    for _ in range(times + 1):
        begun = time.perf_counter()
        size = len(await ask())
        took.append((time.perf_counter() - begun) * 1000)
    return Took(took[0], statistics.median(took[1:]), min(took[1:]), size)


async def ask_ours(url: str) -> dict[str, Took]:
    questions: dict[str, tuple[Callable[[Database], Awaitable[bytes | bytearray]], int]] = {
        "raw": (lambda db: ours(db, 1, "raw"), 60),
        "month": (lambda db: ours(db, DAYS, "auto"), 60),
        "fleet": (ours_fleet, 15),
    }
    found = {}
    for key, (ask, times) in questions.items():
        db = Database(url)
        async with db.reading() as session:
            await session.execute(text("SELECT 1"))  # to open the connection is not part of a question
        found[key] = await timed(lambda ask=ask, db=db: ask(db), times)  # type: ignore[misc]
        await db.close()
    return found


async def ask_rows(db: Database) -> dict[str, Took]:
    end = T0 + DAYS * DAY_MS
    return {
        "raw": await timed(lambda: points_by_rows(db, end - DAY_MS, end), 15),
        "month": await timed(lambda: by_rows(db, HOUR_SQL, T0, end), 3),
        "fleet": await timed(lambda: by_rows(db, FLEET_SQL, T0, T0 + DAY_MS), 2),
    }


async def ask_servers(folder: Path, pasts: dict[int, Columns]) -> dict[str, dict[str, Took]]:
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
            found[name] = {key: await timed(lambda q=q: asyncio.to_thread(q), 15) for key, q in asked.items()}  # type: ignore[misc]
    return found


async def fill(urls: list[str], rows: Path, workers: int) -> dict[int, Columns]:
    """Ours on both databases, and the row table; the figures that all of them are asked for."""
    stores, pasts = [await new_database(url, workers) for url in urls], dict[int, Columns]()
    for worker in range(1, workers + 1):
        past = worker_past(worker, (DAYS if worker == 1 else 1) * DAY_TICKS)
        for db in stores:
            await put(db, worker, past, T0 + (DAYS if worker == 1 else 1) * DAY_MS)
        names = STORED if worker == 1 else FLEET
        pasts[worker] = Columns(past.at, {name: past.data[name] for name in names if name in past.data})
        put_rows(rows, worker, Columns(past.at, pasts[worker].data | {name: past[name] for name in IN_EVERY_ROW}))
    for db in stores:
        async with db.transaction() as session:
            await session.execute(text("ANALYZE"))
        await db.close()
    return pasts


async def measure(folder: Path, postgresql: str, workers: int) -> None:
    begun, urls = time.monotonic(), [f"sqlite:///{folder}/sealed.db", postgresql]
    rows = await new_database(folder / "rows.db", workers)
    pasts = await fill(urls, folder / "rows.db", workers)
    print(f"filled in {time.monotonic() - begun:.0f} s", flush=True)
    results = {"ours, SQLite": await ask_ours(urls[0]), "ours, PostgreSQL": await ask_ours(urls[1])}
    results["row table"] = await ask_rows(rows)
    await rows.close()
    tell(results | await ask_servers(folder, pasts))


TITLES = {
    "raw": "24 h of every look, 15 fields",
    "month": "30 days at auto",
    "fleet": "sum of the fleet over 24 h at 5 m",
}


def tell(results: dict[str, dict[str, Took]]) -> None:
    for key, title in TITLES.items():
        mine = results["ours, SQLite"][key].median
        print(f"{title}:")
        for name, found in results.items():
            took = found[key]
            also = f"{took.first:.1f} the first time, {took.fastest:.1f} the fastest"
            of_ours = f"{took.median / mine:6.1f} x, {took.size / 1024:,.0f} KiB"
            print(f"  {name:16} {took.median:8.1f} ms ({also}), {of_ours}", flush=True)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=WORKERS, help="in the fleet")
    options = parser.parse_args(argv)
    print(f"seed {SEED}, {options.workers} workers", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres.running())
        uvloop.run(measure(folder, server.url("postgres"), options.workers))


if __name__ == "__main__":
    main()
