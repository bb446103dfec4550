"""Series of many workers at once, added up by group: whole buckets from the rollups, what is fresh from the hot rows.

All buckets of some hundred workers are unpacked into one array a column, the moments of each worker moved by its place,
and added up by numpy: no worker costs a step of its own.
"""

from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Final

import numpy as np
from sqlalchemy import and_, select

from cocoonpool.asked import Question
from cocoonpool.db import ReadSession
from cocoonpool.samples.fleet_fields import FLEET_FIELDS, Field, columns_of, sources
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Column, Columns, Ints, joined
from cocoonpool.samples.sealed.fresh import far_apart, fresh_buckets, fresh_rows
from cocoonpool.samples.sealed.rollup import regrouped
from cocoonpool.samples.sealed.segments import PERIODS, ROLLUPS
from cocoonpool.samples.sealed.source import UNTIL

MOST_READ: Final = 2_000_000
"""Values of rollups in memory at once, about."""
_WORKERS: Final = 500  # in one question
_C: Final = segments.TABLE.c


class Sums:
    """By field and group: the sum over the workers that knew the figure, and how many they were."""

    def __init__(self, names: Sequence[str], groups: int, start: int, width: int, buckets: int) -> None:
        self.start, self.width, self.at = start, width, start + np.arange(buckets, dtype=np.int64) * width
        self._fields: dict[str, Field] = {name: FLEET_FIELDS[name] for name in names}
        self.sums = {name: np.zeros((groups, buckets), np.int64) for name in names}
        self.weights = {name: np.zeros((groups, buckets), np.int64) for name in names}

    def add(self, groups: Ints, rows: Columns) -> None:
        """Buckets of some workers, as wide as those here, moved by their places; `groups`: of each place its group."""
        owners, at = np.divmod(rows.at, far_apart(self.width))
        where = (at - self.start) // self.width
        cells = groups[owners] * len(self.at) + where
        for name, field in self._fields.items():
            value, weight = field.value(rows, owners)
            known = (where >= 0) & value.mask()
            np.add.at(self.sums[name].reshape(-1), cells[known], value.values[known])
            np.add.at(self.weights[name].reshape(-1), cells[known], 1 if weight is None else weight[known])

    def total(self, name: str, group: int) -> Column:
        """The sum over the group; of a mean its mean over all that it is made of."""
        if self._fields[name].is_mean:
            return self.mean(name, group)
        known = self.weights[name][group] > 0
        return Column(self.sums[name][group], None if known.all() else known)

    def mean(self, name: str, group: int) -> Column:
        """The mean over the workers of the group that knew it."""
        weight = self.weights[name][group]
        known = weight > 0
        mean = np.rint(self.sums[name][group] / np.maximum(weight, 1)).astype(np.int64)
        return Column(mean, None if known.all() else known)


class Adding:
    """Adds up one span of time after the other. What the next one's first looks add is told from the last before."""

    def __init__(self, groups: Mapping[int, int], names: Sequence[str], width: int, most_buckets: int) -> None:
        """
        Args:
            groups: worker -> number of its group, from 0.
            names: of `FLEET_FIELDS`.
            width: ms of a bucket, a multiple of a rollup's.
            most_buckets: the most that any span has.
        """
        self._groups, self._names, self._width = groups, names, width
        workers, at_once = sorted(groups), max(1, min(_WORKERS, MOST_READ // (most_buckets * columns_of(names))))
        self._portions = [workers[first : first + at_once] for first in range(0, len(workers), at_once)]
        self._last: dict[int, Columns] = {}

    async def sums(self, session: ReadSession, start: int, end: int) -> Sums:
        """Of a span that begins with a bucket; unix ms."""
        buckets = -(-(end - start) // self._width)
        made = Sums(self._names, max(self._groups.values(), default=0) + 1, start, self._width, buckets)
        for number, workers in enumerate(self._portions):
            portion = _Portion(session, workers, sources(self._names), self._width)
            before = self._last.get(number)
            needs_before = before is None and any(FLEET_FIELDS[name].needs_before for name in self._names)
            rows = await portion.buckets(start - self._width if needs_before else start, end, before)
            made.add(np.array([self._groups[worker] for worker in workers]), rows)
            self._last[number] = rows.take(np.flatnonzero(np.diff(rows.at // far_apart(self._width), append=-1)))
        return made


class _Portion:
    """The buckets of some workers; a worker's place is its place among these, which are in order."""

    def __init__(self, session: ReadSession, workers: Sequence[int], names: Collection[str], width: int) -> None:
        self._session, self._names, self._width = session, names, width
        self._workers, self._ids = workers, np.array(workers, np.int64)
        self._far = far_apart(width)

    async def buckets(self, start: int, end: int, before: Columns | None) -> Columns:
        """Of all, in order, and what was `before`. What is sealed between the first and the last read is read once."""
        until = np.maximum(start, await self._until())
        owners, looks = await fresh_rows(self._session, self._workers, int(until.min()), end, self._names)
        covered, parts = np.full(len(self._ids), start, np.int64), [before or Columns()]
        for resolution in [r for r in reversed(ROLLUPS) if self._width % (r * 1000) == 0]:
            step = resolution * 1000
            to = np.maximum(covered, np.minimum(until, end) // step * step)
            parts.append(await self._rollups(resolution, covered, to))
            covered = to
        rolled = regrouped(_in_order(joined(parts)), self._width)
        if not len(looks):
            return rolled
        fresh = self._moved(looks, owners, until, np.full(len(until), end))
        return regrouped(
            _in_order(joined([rolled, fresh_buckets(fresh, rolled, self._names, self._width)])), self._width
        )

    async def _until(self) -> Ints:
        """Until when each is sealed."""
        mine = select(UNTIL.c.worker_id, UNTIL.c.until).where(UNTIL.c.worker_id.in_(self._workers))
        known = {row[0]: row[1] for row in await Question(mine).rows(self._session)}
        return np.array([known.get(worker, 0) for worker in self._workers], np.int64)

    async def _rollups(self, resolution: int, start: Ints, end: Ints) -> Columns:
        """Each worker's buckets of [start, end)."""
        behind = np.flatnonzero(start < end)
        if not len(behind):
            return Columns()
        first, last = int(start[behind].min()), int(end[behind].max())
        within = and_(_C.resolution == resolution, _C.start > first - PERIODS[resolution], _C.start < last)
        mine = select(segments.TABLE).where(_C.worker_id.in_(self._ids[behind].tolist()), within)
        found = sorted(await Question(mine).rows(self._session), key=itemgetter(0, 2))  # else all their rows are sorted
        rows, columns = segments.together(found, self._names)
        owners = np.repeat(np.array([row[0] for row in rows], np.int64), [row[5] for row in rows])
        return self._moved(columns, owners, start, end)

    def _moved(self, rows: Columns, owners: Ints, start: Ints, end: Ints) -> Columns:
        """The rows of each worker's [start, end), in order, moved by its place."""
        place = np.searchsorted(self._ids, owners)
        within = (rows.at >= start[place]) & (rows.at < end[place])
        moved = Columns(rows.at + place * self._far, rows.data)
        return _in_order(moved if within.all() else moved.take(within))


def _in_order(rows: Columns) -> Columns:
    return rows if (np.diff(rows.at) > 0).all() else rows.take(np.argsort(rows.at, kind="stable"))
