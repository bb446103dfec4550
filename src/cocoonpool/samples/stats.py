"""The figures of a worker's period, put together from what the database condensed."""

from cocoonpool.db import ReadSession
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.samples import queries
from cocoonpool.samples.period import Period
from cocoonpool.samples.queries import Before
from cocoonpool.samples.series import (
    Counters,
    Meter,
    coverage,
    mean_latency_ms,
    named,
    success_rate,
    total,
    uptime_percentage,
)
from cocoonpool.samples.shapes import Stats, TokenStats
from cocoonpool.wire import Ton
from cocoonpool.workers.queries import Owned, OwnedWorkerId


async def stats(session: ReadSession, worker: Owned, period: Period, hold_ms: int) -> Stats:
    """Figures of a period; `hold_ms`: how long one look speaks for the time after it.

    Periods add up: what was added between two looks counts in the period of the later one.
    """
    start = await queries.before(session, worker.id, period.start)
    added = await _added(session, worker.id, period, start)
    load = await queries.utilization(session, worker.id, period)
    covered = await queries.covered(session, worker.id, period, hold_ms)
    figures = named(added)
    return Stats(
        worker_id=worker.id,
        worker_name=worker.worker_name,
        hours=period.hours,
        period_start=period.start_time,
        period_end=period.end_time,
        requests=figures["queries"],
        requests_succeeded=figures["success"],
        requests_failed=figures["failed"],
        success_rate=success_rate(added),
        avg_inference_latency_ms=mean_latency_ms(added),
        tokens=_tokens(figures),
        bytes_received=figures["bytes_received"],
        bytes_sent=figures["bytes_sent"],
        revenue_ton=await _revenue(session, worker.id, period, start),
        gpu_utilization_avg=load.mean(),
        gpu_utilization_p95=load.percentile(95),
        uptime_percentage=uptime_percentage(covered),
        restarts=await queries.restarts(session, worker.id, period),
        coverage=coverage(covered, period.length_ms),
    )


async def _added(session: ReadSession, worker: OwnedWorkerId, period: Period, start: Before) -> Counters:
    meter = Meter() if start.counters is None else Meter(start.counters)
    whole = period.end  # one bucket: only its last look and the restarts are read
    sums = total(())
    async for look in queries.shown(session, worker, period, whole):
        sums = total((sums, meter.add(look.counters, look.restarted)))
    return sums


async def _revenue(session: ReadSession, worker: OwnedWorkerId, period: Period, start: Before) -> Ton | None:
    ends = await queries.revenue_at_ends(session, worker, period)
    if ends is None:
        return None
    first, last = ends
    return to_ton(Nanoton(last - (first if start.revenue is None else start.revenue)))


def _tokens(figures: dict[str, int | None]) -> TokenStats:
    return TokenStats(
        total=figures["tokens_total"],
        prompt=figures["tokens_prompt"],
        cached=figures["tokens_cached"],
        completion=figures["tokens_completion"],
        reasoning=figures["tokens_reasoning"],
    )
