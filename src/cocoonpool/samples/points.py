"""The fields of a series' points, from the columns of buckets or of single looks."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

import numpy as np

from cocoonpool.samples.cells import Cells
from cocoonpool.samples.sealed.columns import Column, Columns
from cocoonpool.samples.sealed.layout import STATUSES, added

NANO_DIGITS: Final = 9
Make = Callable[[Columns], Cells]
Field = tuple[tuple[str, ...], Make]
"""The columns it is told from, and how."""


def _told(name: str, column: str, decimals: int = 0) -> Field:
    return (column,), lambda rows: Cells(name, rows[column], decimals)


def mean_of(name: str, gauge: str, divisor: int = 1) -> Field:
    """The mean of a gauge over `divisor`, with two decimals."""
    sums, count = f"{gauge}.sum", f"{gauge}.n"

    def make(rows: Columns) -> Cells:
        return Cells(name, ratio(rows[sums], rows[count], 100 / divisor), 2)

    return (sums, count), make


def ratio(value: Column, count: Column, factor: float) -> Column:
    """factor * value / count, to the nearest whole number; unknown where nothing was counted."""
    known = (count.values > 0) & value.mask() & count.mask()
    mean = np.rint(value.values * factor / np.maximum(count.values, 1)).astype(np.int64)
    return Column(np.where(known, mean, 0), known)


_LATENCY: Final = tuple(added(name) for name in ("busy_us", "success", "failed"))


def latency(rows: Columns) -> Cells:
    """Milliseconds per request that finished, with three decimals."""
    busy, success, failed = (rows[name] for name in _LATENCY)
    finished = Column(success.values + failed.values, success.mask() & failed.mask())
    return Cells("avg_inference_latency_ms", ratio(busy, finished, 1.0), 3)


FIELDS: Final[dict[str, Field]] = {
    "timestamp": ((), lambda rows: Cells("timestamp", Column(rows.at), is_time=True)),
    "status": (("status",), lambda rows: Cells("status", rows["status"], texts=tuple(STATUSES))),
    "gpu_utilization": mean_of("gpu_utilization", "gpu_utilization"),
    "gpu_temperature": mean_of("gpu_temperature", "gpu_temperature"),
    "inference_requests_total": _told("inference_requests_total", "queries"),
    "avg_inference_latency_ms": (_LATENCY, latency),
    "revenue_ton": _told("revenue_ton", "revenue", NANO_DIGITS),
    "requests_succeeded_total": _told("requests_succeeded_total", "success"),
    "requests_failed_total": _told("requests_failed_total", "failed"),
    "tokens_total": _told("tokens_total", "tokens_total"),
    "tokens_prompt_total": _told("tokens_prompt_total", "tokens_prompt"),
    "tokens_cached_total": _told("tokens_cached_total", "tokens_cached"),
    "tokens_completion_total": _told("tokens_completion_total", "tokens_completion"),
    "tokens_reasoning_total": _told("tokens_reasoning_total", "tokens_reasoning"),
    "bytes_received_total": _told("bytes_received_total", "bytes_received"),
    "bytes_sent_total": _told("bytes_sent_total", "bytes_sent"),
    "active_requests": mean_of("active_requests", "active_requests"),
    "gpu_memory_used_gb": mean_of("gpu_memory_used_gb", "gpu_memory_mib", 1024),
    "gpu_power_watts": mean_of("gpu_power_watts", "gpu_power_w"),
    "wallet_balance_ton": _told("wallet_balance_ton", "wallet_balance", NANO_DIGITS),
    "ton_age_seconds": _told("ton_age_seconds", "ton_age"),
    "price_coefficient": _told("price_coefficient", "coefficient", 3),
    "restarts": _told("restarts", "restarts"),
    "looks": _told("looks", "looks"),
}
"""In the order of `shapes.MetricPoint`."""


def columns_for(names: Collection[str]) -> frozenset[str]:
    """What must be read to tell these fields."""
    return frozenset(column for name in names for column in FIELDS[name][0]) | {"looks"}


def fields_of(rows: Columns, names: Sequence[str], opening: int) -> list[Cells]:
    """Points in which anybody looked. `opening`: nanoTON of the revenue from before we looked."""
    looked = rows["looks"].values > 0
    seen = rows if looked.all() else rows.take(looked)
    if "revenue" in seen.data:
        revenue = seen.data["revenue"]
        seen = Columns(seen.at, seen.data | {"revenue": Column(revenue.values + opening, revenue.known)})
    return [FIELDS[name][1](seen) for name in names]
