"""The figures of a worker's period: the whole period as one bucket."""

from cocoonpool.money import Nanoton, to_ton
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.period import Period
from cocoonpool.samples.sealed import past
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.layout import STATUSES, added, spent
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import coverage, mean_latency_ms, named, success_rate, uptime_percentage
from cocoonpool.samples.shapes import Stats, TokenStats
from cocoonpool.wire import Ton
from cocoonpool.workers.queries import Owned

_NAMES = ("looks", "restarts", "revenue", *map(added, COUNTERS), *map(spent, STATUSES))
_LOAD = "gpu_utilization"


async def stats(source: Source, worker: Owned, period: Period, hold_ms: int) -> Stats:
    """Figures of a period; `hold_ms`: how long one look speaks for the time after it.

    Periods add up: what was added between two looks counts in the period of the later one.
    """
    start, end = period.start, period.end
    whole = await past.buckets(source, worker.id, start, end, end, hold_ms, _NAMES)
    increases = tuple(_figure(whole, added(name)) for name in COUNTERS)
    covered = {str(status): _figure(whole, spent(status)) or 0 for status in STATUSES}
    load = await past.histogram(source, worker.id, start, end, _LOAD)
    figures = named(increases)
    return Stats(
        worker_id=worker.id,
        worker_name=worker.worker_name,
        hours=period.hours,
        period_start=period.start_time,
        period_end=period.end_time,
        requests=figures["queries"],
        requests_succeeded=figures["success"],
        requests_failed=figures["failed"],
        success_rate=success_rate(increases),
        avg_inference_latency_ms=mean_latency_ms(increases),
        tokens=_tokens(figures),
        bytes_received=figures["bytes_received"],
        bytes_sent=figures["bytes_sent"],
        revenue_ton=await _revenue(source, worker, period, _figure(whole, "revenue")),
        gpu_utilization_avg=load.mean(),
        gpu_utilization_p95=load.percentile(95),
        uptime_percentage=uptime_percentage(covered),
        restarts=_figure(whole, "restarts") if _figure(whole, "looks") else None,
        coverage=coverage(covered, period.length_ms),
    )


def _figure(whole: Columns, name: str) -> int | None:
    """The figure of the one bucket; None if it is not known or nobody looked."""
    values = whole[name].listed()
    return values[0] if values else None


async def _revenue(source: Source, worker: Owned, period: Period, last: int | None) -> Ton | None:
    if last is None:
        return None
    first = (await past.before(source, worker.id, period.start)).revenue
    if first is None:
        first = await past.first_revenue(source, worker.id, period.start, period.end)
    return None if first is None else to_ton(Nanoton(last - first))


def _tokens(figures: dict[str, int | None]) -> TokenStats:
    return TokenStats(
        total=figures["tokens_total"],
        prompt=figures["tokens_prompt"],
        cached=figures["tokens_cached"],
        completion=figures["tokens_completion"],
        reasoning=figures["tokens_reasoning"],
    )
