"""Rollups: what many looks say as one bucket, and what many buckets say as one.

A single look is turned into a bucket of its own; from there on there is one rule of joining buckets, whatever their
width. Counters: what they added, and as last told. Gauges: last, least, most, sum and number. Status: the worst, and
the milliseconds of each. A status speaks from its look until the next one, at most `hold_ms`.
"""

from collections.abc import Callable, Collection
from typing import Final

import msgspec
import numpy as np

from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, Ints
from cocoonpool.samples.sealed.increase import LARGEST, increases
from cocoonpool.samples.sealed.layout import GAUGES, LAST, ROLLED, STATUSES, added, spent
from cocoonpool.samples.series import Counters

_SAFE: Final = 2**40  # sums of so much over a bucket stay within 64 bits


class Before(msgspec.Struct, frozen=True):
    """What came before the first look: from here increases and the time of a status are told."""

    counters: Counters | None = None
    at: int | None = None
    status: int = 0
    revenue: int | None = None


def single(looks: Columns, before: Before, names: Collection[str] = ROLLED) -> Columns:
    """Each look as a bucket, without times by status."""
    count = len(looks)
    made = {"looks": Column(np.ones(count, np.int64)), "restarts": looks["restarted"]}
    made |= {name: looks[name] for name in ("status", "revenue", *COUNTERS, *LAST) if name in names}
    if "ton_age" in names:
        synced = looks["ton_synced_at"]
        age = np.maximum(0, looks.at // 1000 - synced.values)
        made["ton_age"] = Column(age if synced.known is None else np.where(synced.known, age, 0), synced.known)
    if risen := [name for name in COUNTERS if added(name) in names]:
        made |= {added(name): column for name, column in increases(looks, before.counters, risen).items()}
    for gauge in GAUGES:
        if f"{gauge}.sum" in names or f"{gauge}.last" in names:
            made |= _of_gauge(gauge, looks[gauge])
    return Columns(looks.at, made)


def _of_gauge(gauge: str, column: Column) -> dict[str, Column]:
    same = {f"{gauge}.{part}": column for part in ("last", "min", "max", "sum")}
    return same | {f"{gauge}.n": Column(column.mask().astype(np.int64))}


def regrouped(buckets: Columns, width: int, start: int | None = None) -> Columns:
    """Buckets joined to such as begin at multiples of `width` ms; the first begins no earlier than `start`."""
    if not len(buckets):
        return buckets
    keys = buckets.at // width
    firsts = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    at = keys[firsts] * width
    if len(firsts) < len(keys):
        buckets = Columns(at, {name: _rule(name)(column, firsts) for name, column in buckets.data.items()})
    return Columns(at if start is None else np.maximum(at, start), buckets.data)


def _rule(name: str) -> Callable[[Column, Ints], Column]:
    if name in ("looks", "restarts") or name.startswith("ms.") or name.endswith((".added", ".n", ".sum")):
        return _total
    if name == "status" or name.endswith(".max"):
        return _most
    return _least if name.endswith(".min") else _latest


def _any(known: Bools | None, firsts: Ints) -> Bools | None:
    return None if known is None else np.logical_or.reduceat(known, firsts)


def _total(column: Column, firsts: Ints) -> Column:
    values = column.values
    if values.max(initial=0) < _SAFE and values.min(initial=0) > -_SAFE:
        return Column(np.add.reduceat(values, firsts), _any(column.known, firsts))
    exact = np.add.reduceat(values.astype(object), firsts)
    sums = [max(-LARGEST - 1, min(LARGEST, int(value))) for value in exact]
    return Column(np.array(sums, np.int64), _any(column.known, firsts))


def _most(column: Column, firsts: Ints) -> Column:
    return _extreme(column, firsts, np.maximum, -LARGEST - 1)


def _least(column: Column, firsts: Ints) -> Column:
    return _extreme(column, firsts, np.minimum, LARGEST)


def _extreme(column: Column, firsts: Ints, of: np.ufunc, nothing: int) -> Column:
    if column.known is None:
        return Column(of.reduceat(column.values, firsts))
    known = np.logical_or.reduceat(column.known, firsts)
    found = of.reduceat(np.where(column.known, column.values, nothing), firsts)
    return Column(np.where(known, found, 0), known)


def _latest(column: Column, firsts: Ints) -> Column:
    ends = np.append(firsts[1:], len(column.values)) - 1
    if column.known is None:
        return Column(column.values[ends])
    last = np.maximum.accumulate(np.where(column.known, np.arange(len(column.values)), -1))[ends]
    known = last >= firsts
    return Column(np.where(known, column.values[last], 0), known)


def rolled(
    looks: Columns, before: Before, start: int, end: int, width: int, hold_ms: int, names: Collection[str] = ROLLED
) -> Columns:
    """The buckets of [start, end), of looks that all lie in it. Where only a status speaks on, `looks` is 0."""
    made = regrouped(single(looks, before, names), width) if len(looks) else Columns()
    if not any(spent(status) in names for status in STATUSES):
        return made
    times = _times(looks, before, start, end, width, hold_ms)
    if len(times) == len(made):
        return Columns(made.at, made.data | times.data)
    return _widened(made, times)


def _times(looks: Columns, before: Before, start: int, end: int, width: int, hold_ms: int) -> Columns:
    """Milliseconds by status and bucket."""
    at, status = looks.at, looks["status"].values
    if before.at is not None:
        at, status = np.append(before.at, at), np.append(before.status, status)
    until = np.minimum(np.minimum(np.append(at[1:], end), at + hold_ms), end)
    begins = np.maximum(at, start)
    speaks = until > begins
    begins, until, status = begins[speaks], until[speaks], status[speaks]
    keys = np.union1d(looks.at // width, _touched(begins // width, (until - 1) // width))
    edges = np.append(keys, keys + 1) * width
    data = {}
    for code, name in enumerate(STATUSES):
        mine = status == code
        below = _time_until(begins[mine], until[mine], edges)
        data[spent(name)] = Column(below[len(keys) :] - below[: len(keys)])
    return Columns(keys * width, data)


def _touched(first: Ints, last: Ints) -> Ints:
    """All keys from first to last, of each pair."""
    both = np.append(first, last)
    far = np.flatnonzero(last - first > 1)
    return np.concatenate([both, *(np.arange(first[i] + 1, last[i]) for i in far.tolist())])


def _time_until(begins: Ints, ends: Ints, moments: Ints) -> Ints:
    """How much of these stretches lies before each moment."""
    if not len(begins):
        return np.zeros(len(moments), np.int64)
    spent_before = np.append(0, np.cumsum(ends - begins))
    index = np.searchsorted(begins, moments, side="right")
    over = np.where(index > 0, np.maximum(0, ends[index - 1] - moments), 0)
    return np.asarray(spent_before[index] - over)


def _widened(made: Columns, times: Columns) -> Columns:
    """The buckets with their times, and those in which nobody looked but a status spoke on."""
    where = np.searchsorted(times.at, made.at)
    count, data = len(times), dict(times.data)
    for name, column in made.data.items():
        values, known = np.zeros(count, np.int64), np.zeros(count, np.bool_)
        values[where], known[where] = column.values, column.mask()
        data[name] = Column(values, None if name in ("looks", "restarts") or known.all() else known)
    for name in ("looks", "restarts"):
        data.setdefault(name, Column(np.zeros(count, np.int64)))
    return Columns(times.at, data)
