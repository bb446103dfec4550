"""The hot rows of many workers as buckets, computed all at once: each worker's moments are moved by its place."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
from sqlalchemy import select

from cocoonpool.db import ReadSession
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Column, Columns, Ints, merged
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.hot import of_columns
from cocoonpool.samples.sealed.layout import RAW as RAW_COLUMNS
from cocoonpool.samples.sealed.past import needed
from cocoonpool.samples.sealed.rollup import Before, regrouped, single

_FAR: Final = 2**42
"""More than any moment in ms."""


async def fresh_rows(
    session: ReadSession, workers: Sequence[int], start: int, end: int, names: Collection[str]
) -> tuple[Ints, Columns]:
    """The hot rows of [start, end) that tell these columns of buckets: whose they are, and what they say."""
    told = needed(names, restarts_known=True) - ({"status"} - set(names))
    wanted = [name for name in RAW_COLUMNS if name in told]
    mine = select(HOT.c.worker_id, HOT.c.at, *(HOT.c[name] for name in wanted)).where(
        HOT.c.worker_id.in_(workers), HOT.c.at >= start, HOT.c.at < end
    )
    rows: Sequence[Any] = (await session.execute(mine.order_by(HOT.c.worker_id, HOT.c.at))).all()
    if not rows:
        return np.empty(0, np.int64), Columns()
    owners, *rest = zip(*rows, strict=True)
    return np.array(owners, np.int64), of_columns(wanted, rest)


def fresh_buckets(
    owners: Ints, looks: Columns, last: Mapping[int, Columns], names: Collection[str], width: int
) -> dict[int, Columns]:
    """By worker its looks in buckets of `width` ms.

    Args:
        owners: whose each look is, ascending; the looks of one worker are in order of time.
        last: by worker its last bucket before these looks, from whose counters they go on.
    """
    workers, first, place = np.unique(owners, return_index=True, return_inverse=True)
    far = -(-_FAR // width) * width
    moved = Columns(looks.at + place * far, looks.data)
    before = _before(moved, place, first, [last.get(worker) for worker in workers.tolist()])
    made = single(merged(before, moved), Before(), names)
    buckets = regrouped(made.take(np.isin(made.at, before.at, invert=True)), width)
    owner = buckets.at // far
    edges = np.searchsorted(owner, np.arange(len(workers) + 1))
    whole = Columns(buckets.at % far, buckets.data)
    return {worker: whole.take(slice(edges[index], edges[index + 1])) for index, worker in enumerate(workers.tolist())}


def _before(moved: Columns, place: Ints, first: Ints, last: Sequence[Columns | None]) -> Columns:
    """A look a moment before each worker's first, that shows the counters it went on from."""
    data = {"restarted": Column(np.ones(len(first), np.int64))}
    for name in COUNTERS:
        if name in moved.data:
            data[name] = Column(_went_on_from(moved.data[name], place, last, name))
    return Columns(moved.at[first] - 1, data)


def _went_on_from(column: Column, place: Ints, last: Sequence[Columns | None], name: str) -> Ints:
    """By worker the counter's last figure before, or else its first: then the first look adds nothing."""
    told = column.mask()
    start = np.zeros(len(last), np.int64)
    workers, first = np.unique(place[told], return_index=True)
    start[workers] = column.values[told][first]
    for index, rows in enumerate(last):
        if rows is not None and name in rows.data:
            known = rows.data[name]
            if known.known is None or known.known[-1]:
                start[index] = known.values[-1]
    return start
