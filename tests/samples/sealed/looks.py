"""Pasts for the history: drawn ones for properties, written ones for stories; and what became of them."""

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from sqlalchemy import insert

from cocoonpool.db import Database
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Column, Columns
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.layout import FAILURES, GAUGES, RAW, STATUSES
from cocoonpool.samples.sealed.sealing import Sealed, seal_workers
from cocoonpool.samples.sealed.source import Source
from tests import make

T0 = 1_785_542_400_000  # 2026-08-01T00:00:00Z, where a period of every resolution below a month begins
TICK = 15_000
HOUR = 3_600_000
DAY = 24 * HOUR
HOLD = 45_000
BIG = 2**63 - 1

ANY = st.integers(-BIG - 1, BIG) | st.integers(0, 2**40)
CODES = {"status": st.integers(0, len(STATUSES) - 1), "failure": st.none() | st.integers(0, len(FAILURES) - 1)}
CODES |= {"restarted": st.integers(0, 1), "revenue": st.integers(0, 2**62)}


def drawn(value: st.SearchStrategy[int] = ANY) -> st.SearchStrategy[Columns]:
    """Rows at distinct times with whatever a worker may claim, unknown figures among it."""
    row = st.tuples(*(CODES.get(name, st.none() | value) for name in RAW))
    times = st.lists(st.integers(T0, T0 + 6 * HOUR), min_size=1, max_size=16, unique=True)
    return times.flatmap(lambda at: st.lists(row, min_size=len(at), max_size=len(at)).map(lambda r: columns(at, r)))


def columns(at: Sequence[int], rows: Sequence[Sequence[int | None]]) -> Columns:
    values = zip(*rows, strict=True)
    return Columns(np.array(sorted(at), np.int64), {name: Column.of(v) for name, v in zip(RAW, values, strict=True)})


def wild(rng: random.Random, count: int) -> Columns:
    """Looks at random moments of six hours, with figures that jump about; one in three tells no counters."""
    moments = rng.sample(range(T0, T0 + 6 * HOUR, 500), count)
    limits = dict.fromkeys(GAUGES, 2**15) | {"status": len(STATUSES), "failure": len(FAILURES), "restarted": 2}
    needed = {"status", "restarted", "revenue"}
    drawn_rows = []
    for _ in moments:
        silent = {*COUNTERS} if rng.random() < 0.3 else set()
        silent |= {name for name in RAW if name not in (*needed, *COUNTERS) and rng.random() < 0.3}
        look = {name: None if name in silent else rng.randrange(limits.get(name, 2**40)) for name in RAW}
        look["failed"] = None if (queries := look["queries"]) is None else queries // 10
        drawn_rows.append(list(look.values()))
    return columns(moments, drawn_rows)


def steady(count: int, start: int = T0, *, first: int = 0, tick: int = TICK) -> Columns:
    """So many looks at a healthy worker that does one request of 50 tokens a look."""
    number = np.arange(first, first + count)
    data = {name: Column(number * 10) for name in COUNTERS}
    data |= {"status": Column(np.full(count, 2)), "restarted": Column(number * 0), "revenue": Column(number * 7)}
    return Columns(start + np.arange(count) * tick, data | {"gpu_utilization": Column(number % 100)})


def rows(worker_id: int, past: Columns) -> list[dict[str, Any]]:
    """As ingest writes them."""
    lists: dict[str, Sequence[Any]] = {name: past[name].listed() for name in RAW}
    lists["status"] = [STATUSES[code].value for code in lists["status"]]
    lists["failure"] = [None if code is None else FAILURES[code].value for code in lists["failure"]]
    lists["restarted"] = [bool(value) for value in lists["restarted"]]
    found = zip(past.at.tolist(), *lists.values(), strict=True)
    return [{"worker_id": worker_id} | dict(zip(("at", *RAW), row, strict=True)) for row in found]


async def store(db: Database, worker_id: int, past: Columns) -> None:
    """Puts looks among the hot rows."""
    if len(past):
        async with db.transaction() as session:
            await session.execute(insert(TABLE), rows(worker_id, past))


async def seal(db: Database, worker_id: int, until: int) -> Sealed:
    done = Sealed()
    await seal_workers(db, [worker_id], until // 300_000 * 300_000, HOLD, done)
    return done


async def worker(db: Database) -> int:
    return (await make.worker(db, await make.alice(db))).id


def same(one: Columns, other: Columns) -> list[str]:
    """The columns in which the two differ; `at` first."""
    if one.at.tolist() != other.at.tolist():
        return ["at"]
    names = dict.fromkeys([*one.data, *other.data])
    return [name for name in names if one[name].listed() != other[name].listed()]


def source(session: Any) -> Source:
    return Source(session)
