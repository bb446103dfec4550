"""Reading workers over HTTP: lists, one of them, and who may."""

import re
from decimal import Decimal

import msgspec
import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.generation import raise_generation
from cocoonpool.workers.causes import Cause, Severity
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.shapes import WorkerAnswer, WorkerItem
from tests import make
from tests.workers import watch
from tests.workers.stored import put, seen

WORKERS = "/api/v1/workers"
DOCUMENTED = [
    "id", "participant_id", "worker_name", "instance_number", "host", "stats_port", "is_active", "latest_status",
    "latest_gpu_utilization", "latest_revenue_ton",
]  # fmt: skip


async def test_a_list_says_what_is_documented_first(client: AsyncClient, db: Database) -> None:
    await seen(db, await make.worker(db, await make.alice(db)))
    (row,) = (await client.get(WORKERS)).json()
    assert list(row)[: len(DOCUMENTED)] == DOCUMENTED
    assert list(row) == list(WorkerItem.model_fields)
    assert row["latest_gpu_utilization"] == 50
    assert row["last_seen"] == row["latest_sample_at"]
    assert row["created_at"].endswith("Z")
    one = (await client.get(f"{WORKERS}/{row['id']}")).json()
    assert list(one) == list(WorkerAnswer.model_fields)
    assert WorkerAnswer.model_validate_json(msgspec.json.encode(one)).detail is not None


async def test_unknown_is_null_and_never_zero(client: AsyncClient, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    (row,) = (await client.get(WORKERS)).json()
    unknown = ("latest_gpu_utilization", "reported_price_coefficient", "model", "latest_sample_at", "last_seen")
    assert {row[name] for name in unknown} == {None}
    assert row["latest_status"] == "unknown"


async def test_a_cause_comes_with_its_time_and_advice(client: AsyncClient, db: Database) -> None:
    await seen(db, await make.worker(db, await make.alice(db)), enabled=False)
    (row,) = (await client.get(WORKERS)).json()
    assert row["latest_status"] == "degraded"
    cause = row["latest_causes"][0]
    assert (cause["code"], cause["severity"], cause["since"]) == ("disabled", "error", row["latest_sample_at"])
    assert "/request/enable" in cause["detail"]


@pytest.mark.parametrize(
    ("nano", "text"),
    [(0, "0"), (123_456_789_123_456_789, "123456789.123456789"), (10**9, "1"), (5 * 10**18, "5000000000")],
)
async def test_money_is_exact(client: AsyncClient, db: Database, nano: int, text: str) -> None:
    await put(db, await make.worker(db, await make.alice(db)), revenue=nano)
    answer = await client.get(WORKERS)
    assert re.search(rf'"latest_revenue_ton":{re.escape(text)}[,}}]', answer.text)


async def test_the_access_hash_is_never_shown(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db), access_hash="sesame-open-now")
    await seen(db, worker, enabled=False)
    changed = await client.patch(f"{WORKERS}/{worker.id}", json={"worker_name": "new"})
    for answer in (await client.get(WORKERS), await client.get(f"{WORKERS}/{worker.id}"), changed):
        assert "sesame" not in answer.text
    assert changed.json()["has_access_hash"] is True
    cleared = await client.patch(f"{WORKERS}/{worker.id}", json={"access_hash": None})
    assert cleared.json()["has_access_hash"] is False


async def test_paging_shows_each_worker_once(client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    async with db.transaction() as session:
        rows = [
            Worker(
                participant_id=alice.id, worker_name="w", instance_number=0, host="127.0.0.1", stats_port=port,
                collection="pull", created_at=make.NOW, updated_at=make.NOW,
            )
            for port in range(1, 251)
        ]  # fmt: skip
        session.add_all(rows)
        await session.flush()
        session.add_all([WorkerState(worker_id=row.id) for row in rows])
        await raise_generation(session)
    found, url = [], f"{WORKERS}?limit=40&status=unknown"
    while url:
        answer = await client.get(url)
        assert answer.headers["x-total-count"] == "250"
        found += [row["id"] for row in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
        assert len(found) < 250 or not url
    assert found == sorted(set(found))
    assert len(found) == 250


async def test_filters_narrow_and_add_up(client: AsyncClient, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    first, second = await make.worker(db, alice, 1), await make.worker(db, bob, 2, is_active=False)
    await put(db, first, status="down", model="Qwen/Qwen3-8B@abc:000")
    await put(db, second, status="down")
    for query, expected in {
        f"participant_id={alice.id}": [1],
        "participant_id=99": [],
        "is_active=true": [1],
        "is_active=false": [2],
        "status=down": [1],
        "status=paused": [2],
        "status=healthy": [],
        "model=Qwen/Qwen3-8B%40abc:000": [1],
        "model=Qwen": [],
        "status=paused&is_active=true": [],
    }.items():
        answer = await client.get(f"{WORKERS}?{query}")
        assert [row["id"] for row in answer.json()] == expected, query
        assert answer.headers["x-total-count"] == str(len(expected))


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "cursor=-1", f"cursor={2**63}", "status=fine", "is_active=perhaps",
              f"participant_id={2**63}", "participant_id=a"],
)  # fmt: skip
async def test_a_malformed_query_is_refused(client: AsyncClient, query: str) -> None:
    assert (await client.get(f"{WORKERS}?{query}")).status_code == 422


async def test_anothers_worker_is_a_missing_one(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await make.worker(db, bob)
    async with make.client(app, await make.key_of(db, alice)) as http:
        for path in ("", "/metrics", "/stats"):
            others, missing = await http.get(f"{WORKERS}/1{path}"), await http.get(f"{WORKERS}/99{path}")
            assert (
                (others.status_code, others.content) == (missing.status_code, missing.content) == (404, missing.content)
            )
        for change in ({"worker_name": "mine"}, {"is_active": False}):
            others = await http.patch(f"{WORKERS}/1", json=change)
            missing = await http.patch(f"{WORKERS}/99", json=change)
            assert (others.status_code, others.content) == (404, missing.content)
        assert (await http.get(WORKERS)).json() == []
        assert (await http.get(f"{WORKERS}?participant_id={bob.id}")).headers["x-total-count"] == "0"


async def test_a_participant_renames_its_own_and_nothing_else(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    worker = await make.worker(db, alice)
    url = f"{WORKERS}/{worker.id}"
    async with make.client(app, await make.key_of(db, alice)) as http:
        assert (await http.patch(url, json={"worker_name": "Bertha"})).json()["worker_name"] == "Bertha"
        for beyond in ({"is_active": False}, {"worker_name": "x", "host": "::1"}, {"access_hash": None}, {"cid": 7}):
            assert (await http.patch(url, json=beyond)).status_code == 403
        assert (await http.delete(url)).status_code == 403
        row = (await http.get(url)).json()
    assert (row["worker_name"], row["is_active"], row["host"]) == ("Bertha", True, "127.0.0.1")


async def test_a_stranger_gets_401(app: FastAPI) -> None:
    async with make.client(app) as http:
        for path in ("", "/1", "/1/metrics", "/1/stats"):
            assert (await http.get(f"{WORKERS}{path}")).status_code == 401


async def test_the_detail_tells_what_the_last_reading_said(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    proxy = watch.contract(committed_to_blockchain=1, committed_to_proxy_db=2, max_known=10**18)
    await seen(db, worker, proxies=(proxy,), wallet_balance=1, price_per_token=20, built_at=10**17)
    answer = await client.get(f"{WORKERS}/{worker.id}")
    detail = answer.json(parse_float=Decimal)["detail"]
    assert detail["is_current"] is True
    assert detail["connections"][0]["connected"] is True
    assert [detail["proxies"][0][f"tokens_{level}"] for level in ("on_chain", "in_proxy_db", "max_known")] == [
        1,
        2,
        10**18,
    ]
    assert detail["wallet"]["balance_ton"] == Decimal("0.000000001")
    assert detail["network"]["price_per_token_ton"] == Decimal("0.00000002")
    assert detail["build"]["built_at"] is None
    assert detail["guest"]["gpus"][0]["temperature_celsius"] == 60


async def test_a_missing_number_is_404_and_an_impossible_one_422(client: AsyncClient) -> None:
    for missing in ("0", "99", str(2**63 - 1)):
        assert (await client.get(f"{WORKERS}/{missing}")).status_code == 404
    for impossible in ("-1", "x", "1.5", str(2**63), "9" * 5000):
        assert (await client.get(f"{WORKERS}/{impossible}")).status_code == 422, impossible


async def test_causes_of_every_severity_come_in_their_order(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    causes = [Cause("disabled", Severity.ERROR, 0, "d"), Cause("idle", Severity.INFO, 1, "i")]
    await put(db, worker, status="degraded", causes=msgspec.json.encode(causes).decode())
    (row,) = (await client.get(WORKERS)).json()
    assert [cause["code"] for cause in row["latest_causes"]] == ["disabled", "idle"]
    assert row["latest_causes"][0]["since"] == "1970-01-01T00:00:00Z"
