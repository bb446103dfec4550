"""What counters rose by from look to look, for thousands of looks at once: the rule of `series.Meter`, exactly.

Looks that all tell the same counters, in figures a worker can really have reached, are computed as arrays; whatever
else comes is given to the `Meter` look by look.
"""

from collections.abc import Collection
from typing import Final

import numpy as np

from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, Ints
from cocoonpool.samples.series import UNKNOWN, Counters, Meter

LARGEST: Final = 2**63 - 1
_PLAIN: Final = 2**48  # below it no sum over a bucket leaves 64 bits


def increases(looks: Columns, before: Counters | None, names: Collection[str] = COUNTERS) -> dict[str, Column]:
    """By counter, of these, what each look added; unknown where it cannot be told.

    An increase beyond 64 bits is given as the largest number of 64 bits.
    """
    start = UNKNOWN if before is None else before
    told = {name: looks.data[name] for name in COUNTERS if name in looks.data}
    if not _plain(told, start):
        return _one_by_one(looks, start)
    restarts = _restarts(looks, told, start)
    groups = np.cumsum(restarts, dtype=np.int64)
    carried = dict(zip(COUNTERS, start, strict=True))
    return {name: _steps(told[name], groups, carried[name]) for name in names if name in told}


def _plain(told: dict[str, Column], start: Counters) -> bool:
    """Whether all growing counters are told by the same looks, and no figure is absurd."""
    if any(value is not None and not 0 <= value < _PLAIN for value in start):
        return False
    masks = []
    for name, column in told.items():
        if len(column.values) and not (column.values.min() >= 0 and column.values.max() < _PLAIN):
            return False
        if name != "failed":
            masks.append(column.known)
    some = [mask for mask in masks if mask is None or mask.any()]
    first = some[0] if some else None
    return all(mask is first or _same(mask, first) for mask in some)


def _same(one: Bools | None, other: Bools | None) -> bool:
    if one is None or other is None:
        return (one is None or bool(one.all())) and (other is None or bool(other.all()))
    return bool((one == other).all())


def _restarts(looks: Columns, told: dict[str, Column], start: Counters) -> Bools:
    """At which looks everything counts from zero again: said so when it came in, or any counter fell.

    All that are told are told by the same looks.
    """
    restarts: Bools = looks["restarted"].values != 0
    where: Ints | None = None
    for name, carried in zip(COUNTERS, start, strict=True):
        if name == "failed" or name not in told:
            continue
        column = told[name]
        if not column.mask().any():
            continue
        if where is None:
            where = np.flatnonzero(column.mask())
        values = column.values if column.known is None else column.values[where]
        restarts[where[1:]] |= values[1:] < values[:-1]
        restarts[where[0]] |= carried is not None and values[0] < carried
    return restarts


def _steps(column: Column, groups: Ints, carried: int | None) -> Column:
    """What one counter added at each look. `groups` counts the restarts until then."""
    known = column.mask()
    values, group = column.values[known], groups[known]
    if not len(values):
        return Column.unknown(len(known))
    fresh = np.diff(group, prepend=0) > 0
    values = _risen(values, fresh, carried)
    was = np.concatenate(([0 if carried is None else carried], values[:-1]))
    was[fresh] = 0
    spread = np.zeros(len(known), np.int64)
    spread[known] = values - was
    told = known.copy()
    if carried is None and not fresh[0]:
        first = int(np.argmax(known))
        told[first], spread[first] = False, 0
    return Column(spread, None if told.all() else told)


def _risen(values: Ints, fresh: Bools, carried: int | None) -> Ints:
    """The highest figure since the restart: a count of failures may lag, which is no restart."""
    was = np.concatenate(([0 if carried is None else carried], values[:-1]))
    if not ((values < was) & ~fresh).any():
        return values
    risen, starts = values.copy(), np.flatnonzero(fresh).tolist()
    for first, last in zip([0, *starts], [*starts, len(values)], strict=True):
        if first < last:
            risen[first:last] = np.maximum.accumulate(values[first:last])
    if carried is not None:
        end = starts[0] if starts else len(values)
        risen[:end] = np.maximum(risen[:end], carried)
    return risen


def _one_by_one(looks: Columns, start: Counters) -> dict[str, Column]:
    meter = Meter(start)
    shown = zip(*(looks[name].listed() for name in COUNTERS), strict=True)
    restarted = looks["restarted"].values.astype(bool).tolist()
    rows = [meter.add(counters, again) for counters, again in zip(shown, restarted, strict=True)]
    clipped = ([None if v is None else min(v, LARGEST) for v in values] for values in zip(*rows, strict=True))
    return {name: Column.of(values) for name, values in zip(COUNTERS, clipped, strict=False)}
