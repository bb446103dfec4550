"""Reads the history of one worker, hot and sealed, as columns. Periods are half open: start <= at < end, unix ms.

Hot rows are read before segments: what is sealed between the two reads is seen twice and dropped once, never missed.
"""

from collections import Counter
from collections.abc import Collection
from typing import Final

import numpy as np

from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Columns, Ints, joined, merged
from cocoonpool.samples.sealed.layout import GAUGES, ROLLED, added
from cocoonpool.samples.sealed.rollup import Before, regrouped, rolled
from cocoonpool.samples.sealed.segments import HOUR_MS, RAW, ROLLUPS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import Counters, Histogram

_LOOK_BACK_MS: Final = 8 * HOUR_MS  # for the last look before a period; further back the rollups tell
_NEAR_MS: Final = HOUR_MS
_SHOWN: Final = (*COUNTERS, "status", "revenue")


async def looks(source: Source, worker_id: int, start: int, end: int, names: Collection[str]) -> Columns:
    """Every look of a period, with these columns."""
    fresh = await source.hot(worker_id, start, end, names)
    parts = [part async for part in source.sealed(worker_id, RAW, start, end, names)]
    return merged(joined(parts), fresh)


async def before(source: Source, worker_id: int, at: int) -> Before:
    """What was shown last before `at`."""
    until = await source.until(worker_id)
    since = max(0, min(at - _LOOK_BACK_MS, until - until % HOUR_MS))
    near = await looks(source, worker_id, since, at, _SHOWN)
    found = _last_told(near)
    if found is None:
        found = await _last_in_rollups(source, worker_id, since)
    if not len(near):
        return Before(counters=found, revenue=await _last_revenue(source, worker_id, since))
    status, revenue = (int(near[name].values[-1]) for name in ("status", "revenue"))
    return Before(found, int(near.at[-1]), status, revenue)


async def first_revenue(source: Source, worker_id: int, start: int, end: int) -> int | None:
    """nanoTON at the first look of the period, or at the end of the first bucket where looks are deleted."""
    fresh = await source.hot(worker_id, start, end, ("revenue",), 1)
    for resolution in (RAW, 3_600):
        async for part in source.sealed(worker_id, resolution, start, end, ("revenue",)):
            seen = merged(part, fresh)
            return int(seen["revenue"].values[np.argmax(seen["revenue"].mask())])
    return int(fresh["revenue"].values[0]) if len(fresh) else None


async def revenue_before(source: Source, worker_id: int, at: int) -> int:
    """nanoTON that the look before `at` shows as earned; 0 when there is none. Where looks are deleted, to the hour."""
    fresh = await source.newest_hot(worker_id, at)
    since = 0 if fresh is None else fresh[0]
    async for part in source.sealed(worker_id, RAW, since, at, ("revenue",), newest_first=True):
        return int(part["revenue"].values[-1])
    if fresh is not None:
        return fresh[1]
    return await _last_revenue(source, worker_id, at) or 0


async def histogram(source: Source, worker_id: int, start: int, end: int, gauge: str) -> Histogram:
    """How often each value of a gauge was seen; where looks are deleted, each bucket's mean stands for its looks."""
    gone = (await source.horizons()).get(RAW, 0)
    counts: Counter[int] = Counter()
    async for part in source.sealed(worker_id, RAW, start, end, (gauge,)):
        counts.update(_counted(part[gauge].take(part[gauge].mask()).values))
    fresh = await source.hot(worker_id, start, end, (gauge,))
    counts.update(_counted(fresh[gauge].take(fresh[gauge].mask()).values))
    names = (f"{gauge}.sum", f"{gauge}.n")
    async for part in source.sealed(worker_id, 3_600, start, min(end, gone), names):
        sums, number = (part[name].values for name in names)
        mean = np.rint(sums / np.maximum(number, 1)).astype(np.int64)
        counts.update(_counted(np.repeat(mean, number)))
    return Histogram(counts)


def _counted(values: Ints) -> dict[int, int]:
    found, number = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), number.tolist(), strict=True))


async def next_told(source: Source, worker_id: int, start: int, end: int) -> int | None:
    """When a look of this period first told its counters."""
    found = _told(await source.hot(worker_id, start, end, COUNTERS))
    async for part in source.sealed(worker_id, RAW, start, end, COUNTERS):
        if len(sealed := _told(part)):
            return int(min([sealed[0], *found[:1]]))
    return int(found[0]) if len(found) else None


def _told(rows: Columns) -> Ints:
    """The moments of the looks that told any counter."""
    return rows.at[np.logical_or.reduce([rows[name].mask() for name in ("queries", "success", "tokens_total")])]


async def looks_after(
    source: Source, worker_id: int, start: int, end: int, names: frozenset[str]
) -> tuple[Columns, Before]:
    """The looks of a period, and what they go on from, in one read where the look before is near."""
    near = await looks(source, worker_id, max(0, start - _NEAR_MS), end, names)
    inside, earlier = near.between(start, end), near.between(0, start)
    told = _last_told(earlier)
    if not len(earlier) or (told is None and not names.isdisjoint(COUNTERS)):
        return inside, await before(source, worker_id, start)
    return inside, Before(told, int(earlier.at[-1]), int(earlier["status"].values[-1]))


def _last_told(rows: Columns) -> Counters | None:
    where = np.searchsorted(rows.at, _told(rows))
    return tuple(rows[name].take(where[-1:]).listed()[0] for name in COUNTERS) if len(where) else None


async def _last_in_rollups(source: Source, worker_id: int, end: int) -> Counters | None:
    async for part in source.sealed(worker_id, 3_600, 0, end, COUNTERS, newest_first=True):
        found = _last_told(part)
        if found is not None:
            return found
    return None


async def _last_revenue(source: Source, worker_id: int, end: int) -> int | None:
    async for part in source.sealed(worker_id, 3_600, 0, end, ("revenue", "looks"), newest_first=True):
        seen = np.flatnonzero(part["revenue"].mask())
        if len(seen):
            return int(part["revenue"].values[seen[-1]])
    return None


async def buckets(
    source: Source,
    worker_id: int,
    start: int,
    end: int,
    width: int,
    hold_ms: int,
    names: Collection[str] = ROLLED,
) -> Columns:
    """The period in buckets of `width` ms: whole ones from the rollups, the ends and what is fresh from the looks.

    A width beyond the end of the period makes one bucket of all.
    """
    until = await source.until(worker_id)
    usable = [resolution for resolution in ROLLUPS if width >= end or width % (resolution * 1000) == 0]
    reader = _Reader(source, worker_id, until, width, hold_ms, names)
    parts = await reader.read(start, end, usable)
    return regrouped(joined(parts), width, start)


class _Reader:
    """Covers a period with the widest rollups that fit, and what they leave over with narrower ones."""

    def __init__(
        self, source: Source, worker_id: int, until: int, width: int, hold_ms: int, names: Collection[str]
    ) -> None:
        self._source, self._worker_id, self._until = source, worker_id, until
        self._width, self._hold_ms, self._names = width, hold_ms, frozenset(names)

    async def read(self, start: int, end: int, usable: list[int]) -> list[Columns]:
        if start >= end:
            return []
        if not usable:
            return [await self._from_looks(start, end)]
        *narrower, resolution = usable
        step = resolution * 1000
        first, last = start + -start % step, min(end, self._until) // step * step
        if first >= last:
            return await self.read(start, end, narrower)
        stored = self._source.sealed(self._worker_id, resolution, first, last, self._names)
        inner = regrouped(joined([part async for part in stored]), self._width)
        return [*await self.read(start, first, narrower), inner, *await self.read(last, end, narrower)]

    async def _from_looks(self, start: int, end: int) -> Columns:
        names = needed(self._names)
        rows, known = await looks_after(self._source, self._worker_id, start, end, names)
        return rolled(rows, known, start, end, self._width, self._hold_ms, self._names)


def needed(names: Collection[str], *, restarts_known: bool = False) -> frozenset[str]:
    """The columns of looks that tell these columns of buckets.

    `restarts_known`: believe what was found out as each look came in, and do not look for more in all counters.
    """
    wanted = {"restarted", "status"} | (set(names) & {*COUNTERS, "revenue", "wallet_balance", "coefficient"})
    if any(added(name) in names for name in COUNTERS) and not restarts_known:
        wanted |= set(COUNTERS)  # one that fell is news about the others
    if "ton_age" in names:
        wanted.add("ton_synced_at")
    return frozenset(wanted | {gauge for gauge in GAUGES if any(name.startswith(f"{gauge}.") for name in names)})
