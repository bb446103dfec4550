"""The stores a past is put into, to be compared: ours, the plain row table, Prometheus, VictoriaMetrics."""

import sqlite3
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

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


async def new_database(path: Path, workers: int) -> Database:
    """An empty one that knows workers 1 to `workers`."""
    db = Database(f"sqlite+aiosqlite:///{path}")
    await upgrade(db)
    now = utc_now()
    person = {"id": 1, "ton_wallet_address": "0:" + "1" * 64, "is_active": True, "created_at": now, "updated_at": now}
    rows = [
        {
            "id": n, "participant_id": 1, "worker_name": f"Worker-{n}", "instance_number": n, "host": "127.0.0.1",
            "stats_port": n, "collection": "push", "is_active": True, "created_at": now, "updated_at": now,
        }
        for n in range(1, workers + 1)
    ]  # fmt: skip
    async with db.transaction() as session:
        await session.execute(insert(Participant), [person])
        await session.execute(insert(Worker), rows)
        await session.execute(insert(WorkerState), [{"worker_id": row["id"]} for row in rows])
    return db


async def fill(
    db: Database, pasts: dict[int, Columns], span: tuple[int, int], *, seal_every: int | None, settle: int = 60_000
) -> Sealed:
    """Writes the looks as time goes by, an hour in a transaction; seals as it goes, or never."""
    done = Sealed()
    step = seal_every or HOUR_MS
    for now in range(span[0] + step, span[1] + 1, step):
        async with db.transaction() as session:
            for worker_id, past in pasts.items():
                if rows := rows_of(worker_id, past.between(now - step, now)):
                    await session.execute(insert(TABLE), rows)
        if seal_every:
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


def exposition(pasts: dict[int, Columns], milliseconds: bool) -> Iterator[str]:
    """The values as Prometheus text with times, a series after the other."""
    for name in VALUES:
        yield f"# TYPE {name} gauge\n"
        for worker_id, past in pasts.items():
            if name not in past.data:
                continue
            column = past[name]
            known = column.mask()
            pairs = zip(column.values[known].tolist(), past.at[known].tolist(), strict=True)
            label = f'{name}{{worker_id="{worker_id}"}} '
            if milliseconds:
                yield "".join(f"{label}{value} {at}\n" for value, at in pairs)
            else:
                yield "".join(f"{label}{value} {at / 1000:.3f}\n" for value, at in pairs)
    if not milliseconds:
        yield "# EOF\n"


def prometheus_blocks(folder: Path, pasts: dict[int, Columns]) -> int:
    """Blocks made by promtool, in the ranges the server would compact them to. Bytes."""
    source = folder / "values.om"
    with source.open("w") as file:
        file.writelines(exposition(pasts, milliseconds=False))
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
    """Over its own import, then everything merged and written down."""
    for worker_id, past in pasts.items():
        body = "".join(exposition({worker_id: past}, milliseconds=True)).encode()
        request = urllib.request.Request(f"{url}/api/v1/import/prometheus", body, method="POST")
        urllib.request.urlopen(request, timeout=120).read()
    get(f"{url}/internal/force_flush")
    get(f"{url}/internal/force_merge")
