"""The stores a past is put into, to be compared: ours, the plain row table, Prometheus, VictoriaMetrics."""

import sqlite3
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import insert, text

from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.participants.models import Participant
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.layout import FAILURES, RAW, STATUSES
from cocoonpool.samples.sealed.sealing import Sealed, seal_workers
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker, WorkerState

HOLD_MS: Final = 45_000
HOUR_MS: Final = 3_600_000
VALUES: Final = tuple(name for name in RAW if name != "failure")
"""What all four store: every look's figures, the status as a number."""


def rows_of(worker_id: int, past: Columns) -> list[dict[str, Any]]:
    """As ingest would write them."""
    columns: dict[str, Sequence[Any]] = {name: past[name].listed() for name in RAW}
    columns["status"] = [STATUSES[code].value for code in columns["status"]]
    columns["failure"] = [None if code is None else FAILURES[code].value for code in columns["failure"]]
    columns["restarted"] = [bool(value) for value in columns["restarted"]]
    names = ("at", *RAW)
    lists = (past.at.tolist(), *columns.values())
    return [dict(zip(names, row, strict=True)) | {"worker_id": worker_id} for row in zip(*lists, strict=True)]


def put_rows(path: Path, worker_id: int, past: Columns) -> None:
    """A past into a plain table of rows by worker and time, in a file that nobody else uses."""
    names = [name for name in RAW if name in past.data]
    columns = {name: past[name].listed() for name in names} | {"at": past.at.tolist()}
    columns["status"] = [STATUSES[code or 0].value for code in columns["status"]]
    marks = ", ".join("?" * (len(columns) + 1))
    described = f"worker_id, at, {', '.join(RAW)}, PRIMARY KEY (worker_id, at)"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"CREATE TABLE IF NOT EXISTS plain ({described}) WITHOUT ROWID")
        sql = f"INSERT INTO plain ({', '.join(columns)}, worker_id) VALUES ({marks})"
        connection.executemany(sql, zip(*columns.values(), repeat(worker_id, len(past)), strict=True))


async def new_database(where: Path | str, workers: int) -> Database:
    """An empty one that knows workers 1 to `workers`: a file, or a URL."""
    db = Database(where if isinstance(where, str) else f"sqlite+aiosqlite:///{where}")
    await upgrade(db)
    now = utc_now()
    person = {"ton_wallet_address": "0:" + "1" * 64, "is_active": True, "created_at": now, "updated_at": now}
    rows = [
        {
            "participant_id": 1, "worker_name": f"Worker-{n}", "instance_number": n, "host": "127.0.0.1",
            "stats_port": n, "collection": "push", "is_active": True, "created_at": now, "updated_at": now,
        }
        for n in range(1, workers + 1)
    ]  # fmt: skip
    async with db.transaction() as session:
        await session.execute(insert(Participant), [person])
        await session.execute(insert(Worker), rows)
        await session.execute(insert(WorkerState), [{"worker_id": n} for n in range(1, workers + 1)])
    return db


async def fill(
    db: Database, pasts: dict[int, Columns], span: tuple[int, int], *, settle: int = 60_000, step: int = HOUR_MS
) -> Sealed:
    """Writes the looks as time goes by, and seals them as it goes, each `step` ms."""
    done = Sealed()
    for now in range(span[0] + step, span[1] + 1, step):
        async with db.transaction() as session:
            for worker_id, past in pasts.items():
                if rows := rows_of(worker_id, past.between(now - step, now)):
                    await session.execute(insert(TABLE), rows)
        await seal_workers(db, list(pasts), (now - settle) // 300_000 * 300_000, HOLD_MS, done)
    return done


def size_of(path: Path) -> int:
    """Bytes of the file, when all is written back into it."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


async def by_resolution(db: Database) -> dict[int, tuple[int, int, int]]:
    """Segments, bytes of payload and rows by resolution."""
    sizes = "SELECT resolution, count(*), sum(length(payload)), sum(count) FROM segments GROUP BY resolution"
    async with db.reading() as session:
        return {row[0]: (row[1], row[2], row[3]) for row in await session.execute(text(sizes))}


def count_values(pasts: dict[int, Columns]) -> int:
    return sum(int(past[name].mask().sum()) for past in pasts.values() for name in VALUES if name in past.data)


def exposition(pasts: dict[int, Columns]) -> Iterator[str]:
    """The values as OpenMetrics text with times, a series after the other."""
    for name in VALUES:
        yield f"# TYPE {name} gauge\n"
        for worker_id, past in pasts.items():
            if name not in past.data:
                continue
            known = past[name].mask()
            at = np.char.mod("%.3f", past.at[known] / 1000).tolist()
            pairs = zip(past[name].values[known].tolist(), at, strict=True)
            label = f'{name}{{worker_id="{worker_id}"}} '
            yield "".join([f"{label}{value} {moment}\n" for value, moment in pairs])
    yield "# EOF\n"


def prometheus_blocks(folder: Path, pasts: dict[int, Columns]) -> int:
    """Blocks made by promtool, in the ranges the server would compact them to. Bytes."""
    source = folder / "values.om"
    with source.open("w") as file:
        file.writelines(exposition(pasts))
    blocks = folder / "prometheus"
    command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=744h", "--quiet"]
    subprocess.run([*command, str(source), str(blocks)], check=True, stdout=subprocess.DEVNULL)
    source.unlink()
    return folder_bytes(blocks)


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def get(url: str, **query: str | int | float) -> bytes:
    target = f"{url}?{urllib.parse.urlencode(query)}" if query else url
    with urllib.request.urlopen(target, timeout=120) as answer:
        return bytes(answer.read())


def import_into_victoria(url: str, pasts: dict[int, Columns]) -> None:
    """Over its own import, a line a series, then everything merged and written down."""
    for worker_id, past in pasts.items():
        lines = []
        for name in VALUES:
            if name in past.data:
                known = past[name].mask()
                lines.append(
                    f'{{"metric":{{"__name__":"{name}","worker_id":"{worker_id}"}},'
                    f'"values":{past[name].values[known].tolist()},"timestamps":{past.at[known].tolist()}}}'
                )
        request = urllib.request.Request(f"{url}/api/v1/import", "\n".join(lines).encode(), method="POST")
        urllib.request.urlopen(request, timeout=120).read()
    get(f"{url}/internal/force_flush")
    get(f"{url}/internal/force_merge")
