"""Series of many workers at once, added up by group: whole buckets from the rollups, what is fresh from the hot rows.

All buckets of some hundred workers are unpacked into one array a column, the moments of each worker moved by its place,
and added up by numpy: no worker costs a step of its own.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

import numpy as np
from sqlalchemy import bindparam, select

from cocoonpool.asked import Among, Ask, Question, one_ahead
from cocoonpool.db import ReadSession
from cocoonpool.samples.fleet_fields import FLEET_FIELDS, Field, columns_of, sources
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Column, Columns, Ints, threaded
from cocoonpool.samples.sealed.fresh import Fresh, far_apart, fresh_buckets, fresh_rows
from cocoonpool.samples.sealed.rollup import regrouped
from cocoonpool.samples.sealed.segments import PERIODS, ROLLUPS, Stored
from cocoonpool.samples.sealed.source import UNTIL

MOST_READ: Final = 2_000_000
"""Values of rollups in memory at once, about."""
_WORKERS: Final = 500  # that are added up at once
_READ: Final = 250  # workers, whose segments are read at once: while some are read others are unpacked
_C: Final = segments.TABLE.c
_UNTIL: Final = Question(select(UNTIL.c.worker_id, UNTIL.c.until).where(Among(UNTIL.c.worker_id, "workers")))
_SEGMENTS: Final = Question(
    select(segments.TABLE)
    .where(Among(_C.worker_id, "workers"), _C.resolution == bindparam("resolution"))
    .where(_C.start > bindparam("after"), _C.start < bindparam("before"))
)


class Sums:
    """By field and group: the sum over the workers that knew the figure, and how many they were."""

    def __init__(self, names: Sequence[str], groups: int, start: int, width: int, buckets: int) -> None:
        self.start, self.width, self.at = start, width, start + np.arange(buckets, dtype=np.int64) * width
        self._fields: dict[str, Field] = {name: FLEET_FIELDS[name] for name in names}
        self.sums = {name: np.zeros((groups, buckets), np.int64) for name in names}
        self.weights = {name: np.zeros((groups, buckets), np.int64) for name in names}

    def add(self, groups: Ints, rows: Columns) -> None:
        """Buckets of some workers, as wide as those here, moved by their places; `groups`: of each place its group."""
        owners = rows.at // far_apart(self.width)
        where = (rows.at - owners * far_apart(self.width) - self.start) // self.width
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
        portions = await self._portions_of(session, start, end)
        asked = (step.ask for portion in portions for step in portion.steps)
        async with aclosing(one_ahead(asked)) as answers:
            for number, portion in enumerate(portions):
                rows = self._last.get(number, Columns())
                for step in portion.steps:
                    rows = step.add(rows, await anext(answers))
                rows = regrouped(rows, self._width)
                made.add(np.array([self._groups[worker] for worker in portion.workers]), rows)
                self._last[number] = rows.take(np.flatnonzero(np.diff(rows.at // far_apart(self._width), append=-1)))
        return made

    async def _portions_of(self, session: ReadSession, start: int, end: int) -> list["_Portion"]:
        needs_before = not self._last and any(FLEET_FIELDS[name].needs_before for name in self._names)
        span = start - self._width if needs_before else start, end
        rows = await _UNTIL.rows(session, workers=list(self._groups))
        sealed: dict[int, int] = {row[0]: row[1] for row in rows}
        made = []
        for workers in self._portions:
            until = np.array([sealed.get(worker, 0) for worker in workers], np.int64)
            made.append(_Portion(session, workers, until, span, sources(self._names), self._width))
        return made


class _Step(NamedTuple):
    """What is asked of the database, and what is added by the answer to the buckets so far."""

    ask: Ask[Any]
    add: Callable[[Columns, Any], Columns]


class _Portion:
    """The buckets of some workers, in order; a worker's moments are moved by its place among these."""

    def __init__(
        self,
        session: ReadSession,
        workers: Sequence[int],
        until: Ints,
        span: tuple[int, int],
        names: Collection[str],
        width: int,
    ) -> None:
        """`until`: until when each worker is sealed. The steps have to be taken in their order."""
        self._session, self.workers, self._ids = session, workers, np.array(workers, np.int64)
        self._names, self._width, self._far = names, width, far_apart(width)
        self._end, self._until = span[1], np.maximum(span[0], until)
        self.steps = [*self._sealed(span[0]), *self._fresh()]

    def _sealed(self, start: int) -> Iterator[_Step]:
        """The rollups of each worker, the coarsest first."""
        covered = np.full(len(self._ids), start, np.int64)
        for resolution in [r for r in reversed(ROLLUPS) if self._width % (r * 1000) == 0]:
            step = resolution * 1000
            to = np.maximum(covered, np.minimum(self._until, self._end) // step * step)
            behind = np.flatnonzero(covered < to)
            for first in range(0, len(behind), _READ):
                some = behind[first : first + _READ]
                given: dict[str, object] = {
                    "workers": self._ids[some].tolist(),
                    "resolution": resolution,
                    "after": int(covered[some].min()) - PERIODS[resolution],
                    "before": int(to[some].max()),
                }
                read = partial(_SEGMENTS.rows, self._session, **given)
                yield _Step(read, partial(self._with_rollups, covered, to))
            covered = to

    def _with_rollups(self, start: Ints, end: Ints, rolled: Columns, found: Sequence[Stored]) -> Columns:
        rows, columns = segments.together(sorted(found, key=itemgetter(0, 2)), self._names)
        owner, first, last, count = np.array([(row[0], *row[3:6]) for row in rows], np.int64).reshape(-1, 4).T
        place = np.searchsorted(self._ids, owner)
        start, end = start[place], end[place]
        moved = Columns(columns.at + np.repeat(place * self._far, count), columns.data)
        if not ((first >= start).all() and (last < end).all()):
            within = (columns.at >= np.repeat(start, count)) & (columns.at < np.repeat(end, count))
            moved = moved.take(within)
        return threaded(rolled, moved)

    def _fresh(self) -> Iterator[_Step]:
        """What is not sealed."""
        since = int(self._until.min())
        if since < self._end:
            read = partial(fresh_rows, self._session, self.workers, since, self._end, self._names)
            yield _Step(read, self._with_fresh)

    def _with_fresh(self, rolled: Columns, found: Fresh) -> Columns:
        owners, looks = found.read()
        place = np.searchsorted(self._ids, owners)
        within = (looks.at >= self._until[place]) & (looks.at < self._end)
        if not within.any():
            return rolled
        looks = Columns(looks.at + place * self._far, looks.data).take(within)
        looks, rolled = looks.take(np.argsort(looks.at, kind="stable")), regrouped(rolled, self._width)
        return threaded(rolled, fresh_buckets(looks, rolled, self._names, self._width))
