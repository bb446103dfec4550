"""Makes the points of a series: what was seen in a bucket, and what was told in it."""

from typing import Any, Final

import msgspec

from cocoonpool.db import ReadSession, from_ms
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.samples import queries
from cocoonpool.samples.period import Period
from cocoonpool.samples.queries import Bucket, Shown
from cocoonpool.samples.series import UNKNOWN, Counters, Meter, mean_latency_ms, named, total
from cocoonpool.workers.fields import from_per_mille
from cocoonpool.workers.queries import Owned, OwnedWorkerId

_TOTALS: Final = {
    "requests_succeeded_total": "success",
    "requests_failed_total": "failed",
    "tokens_total": "tokens_total",
    "tokens_prompt_total": "tokens_prompt",
    "tokens_cached_total": "tokens_cached",
    "tokens_completion_total": "tokens_completion",
    "tokens_reasoning_total": "tokens_reasoning",
    "bytes_received_total": "bytes_received",
    "bytes_sent_total": "bytes_sent",
}
_NOTHING_TOLD: Final = named(UNKNOWN)


class Told(msgspec.Struct):
    """The last look of a bucket that told its counters, and all that was added in the bucket."""

    last: Shown
    added: Counters


async def points(session: ReadSession, worker: Owned, period: Period, width: int, most: int) -> list[dict[str, Any]]:
    """Points in the shape of `MetricPoint`, oldest first; one more than `most` when there are too many."""
    seen = await queries.buckets(session, worker.id, period, width, most + 1)
    if len(seen) > most:
        return [{}] * len(seen)
    told = await _told(session, worker.id, period, width)
    return [_point(bucket, told.get(bucket.key), worker.opening, period, width) for bucket in seen]


async def _told(session: ReadSession, worker: OwnedWorkerId, period: Period, width: int) -> dict[int, Told]:
    start = (await queries.before(session, worker, period.start)).counters
    meter = Meter() if start is None else Meter(start)
    found: dict[int, Told] = {}
    async for look in queries.shown(session, worker, period, width):
        added = meter.add(look.counters, look.restarted)
        known = found.get(look.key)
        found[look.key] = Told(look, added if known is None else total((known.added, added)))
    return found


def _point(bucket: Bucket, told: Told | None, opening: int, period: Period, width: int) -> dict[str, Any]:
    memory = bucket.gpu_memory_mib
    values = _NOTHING_TOLD if told is None else named(told.last.counters)
    return {
        "timestamp": from_ms(max(bucket.key * width, period.start)),
        "status": bucket.status,
        "gpu_utilization": bucket.gpu_utilization,
        "gpu_temperature": bucket.gpu_temperature,
        "inference_requests_total": values["queries"],
        "avg_inference_latency_ms": None if told is None else mean_latency_ms(told.added),
        "revenue_ton": to_ton(Nanoton(bucket.revenue + opening)),
        **{name: values[stored] for name, stored in _TOTALS.items()},
        "active_requests": bucket.active_requests,
        "gpu_memory_used_gb": None if memory is None else round(memory / 1024, 2),
        "gpu_power_watts": bucket.gpu_power_w,
        **_last_read(told),
        "restarts": bucket.restarts,
        "looks": bucket.looks,
    }


def _last_read(told: Told | None) -> dict[str, Any]:
    if told is None:
        return {"wallet_balance_ton": None, "ton_age_seconds": None, "price_coefficient": None}
    last = told.last
    return {
        "wallet_balance_ton": None if last.wallet_balance is None else to_ton(Nanoton(last.wallet_balance)),
        "ton_age_seconds": None if last.ton_synced_at is None else max(0, last.at // 1000 - last.ton_synced_at),
        "price_coefficient": from_per_mille(last.coefficient),
    }
