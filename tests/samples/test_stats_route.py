"""`GET /workers/{id}/stats`: the figures of a period add up, whatever the worker did in it."""

from decimal import Decimal
from typing import Any

from httpx import AsyncClient
from sqlalchemy import update

from cocoonpool.cocoon.reading import Failure, Reading
from cocoonpool.db import Database
from cocoonpool.samples.models import Sample
from cocoonpool.samples.shapes import Stats
from cocoonpool.workers.models import WorkerState
from tests import make
from tests.samples.past import DOWN, T0, TICK, ask, live, shown

HOUR = 3_600_000


async def worker(db: Database) -> int:
    return (await make.worker(db, await make.alice(db))).id


async def stats(client: AsyncClient, number: int, start: int = T0, end: int = T0 + HOUR) -> dict[str, Any]:
    answer = await ask(client, number, "stats", start, end)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json(parse_float=Decimal)
    assert list(found) == list(Stats.model_fields)
    return found


async def test_figures_of_a_plain_hour(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(100), shown(104, queries=105, failed=1), shown(110, queries=111, failed=1)])
    found = await stats(client, number)
    assert (found["requests"], found["requests_succeeded"], found["requests_failed"]) == (11, 10, 1)
    assert found["success_rate"] == Decimal("0.909091")
    assert found["avg_inference_latency_ms"] == Decimal("454.545")
    assert found["tokens"] == {"total": 500, "prompt": 100, "cached": 50, "completion": 300, "reasoning": 50}
    assert (found["bytes_received"], found["bytes_sent"], found["restarts"]) == (900, 3400, 0)
    assert (found["gpu_utilization_avg"], found["gpu_utilization_p95"]) == (1, 2)
    assert (found["hours"], found["uptime_percentage"]) == (1, 100)


async def test_absent_is_null_and_never_zero(client: AsyncClient, db: Database) -> None:
    found = await stats(client, await worker(db))
    told = {"worker_id", "worker_name", "hours", "period_start", "period_end", "coverage"}
    assert {name: value for name, value in found.items() if name not in told and value is not None} == {
        "tokens": dict.fromkeys(("total", "prompt", "cached", "completion", "reasoning"))
    }
    assert found["coverage"] == 0


async def test_one_look_alone_tells_no_increase(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(100)])
    found = await stats(client, number)
    assert (found["requests"], found["restarts"], found["revenue_ton"]) == (None, 0, 0)


async def test_restarts_never_make_a_negative_or_a_doubled_figure(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(n) for n in (100, 150, 20, 30, 0, 0, 500, 499)])
    found = await stats(client, number)
    assert (found["requests"], found["restarts"]) == (50 + 20 + 10 + 0 + 500 + 499, 3)
    assert found["avg_inference_latency_ms"] == 500


async def test_periods_add_up(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    life: list[Reading | Failure | None] = [shown(n) for n in (7, 9, 12, 3, 8, 8, 2, 40, 41, 5, 60)]
    life[2:2] = [DOWN, None, None]
    await live(db, number, life)
    await _earn(db, number, 1_000_000_007)
    whole = await stats(client, number)
    parts = [await stats(client, number, T0 + i * 2 * TICK, T0 + (i + 1) * 2 * TICK) for i in range(8)]
    for name in ("requests", "restarts", "revenue_ton"):
        assert sum(part[name] or 0 for part in parts) == whole[name]
    assert sum(part["tokens"]["total"] or 0 for part in parts) == whole["tokens"]["total"]


async def _earn(db: Database, number: int, nano: int) -> None:
    """So much more at each tick, and a fortune from before we looked."""
    async with db.transaction() as session:
        await session.execute(update(Sample).values(revenue=(Sample.at - T0) // TICK * nano))
        await session.execute(update(WorkerState).values(opening=10**18))


async def test_revenue_of_a_period_is_exact_and_holds_nothing_from_before(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(n) for n in range(5)])
    await _earn(db, number, 1_234_567_891)
    assert (await stats(client, number))["revenue_ton"] == Decimal("4.938271564")
    assert (await stats(client, number, T0 + 2 * TICK, T0 + 3 * TICK))["revenue_ton"] == Decimal("1.234567891")


async def test_unknown_time_is_neither_up_nor_down(client: AsyncClient, db: Database) -> None:
    """Four looks up, then two down, then nobody looks: each speaks for the time after it, the last for three ticks."""
    number = await worker(db)
    await live(db, number, [*(shown(n) for n in range(4)), DOWN, DOWN])
    found = await stats(client, number)
    assert found["uptime_percentage"] == 50  # 4 ticks up; 1 + 3 down
    assert found["coverage"] == round(Decimal(8 * TICK) / HOUR, 6)


async def test_a_look_before_the_period_speaks_into_it(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(1)])
    assert (await stats(client, number, T0 + 2 * TICK, T0 + 4 * TICK))["coverage"] == Decimal("0.5")
    assert (await stats(client, number, T0 + 3 * TICK, T0 + 4 * TICK))["coverage"] == 0
    assert (await stats(client, number, T0 - 4 * TICK, T0))["coverage"] == 0


async def test_a_gap_counts_where_it_was_seen_to_end(client: AsyncClient, db: Database) -> None:
    number = await worker(db)
    await live(db, number, [shown(10), shown(20)])
    await live(db, number, [shown(90), shown(95)], T0 + 2 * HOUR)
    assert (await stats(client, number, T0, T0 + HOUR))["requests"] == 10
    assert (await stats(client, number, T0 + HOUR, T0 + 2 * HOUR))["requests"] is None
    assert (await stats(client, number, T0 + 2 * HOUR, T0 + 3 * HOUR))["requests"] == 75


async def test_default_is_the_last_day(client: AsyncClient, db: Database) -> None:
    answer = await client.get(f"/api/v1/workers/{await worker(db)}/stats")
    assert answer.json()["hours"] == 24
