"""Series of many workers at once, added up by group: whole buckets from the rollups, what is fresh from the hot rows.

The sums lie in arrays of group x bucket, and segments are read in portions, so that memory follows the answer and not
the history.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from sqlalchemy import and_, select

from cocoonpool.db import ReadSession
from cocoonpool.samples.fleet_fields import FLEET_FIELDS, Field, sources
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, joined
from cocoonpool.samples.sealed.fresh import fresh_buckets, fresh_rows
from cocoonpool.samples.sealed.rollup import regrouped
from cocoonpool.samples.sealed.segments import PERIODS, ROLLUPS
from cocoonpool.samples.sealed.source import UNTIL

AT_ONCE: Final = 500  # workers in one question
_C: Final = segments.TABLE.c
Parts = dict[int, list[Columns]]


class Sums:
    """By field and group: the sum over the workers that knew the figure, and how many they were."""

    def __init__(self, names: Sequence[str], groups: int, start: int, width: int, buckets: int) -> None:
        self.start, self.width, self.at = start, width, start + np.arange(buckets, dtype=np.int64) * width
        self._fields: dict[str, Field] = {name: FLEET_FIELDS[name] for name in names}
        self.sums = {name: np.zeros((groups, buckets), np.int64) for name in names}
        self.weights = {name: np.zeros((groups, buckets), np.int64) for name in names}

    def add(self, group: int, rows: Columns) -> None:
        """Buckets of one worker, as wide as those here."""
        where = (rows.at - self.start) // self.width
        first = int(np.searchsorted(where, 0))
        for name, field in self._fields.items():
            value, weight = field.value(rows)
            known: Bools | slice = slice(first, None)
            if value.known is not None:
                known = value.known & (where >= 0)
            self.sums[name][group, where[known]] += value.values[known]
            self.weights[name][group, where[known]] += 1 if weight is None else weight[known]

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


async def sum_up(
    session: ReadSession, groups: Mapping[int, int], names: Sequence[str], span: tuple[int, int], width: int
) -> Sums:
    """The sums of these fields.

    Args:
        groups: worker -> number of its group, from 0.
        names: of `FLEET_FIELDS`.
        span: unix ms; begins with a bucket.
        width: ms of a bucket, a multiple of a rollup's.
    """
    buckets = -(-(span[1] - span[0]) // width)
    made = Sums(names, max(groups.values(), default=0) + 1, span[0], width, buckets)
    workers, apart = list(groups), width in (60_000, 300_000)
    if any(FLEET_FIELDS[name].needs_before for name in names):
        span, apart = (span[0] - width, span[1]), False
    for first in range(0, len(workers), AT_ONCE):
        portion = workers[first : first + AT_ONCE]
        for worker, parts in (await _parts(session, portion, sources(names), span, width)).items():
            # Parts of the width wanted lie side by side; narrower ones have to be joined first.
            for rows in parts if apart else [regrouped(joined(parts), width)]:
                made.add(groups[worker], rows)
    return made


async def _parts(
    session: ReadSession, workers: Sequence[int], names: Collection[str], span: tuple[int, int], width: int
) -> Parts:
    """By worker its buckets, oldest first. What is sealed between the first and the last read is read once."""
    start, end = span
    rows = await session.execute(select(UNTIL).where(UNTIL.c.worker_id.in_(workers)))
    until = dict.fromkeys(workers, start) | {row.worker_id: max(start, row.until) for row in rows}
    owners, looks = await fresh_rows(session, workers, min(until.values()), end, names)
    parts: Parts = defaultdict(list)
    covered = dict.fromkeys(workers, start)
    for resolution in [r for r in reversed(ROLLUPS) if width % (r * 1000) == 0]:
        step = resolution * 1000
        to = {worker: max(covered[worker], min(until[worker], end) // step * step) for worker in workers}
        await _read_rollups(session, resolution, covered, to, names, parts)
        covered = to
    if len(looks):
        fresh = looks.at >= np.array([until[worker] for worker in owners.tolist()])
        last = {worker: found[-1] for worker, found in parts.items()}
        for worker, columns in fresh_buckets(owners[fresh], looks.take(fresh), last, names, width).items():
            parts[worker].append(columns)
    return parts


async def _read_rollups(
    session: ReadSession,
    resolution: int,
    start: Mapping[int, int],
    end: Mapping[int, int],
    names: Collection[str],
    parts: Parts,
) -> None:
    behind = [worker for worker in start if start[worker] < end[worker]]
    if not behind:
        return
    first, last = min(start[worker] for worker in behind), max(end[worker] for worker in behind)
    within = and_(_C.resolution == resolution, _C.start > first - PERIODS[resolution], _C.start < last)
    mine = select(segments.TABLE).where(_C.worker_id.in_(behind), within).order_by(_C.start)
    rows = await session.stream(mine)
    try:
        async for some in rows.partitions(AT_ONCE):
            for row in some:
                columns = segments.sound(row, names)
                worker = row.worker_id
                if columns is not None and len(part := columns.between(start[worker], end[worker])):
                    parts[worker].append(part)
    finally:
        await rows.close()
