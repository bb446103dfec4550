"""`GET /workers/{id}/metrics`: the history as points, exact at every width."""

from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from cocoonpool.db import Database
from cocoonpool.samples.models import Sample
from cocoonpool.samples.shapes import MetricPoint, Series
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import WorkerState
from tests import make
from tests.samples.past import DOWN, T0, TICK, ask, iso, live, ms, shown

DOCUMENTED = [
    "timestamp", "status", "gpu_utilization", "gpu_temperature", "inference_requests_total",
    "avg_inference_latency_ms", "revenue_ton",
]  # fmt: skip
HOUR = 3_600_000


async def worker(db: Database) -> int:
    return (await make.worker(db, await make.alice(db))).id


async def points(client: AsyncClient, number: int, start: int, end: int, **query: Any) -> list[dict[str, Any]]:
    answer = await ask(client, number, "metrics", start, end, **query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["metrics_count"] == len(answer.json()["metrics"])
    found: list[dict[str, Any]] = answer.json()["metrics"]
    return found


async def test_the_answer_is_as_documented(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(10), shown(12)])
    answer = (await ask(client, number, "metrics", T0, T0 + HOUR)).json()
    assert list(answer) == list(Series.model_fields)
    assert (answer["period_hours"], answer["resolution_seconds"], answer["metrics_count"]) == (1, 15, 2)
    assert list(answer["metrics"][0])[: len(DOCUMENTED)] == DOCUMENTED
    assert list(answer["metrics"][0]) == list(MetricPoint.model_fields)
    Series.model_validate(answer)


async def test_a_raw_point_is_what_one_look_saw(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(10), shown(14, failed=1, queries=15, busy_us=9_000_000)])
    first, second = await points(client, number, T0, T0 + HOUR, resolution="raw")
    assert (first["timestamp"], second["timestamp"]) == (iso(T0), iso(T0 + TICK))
    assert (first["inference_requests_total"], second["inference_requests_total"]) == (10, 15)
    assert (first["avg_inference_latency_ms"], second["avg_inference_latency_ms"]) == (None, 800)  # 4 s over 4 + 1
    assert (second["requests_failed_total"], second["tokens_completion_total"]) == (1, 420)
    assert (second["gpu_utilization"], second["gpu_temperature"], second["gpu_memory_used_gb"]) == (1, 60, 40)
    assert (second["ton_age_seconds"], second["price_coefficient"], second["looks"]) == (15, 1.5, 1)


async def test_a_look_that_failed_is_a_point_without_figures(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(10), DOWN, shown(11)])
    down = (await points(client, number, T0, T0 + HOUR))[1]
    assert down["status"] == "down"
    figures = ("inference_requests_total", "avg_inference_latency_ms", "wallet_balance_ton", "active_requests")
    assert {down[name] for name in figures} == {None}
    assert down["revenue_ton"] == 0, "what was earned stays known"


async def test_a_bucket_takes_last_counters_mean_gauges_and_the_worst_status(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(10), shown(12), DOWN, shown(13), shown(20), DOWN])
    first, second = await points(client, number, T0, T0 + HOUR, resolution="1m")
    assert (first["timestamp"], first["looks"], first["status"]) == (iso(T0), 4, "down")
    assert (first["inference_requests_total"], first["gpu_utilization"]) == (13, 1.5)
    assert (second["inference_requests_total"], second["avg_inference_latency_ms"]) == (20, 500)


@pytest.mark.parametrize("resolution", ["raw", "1m", "5m", "1h"])
async def test_a_restart_inside_a_bucket_bends_no_latency(client: AsyncClient, db: Database, resolution: str) -> None:
    number = await worker(db)
    await live(db, number, [shown(n) for n in (100, 110, 120, 3, 50, 200, 210, 1, 400)])
    found = await points(client, number, T0 + 1, T0 + HOUR, resolution=resolution)
    assert {point["avg_inference_latency_ms"] for point in found} == {500}
    assert sum(point["restarts"] for point in found) == 2
    assert sum(point["looks"] for point in found) == 8


async def test_the_first_bucket_begins_no_earlier_than_asked(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(n) for n in range(20)])
    found = await points(client, number, T0 + 2 * TICK, T0 + 9 * TICK, resolution="1m")
    assert [ms(point["timestamp"]) - T0 for point in found] == [2 * TICK, 4 * TICK, 8 * TICK]
    assert [point["inference_requests_total"] for point in found] == [3, 7, 8]


async def test_money_is_exact_and_holds_what_was_earned_before(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(1), shown(2)])
    async with db.transaction() as session:
        await session.execute(update(Sample).where(Sample.at == T0 + TICK).values(revenue=123_456_789))
        await session.execute(
            update(WorkerState).values(opening=123_456_789 * 10**9, revenue=123_456_789 * (10**9 + 1))
        )
    answer = await ask(client, number, "metrics", T0, T0 + HOUR)
    exact = [point["revenue_ton"] for point in answer.json(parse_float=Decimal)["metrics"]]
    assert exact == [Decimal("123456789"), Decimal("123456789.123456789")]
    assert '"wallet_balance_ton":100.000000001' in answer.text


async def test_auto_stays_under_2000_points(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(n) for n in range(1_999)])
    assert len(await points(client, number, T0, T0 + 24 * HOUR)) == 1_999
    await live(db, number, [shown(2_000)], T0 + 2_000 * TICK)
    answer = (await ask(client, number, "metrics", T0, T0 + 24 * HOUR)).json()
    assert (answer["resolution_seconds"], answer["metrics_count"]) == (60, 501)
    answer = (await ask(client, number, "metrics", T0 - 17_000 * HOUR, T0 + 24 * HOUR)).json()
    assert (answer["resolution_seconds"], answer["metrics_count"]) == (43_200, 1)
    assert answer["metrics"][-1]["inference_requests_total"] == 2_000


async def test_fields_are_those_asked_for(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(1)])
    (point,) = await points(client, number, T0, T0 + 1, fields="revenue_ton, status")
    assert list(point) == ["timestamp", "status", "revenue_ton"]


async def test_hours_go_back_from_now(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    now = round(utc_now().timestamp() * 1000)
    await live(db, number, [shown(1)], now - 3 * HOUR)
    await live(db, number, [shown(2)], now - HOUR // 2)
    for hours, looks in ((1, 1), (2, 1), (4, 2), (17_544, 2)):
        answer = (await client.get(f"/api/v1/workers/{number}/metrics?hours={hours}")).json()
        assert (answer["period_hours"], answer["metrics_count"]) == (hours, looks)


async def test_a_worker_without_a_past_has_no_points(client: AsyncClient, db: Database) -> None:
    assert await points(client, await worker(db), T0, T0 + HOUR) == []


@pytest.mark.parametrize("what", ["metrics", "stats"])
async def test_a_malformed_period_is_refused(client: AsyncClient, db: Database, what: str) -> None:
    url = f"/api/v1/workers/{await worker(db)}/{what}"
    for bad in (
        {"hours": "0"}, {"hours": "17545"}, {"hours": "-1"}, {"hours": "x"}, {"hours": "1.5"}, {"hours": "9" * 400},
        {"from": "2026-08-01T00:00:00"}, {"from": "2026-08-01"}, {"from": "1785542400"}, {"from": "now"},
        {"to": "1785542400000"}, {"from": iso(T0), "to": iso(T0)}, {"from": iso(T0 + 1000), "to": iso(T0)},
        {"from": "2019-01-01T00:00:00Z"}, {"from": "2100-01-01T00:00:00Z"}, {"to": "0001-01-01T00:00:00Z"},
        {"to": "0001-01-01T00:00:00+14:00"}, {"from": "9999-12-31T23:59:59-14:00"},
    ):  # fmt: skip
        assert (await client.get(url, params=bad)).status_code == 422, bad


async def test_a_malformed_series_is_refused(client: AsyncClient, db: Database) -> None:
    url = f"/api/v1/workers/{await worker(db)}/metrics"
    for bad in ({"resolution": "2m"}, {"resolution": "RAW"}, {"fields": ""}, {"fields": "status,secret"}):
        assert (await client.get(url, params=bad)).status_code == 422, bad
