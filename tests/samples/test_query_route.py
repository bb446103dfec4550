"""`GET /metrics/query`: many workers as one series, exact, only of those the caller may see, in three formats."""

import csv
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import update

from cocoonpool.cocoon.reading import Failure, Reading
from cocoonpool.db import Database
from cocoonpool.participants.models import Participant
from cocoonpool.samples import table
from cocoonpool.samples.models import Sample
from cocoonpool.workers.models import WorkerState
from tests import make
from tests.samples.past import DOWN, T0, TICK, iso, live, shown
from tests.samples.sealed.looks import HOUR, seal

LIFE: list[Reading | Failure | None] = [shown(n) for n in (100, 110, 120, 3, 50, 200, 210, 1, 400)]


async def fleet(db: Database, client: AsyncClient, count: int = 3) -> list[int]:
    """Workers of alice's and one of bob's, an hour of the same life each, one after the other a look behind."""
    alice, bob = await make.alice(db), await make.bob(db)
    ids = [(await make.worker(db, alice if n < count - 1 else bob, 12_000 + n)).id for n in range(count)]
    for number, worker_id in enumerate(ids):
        await live(db, worker_id, [*([None] * number), *LIFE, DOWN, *(shown(400 + n) for n in range(230))])
    return ids


async def ask(client: AsyncClient, **query: Any) -> Response:
    times = {"from": iso(T0), "to": iso(T0 + HOUR)}
    return await client.get("/api/v1/metrics/query", params={**times, **query})


async def columns(client: AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await ask(client, **query)
    assert answer.status_code == 200, answer.text
    (series,) = answer.json(parse_float=Decimal)["series"]
    found: dict[str, Any] = series["columns"]
    return found


def known(values: list[Any]) -> list[Any]:
    return [value for value in values if value is not None]


@pytest.mark.parametrize("resolution", ["1m", "5m", "1h"])
async def test_the_sum_is_that_of_the_workers_hot_or_sealed(client: AsyncClient, db: Database, resolution: str) -> None:
    ids = await fleet(db, client)
    fields = "requests,tokens,restarts,gpu_utilization"
    hot = await columns(client, resolution=resolution, fields=fields)
    assert sum(known(hot["requests"])) == 3 * (20 + 3 + 47 + 150 + 10 + 1 + 399 + 229) - 1 - 2
    assert sum(known(hot["tokens"])) == 50 * sum(known(hot["requests"]))
    assert (sum(hot["restarts"]), sum(hot["looks"])) == (6, 3 * 240 - 3)
    for worker_id in ids[:2]:
        await seal(db, worker_id, T0 + 30 * 60_000)
    assert await columns(client, resolution=resolution, fields=fields) == hot, "half of it sealed"
    for worker_id in ids:
        await seal(db, worker_id, T0 + HOUR)
    assert await columns(client, resolution=resolution, fields=fields) == hot, "all of it sealed"


async def test_a_mean_is_over_those_who_knew(client: AsyncClient, db: Database) -> None:
    await fleet(db, client)
    each = (await ask(client, by="worker", resolution="1h", fields="gpu_utilization,avg_inference_latency_ms")).json()
    loads = [series["columns"]["gpu_utilization"][0] for series in each["series"]]
    found = await columns(client, aggregate="mean", resolution="1h", fields="gpu_utilization,avg_inference_latency_ms")
    assert float(found["gpu_utilization"][0]) == pytest.approx(sum(loads) / 3, abs=0.01)
    assert found["avg_inference_latency_ms"] == [500], "every request took half a second"


async def test_groups_are_participants_models_or_workers(client: AsyncClient, db: Database) -> None:
    ids = await fleet(db, client)
    async with db.transaction() as session:
        await session.execute(update(WorkerState).where(WorkerState.worker_id == ids[0]).values(model="a"))
        await session.execute(update(WorkerState).where(WorkerState.worker_id != ids[0]).values(model="=b"))
    sizes = {}
    for by in ("worker", "participant", "model", "all"):
        answer = (await ask(client, by=by, resolution="1h")).json()
        sizes[by] = {series["group"]: series["workers"] for series in answer["series"]}
    assert sizes == {"worker": dict.fromkeys(ids, 1), "participant": {1: 2, 2: 1}, "model": {"a": 1, "=b": 2},
                     "all": {None: 3}}  # fmt: skip
    assert len((await ask(client, worker_ids=f"{ids[0]},{ids[2]}", by="worker")).json()["series"]) == 2
    assert len((await ask(client, model="a", by="worker")).json()["series"]) == 1


async def test_a_participant_gets_only_their_own(app: FastAPI, client: AsyncClient, db: Database) -> None:
    ids = await fleet(db, client)
    async with db.reading() as session:
        bob = await session.get(Participant, 2)
    assert bob is not None
    async with make.client(app, await make.key_of(db, bob)) as http:
        found = (await ask(http, by="worker", worker_ids=",".join(map(str, ids)))).json()
        assert [series["group"] for series in found["series"]] == [ids[2]]
    async with make.client(app) as stranger:
        assert (await ask(stranger)).status_code == 401


async def test_money_is_what_was_earned_in_each_bucket_to_the_nanoton(client: AsyncClient, db: Database) -> None:
    (one, *_) = await fleet(db, client)
    async with db.transaction() as session:
        from_time = (Sample.at - T0) // TICK * 1_234_567_891
        await session.execute(update(Sample).where(Sample.worker_id == one).values(revenue=from_time))
    found = await columns(client, worker_ids=one, fields="revenue_ton", resolution="5m")
    assert found["revenue_ton"] == [None] + [Decimal("24.69135782")] * 11
    await seal(db, one, T0 + HOUR)
    assert await columns(client, worker_ids=one, fields="revenue_ton", resolution="5m") == found


async def test_csv_and_arrow_say_the_same_as_json(client: AsyncClient, db: Database) -> None:
    await fleet(db, client)
    query = {"fields": "requests,gpu_utilization,revenue_ton,wallet_balance_ton", "resolution": "5m"}
    found = await columns(client, **query)
    text = (await ask(client, **query, format="csv")).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert text.startswith("all,timestamp,requests,gpu_utilization,revenue_ton,wallet_balance_ton,looks\r\n")
    reader = pa.ipc.open_stream((await ask(client, **query, format="arrow")).content)
    arrow = reader.read_all().to_pydict()
    for name in ("requests", "gpu_utilization", "wallet_balance_ton", "looks"):
        as_csv = [Decimal(line[name]) if line[name] else None for line in lines]
        assert as_csv == [None if v is None else Decimal(v) for v in found[name]], name
        assert [None if v is None else float(v) for v in arrow[name]] == pytest.approx([float(v) for v in found[name]])
    assert [line["timestamp"] for line in lines] == found["timestamp"]
    assert arrow["timestamp"][0].isoformat() == "2026-08-01T00:00:00+00:00"


async def test_a_models_name_runs_nothing_in_a_spreadsheet(client: AsyncClient, db: Database) -> None:
    await fleet(db, client, 2)
    async with db.transaction() as session:
        await session.execute(update(WorkerState).values(model='=cmd|"x",1'))
    text = (await ask(client, by="model", format="csv", fields="requests", resolution="1h")).text
    assert text.split("\r\n")[1].startswith('"\'=cmd|""x"",1",2026-08-01T00:00:00Z,')


async def test_without_its_package_arrow_says_what_to_install(
    client: AsyncClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fleet(db, client)
    monkeypatch.setattr(table, "find_spec", lambda name: None)
    answer = await ask(client, format="arrow")
    assert (answer.status_code, answer.json()["code"]) == (406, "arrow_not_installed")
    assert "cocoonpool[arrow]" in answer.json()["detail"]


async def test_a_malformed_question_is_refused(client: AsyncClient, db: Database) -> None:
    for bad in ({"fields": "nothing"}, {"worker_ids": "1,x"}, {"by": "x"}, {"resolution": "raw"}, {"format": "xml"}):
        assert (await ask(client, **bad)).status_code == 422, bad


async def test_nobody_to_ask_about_is_no_fault(client: AsyncClient, db: Database) -> None:
    assert (await ask(client)).json()["series"] == []
    assert (await ask(client, format="csv")).text.count("\r\n") == 1
    assert pa.ipc.open_stream((await ask(client, format="arrow")).content).read_all().num_rows == 0
