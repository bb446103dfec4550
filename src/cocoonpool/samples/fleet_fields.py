"""The fields of a query over many workers: what each adds to a group, and what it is divided by for a mean."""

from collections.abc import Callable, Collection
from typing import Final

import msgspec
import numpy as np

from cocoonpool.samples.points import NANO_DIGITS, ratio
from cocoonpool.samples.sealed.columns import Column, Columns, Ints
from cocoonpool.samples.sealed.layout import added, with_sources

Value = tuple[Column, Ints | None]
"""What a worker adds in each bucket, and its weight (None: it counts as one)."""


class Field(msgspec.Struct, frozen=True):
    columns: tuple[str, ...]
    value: Callable[[Columns, Ints], Value]  # of the buckets of many workers in order, and whose each is
    decimals: int = 0
    is_mean: bool = False  # a sum of it would mean nothing
    needs_before: bool = False  # told from a bucket and the one before it


def _increase(counter: str) -> Field:
    name = added(counter)
    return Field((name, counter), lambda rows, _: (rows[name], None))


def _gauge(name: str, divisor: int = 1) -> Field:
    sums, count = f"{name}.sum", f"{name}.n"
    return Field((sums, count), lambda rows, _: (ratio(rows[sums], rows[count], 100 / divisor), None), 2)


def _last(name: str, decimals: int) -> Field:
    return Field((name,), lambda rows, _: (rows[name], None), decimals)


def _earned(rows: Columns, owners: Ints) -> Value:
    """What the share grew by since the bucket before; what came before the first bucket is not known here."""
    revenue = rows["revenue"]
    grown = np.diff(revenue.values, prepend=revenue.values[:1])
    both = revenue.mask() & np.append(False, revenue.mask()[:-1]) & (np.diff(owners, prepend=-1) == 0)
    return Column(np.where(both, grown, 0), both), None


_BUSY, _GOOD, _BAD = (added(name) for name in ("busy_us", "success", "failed"))


def _latency(rows: Columns, _: Ints) -> Value:
    finished = rows[_GOOD].values + rows[_BAD].values
    known = rows[_BUSY].mask() & rows[_GOOD].mask() & rows[_BAD].mask() & (finished > 0)
    return Column(np.where(known, rows[_BUSY].values, 0), known), finished


FLEET_FIELDS: Final[dict[str, Field]] = {
    "requests": _increase("queries"),
    "requests_succeeded": _increase("success"),
    "requests_failed": _increase("failed"),
    "avg_inference_latency_ms": Field(
        (_BUSY, _GOOD, _BAD, "busy_us", "success", "failed"), _latency, decimals=3, is_mean=True
    ),
    "tokens": _increase("tokens_total"),
    "tokens_prompt": _increase("tokens_prompt"),
    "tokens_cached": _increase("tokens_cached"),
    "tokens_completion": _increase("tokens_completion"),
    "tokens_reasoning": _increase("tokens_reasoning"),
    "bytes_received": _increase("bytes_received"),
    "bytes_sent": _increase("bytes_sent"),
    "revenue_ton": Field(("revenue",), _earned, NANO_DIGITS, needs_before=True),
    "gpu_utilization": _gauge("gpu_utilization"),
    "gpu_temperature": _gauge("gpu_temperature"),
    "gpu_memory_used_gb": _gauge("gpu_memory_mib", 1024),
    "gpu_power_watts": _gauge("gpu_power_w"),
    "active_requests": _gauge("active_requests"),
    "wallet_balance_ton": _last("wallet_balance", NANO_DIGITS),
    "restarts": Field(("restarts",), lambda rows, _: (rows["restarts"], None)),
    "looks": Field(("looks",), lambda rows, _: (rows["looks"], None)),
}


def sources(names: Collection[str]) -> frozenset[str]:
    """The columns of buckets that tell these fields."""
    return frozenset(column for name in names for column in FLEET_FIELDS[name].columns) | {"looks"}


def columns_of(names: Collection[str]) -> int:
    """How many columns are read for these fields."""
    return len(with_sources(sources(names)))
