"""The waist: what comes in is stored once, in one transaction, and says what changed."""

import pytest
from sqlalchemy import func, select

from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, FailureKind, Reading
from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningContract, EarningHour
from cocoonpool.samples.ingest import Ingested, ingest
from cocoonpool.samples.look import Look
from cocoonpool.samples.models import Sample
from cocoonpool.samples.sealed.sealing import Sealed, seal_workers
from cocoonpool.ton.address import parse
from cocoonpool.workers.models import WorkerState
from cocoonpool.workers.state import StructVersions
from tests import captures, make

T0 = 1_795_372_960_000  # a moment after the captures were taken
TICK = 15_000
REFUSED = Failure(FailureKind.REFUSED, "The port is closed.")


def reading(name: str) -> Reading:
    result = read(captures.pages(name))
    assert isinstance(result, Reading)
    return result


async def take(db: Database, *looks: Look) -> Ingested:
    async with db.transaction() as session:
        return await ingest(session, looks, StructVersions([]), now=looks[-1].at)


async def take_at(db: Database, now: int, *looks: Look) -> Ingested:
    async with db.transaction() as session:
        return await ingest(session, looks, StructVersions([]), now)


async def samples_of(db: Database, worker_id: int) -> list[Sample]:
    async with db.reading() as session:
        return list(await session.scalars(select(Sample).where(Sample.worker_id == worker_id).order_by(Sample.at)))


async def two_workers(db: Database) -> tuple[int, int]:
    """The captured pair: one owner, one proxy, so one worker contract."""
    owner = reading("2025-12/03_traffic_w12000").owner_address or ""
    person = await make.participant(db, parse(owner))
    return (await make.worker(db, person, 12000)).id, (await make.worker(db, person, 12010)).id


async def state(db: Database, worker_id: int) -> WorkerState:
    async with db.reading() as session:
        row = await session.get(WorkerState, worker_id)
        assert row is not None
        return row


async def test_two_workers_of_one_contract_never_double_its_revenue(db: Database) -> None:
    first, second = await two_workers(db)
    await take(
        db,
        Look(first, T0, reading("2025-12/03_traffic_w12000"), None),
        Look(second, T0 + 50, reading("2025-12/03_traffic_w12010"), None),
    )
    assert (await state(db, first)).revenue == 450_009_600
    assert (await state(db, second)).revenue == 0
    async with db.reading() as session:
        assert (await session.scalars(select(EarningContract.earned))).all() == [450_009_600]
    assert await find_faults(db) == []


async def test_the_captured_figures_come_back_exactly(db: Database) -> None:
    first, _ = await two_workers(db)
    await take(db, Look(first, T0, reading("2025-12/03_traffic_w12000"), None, 12))
    async with db.reading() as session:
        sample = (await session.scalars(select(Sample))).one()
    assert (sample.queries, sample.success, sample.failed) == (80, 74, 6)
    assert (sample.bytes_received, sample.bytes_sent, sample.busy_us) == (5831, 28678, 64_105_045)
    assert (sample.tokens_total, sample.tokens_prompt, sample.tokens_cached) == (450009600, 63001344, 48001024)
    assert (sample.tokens_completion, sample.tokens_reasoning) == (279005952, 60001280)
    assert (sample.wallet_balance, sample.coefficient, sample.gpu_utilization) == (100 * 10**9, 1000, None)


async def test_a_failed_look_is_a_row_and_does_not_touch_last_seen(db: Database) -> None:
    first, _ = await two_workers(db)
    await take(db, Look(first, T0, reading("2025-12/03_traffic_w12000"), None))
    await take(db, Look(first, T0 + TICK, REFUSED, None))
    now = await state(db, first)
    assert (now.status, now.last_seen, now.sample_at) == ("down", T0, T0 + TICK)
    assert now.revenue == 450_009_600
    async with db.reading() as session:
        rows = (await session.execute(select(Sample.status, Sample.failure, Sample.queries).order_by(Sample.at))).all()
    assert rows[1] == ("down", "refused", None)


async def test_the_same_look_twice_is_stored_once(db: Database) -> None:
    first, _ = await two_workers(db)
    look = Look(first, T0, reading("2025-12/03_traffic_w12000"), None)
    await take(db, look)
    await take(db, look)
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Sample)) == 1
        assert await session.scalar(select(func.sum(EarningHour.amount))) == 450_009_600


async def test_a_belated_look_becomes_history_and_earnings_but_not_the_present(db: Database) -> None:
    first, _ = await two_workers(db)
    await take(db, Look(first, T0, REFUSED, None))
    late = Look(first, T0 - TICK, reading("2025-12/03_traffic_w12000"), None, live=False)
    assert (await take(db, late)).transitions == ()
    now = await state(db, first)
    assert (now.status, now.sample_at, now.revenue) == ("down", T0, 450_009_600)
    assert [row.queries for row in await samples_of(db, first)] == [80, None]
    assert await find_faults(db) == []


async def test_a_backlog_in_order_is_complete_history_and_only_its_end_is_told(db: Database) -> None:
    first, _ = await two_workers(db)
    hours = [T0 + step * 3_600_000 for step in range(24)]
    results: list[Reading | Failure] = [reading("2025-12/03_traffic_w12000"), REFUSED] * 12
    backlog = [Look(first, at, result, None, live=False) for at, result in zip(hours, results, strict=True)]
    end = hours[-1] + 3_600_000
    told = await take_at(db, end, *backlog)
    assert (told.transitions, (await state(db, first)).status) == ((), "unknown")
    assert [row.status for row in await samples_of(db, first)] == ["degraded", "down"] * 12
    told = await take_at(db, end, Look(first, end, reading("2025-12/03_traffic_w12000"), None, live=False))
    assert [(change.before, change.after) for change in told.transitions] == [("unknown", "degraded")]
    assert (await state(db, first)).revenue == 450_009_600


async def test_looks_in_any_order_never_lower_what_history_shows_as_earned(db: Database) -> None:
    first, _ = await two_workers(db)
    names = ("01_fresh", "03_traffic_w12010", "03_traffic_w12000", "04_disabled")
    looks = [Look(first, T0 + i * TICK, reading(f"2025-12/{n}"), None, live=False) for i, n in enumerate(names)]
    for look in (looks[0], looks[3], looks[2], looks[1], looks[3]):
        await take_at(db, T0 + 4 * TICK, look)
    revenue = [row.revenue for row in await samples_of(db, first)]
    assert len(revenue) == 4
    assert revenue == sorted(revenue)
    assert await find_faults(db) == []


async def test_a_belated_look_after_sealed_ones_goes_on_from_what_they_earned(db: Database) -> None:
    first, _ = await two_workers(db)
    for at, name in ((T0 - TICK, "01_fresh"), (T0, "03_traffic_w12000")):
        await take_at(db, at, Look(first, at, reading(f"2025-12/{name}"), None, live=False))
    await take_at(db, T0 + 2 * TICK, Look(first, T0 + 2 * TICK, REFUSED, None, live=False))
    await seal_workers(db, [first], T0 + TICK, 45_000, Sealed())
    await take_at(db, T0 + 2 * TICK, Look(first, T0 + TICK, REFUSED, None, live=False))
    earned = (await state(db, first)).revenue - (await state(db, first)).opening
    assert earned > 0
    shown = [(row.at, row.revenue) for row in await samples_of(db, first)]
    assert shown == [(T0 + TICK, earned), (T0 + 2 * TICK, earned)]


async def test_a_clock_set_back_does_not_stop_the_present(db: Database) -> None:
    first, _ = await two_workers(db)
    await take(db, Look(first, T0 + 3_600_000, REFUSED, None))
    await take(db, Look(first, T0, reading("2025-12/01_fresh"), None))
    assert (await state(db, first)).status != "down"


async def test_a_look_at_a_worker_that_is_gone_is_dropped(db: Database) -> None:
    first, _ = await two_workers(db)
    result = await take(db, Look(first, T0, REFUSED, None), Look(999, T0, REFUSED, None))
    assert result.worker_ids == (first,)
    assert result.dropped == 1


async def test_a_change_is_told_once_with_its_reason(db: Database) -> None:
    first, _ = await two_workers(db)
    told = await take(db, Look(first, T0, REFUSED, None))
    assert [(t.before, t.after, t.causes[0].code) for t in told.transitions] == [("unknown", "down", "port_closed")]
    assert (await take(db, Look(first, T0 + TICK, REFUSED, None))).transitions == ()


async def test_nothing_is_stored_when_the_transaction_fails(db: Database) -> None:
    first, _ = await two_workers(db)
    with pytest.raises(ZeroDivisionError):
        async with db.transaction() as session:
            await ingest(session, [Look(first, T0, reading("2025-12/03_traffic_w12000"), None)], StructVersions([]), T0)
            raise ZeroDivisionError
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Sample)) == 0
        assert await session.scalar(select(func.count()).select_from(EarningContract)) == 0


async def test_a_proxy_that_comes_back_with_less_takes_nothing_away(db: Database) -> None:
    first, _ = await two_workers(db)
    for step, name in enumerate(("06_modeldown", "07b_proxydown", "07_proxy_back")):
        figures = reading("2026-04/" + name) if name != "07b_proxydown" else reading("2026-04/07_proxydown")
        await take(db, Look(first, T0 + step * TICK, figures, None))
    assert (await state(db, first)).revenue == 450_007_050
    assert await find_faults(db) == []


async def test_a_strangers_worker_cannot_raise_the_owners_figures(db: Database) -> None:
    first, _ = await two_workers(db)
    stranger = await make.worker(db, await make.bob(db), 12020)
    honest = reading("2025-12/01_fresh")
    await take(db, Look(first, T0, honest, None))
    await take(db, Look(stranger.id, T0 + 10, reading("2025-12/03_traffic_w12000"), None))
    async with db.reading() as session:
        assert (await session.scalars(select(EarningContract.earned))).all() == [0]


def test_one_stranger_is_not_believed_about_the_networks_version_but_two_are() -> None:
    rows = [("root", 1, 3), ("root", 2, 99)]
    assert StructVersions(rows).fleet_for("root", 1).newest_struct_version == 3
    assert StructVersions([*rows, ("root", 3, 5)]).fleet_for("root", 1).newest_struct_version == 5
    assert StructVersions(rows).fleet_for("elsewhere", 1).newest_struct_version is None
