"""The sum of a fleet too large to be read at once is the sum of its workers, the sealed past and what is fresh."""

from typing import Any

import msgspec
import numpy as np
from sqlalchemy import insert

from cocoonpool.auth.principal import Principal, Role
from cocoonpool.db import Database
from cocoonpool.samples.period import Period
from cocoonpool.samples.query import By, Question, pieces, planned
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Column, Columns
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.source import UNTIL
from cocoonpool.samples.table import as_json
from cocoonpool.workers.models import Worker, WorkerState
from tests import make
from tests.samples.past import T0

COUNT, BUCKETS, WIDTH = 770, 4, 300_000
SEALED = T0 + BUCKETS * WIDTH


def past(worker: int) -> Columns:
    """Five more requests in each bucket than in the one before; of every third worker nobody knows the cards."""
    risen = worker + 5 * np.arange(BUCKETS)
    data = {"looks": np.full(BUCKETS, 20), "queries": np.cumsum(risen), "queries.added": risen}
    if worker % 3:
        load = {"gpu_utilization.last": 50, "gpu_utilization.n": 20, "gpu_utilization.sum": 20 * (worker % 90)}
        data |= {name: np.full(BUCKETS, value) for name, value in load.items()}
    return Columns(T0 + WIDTH * np.arange(BUCKETS), {name: Column(values) for name, values in data.items()})


async def fleet(db: Database) -> list[int]:
    """Every tenth worker was looked at once more since it was sealed, after three more requests."""
    owner = (await make.alice(db)).id
    plain = {"participant_id": owner, "instance_number": 0, "host": "127.0.0.1", "collection": "pull"}
    dated = plain | {"is_active": True, "created_at": make.NOW, "updated_at": make.NOW}
    ids = range(1, COUNT + 1)
    hot = {"at": SEALED + 7, "status": "healthy", "restarted": False, "revenue": 0}
    rows = {n: past(n) for n in ids}
    fresh = [hot | {"worker_id": n, "queries": int(rows[n]["queries"].values[-1]) + 3} for n in ids if n % 10 == 0]
    async with db.transaction() as session:
        await session.execute(insert(Worker), [dated | {"id": n, "worker_name": f"{n}", "stats_port": n} for n in ids])
        await session.execute(insert(WorkerState), [{"worker_id": n} for n in ids])
        await session.execute(insert(segments.TABLE), [segments.made(n, 300, rows[n]) for n in ids])
        await session.execute(insert(UNTIL), [{"worker_id": n, "until": SEALED} for n in ids])
        await session.execute(insert(TABLE), fresh)
    return [*ids]


async def asked(db: Database, by: By) -> list[dict[str, Any]]:
    question = Question(None, None, None, by, "sum", "5m", ("requests", "gpu_utilization", "looks"))
    async with db.reading() as session:
        plan = await planned(session, Principal(Role.OPERATOR, frozenset()), question, Period(T0, SEALED + WIDTH))
    found = msgspec.json.decode(b"".join([part async for part in as_json(plan, pieces(db, plan))]))
    series: list[dict[str, Any]] = found["series"]
    return series


async def test_a_fleet_is_the_sum_of_its_workers_however_many_they_are(db: Database) -> None:
    ids = await fleet(db)
    (whole,) = await asked(db, "all")
    late = [n for n in ids if n % 10 == 0]
    requests = [sum(ids) + 5 * bucket * COUNT for bucket in range(BUCKETS)]
    load = sum(n % 90 for n in ids if n % 3)
    assert whole["columns"]["requests"] == [*requests, 3 * len(late)]
    assert whole["columns"]["looks"] == [*[20 * COUNT] * BUCKETS, len(late)]
    assert whole["columns"]["gpu_utilization"] == [*[load] * BUCKETS, None]


async def test_each_worker_of_a_large_fleet_has_its_own_figures(db: Database) -> None:
    ids = await fleet(db)
    for worker, series in zip(ids, await asked(db, "worker"), strict=True):
        risen = [worker + 5 * bucket for bucket in range(BUCKETS)]
        assert series["group"] == worker
        assert series["columns"]["requests"] == (risen if worker % 10 else [*risen, 3])
