"""The hot rows of many workers as buckets, computed all at once: each worker's moments are moved by its place."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
from sqlalchemy import select

from cocoonpool.db import ReadSession
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Column, Columns, Ints, merged
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.hot import of_rows
from cocoonpool.samples.sealed.layout import RAW as RAW_COLUMNS
from cocoonpool.samples.sealed.past import needed
from cocoonpool.samples.sealed.rollup import Before, regrouped, single

_FAR: Final = 2**42
"""More than any moment in ms."""


async def fresh_rows(
    session: ReadSession, workers: Sequence[int], start: int, end: int, names: Collection[str]
) -> tuple[Ints, Columns]:
    """The hot rows of [start, end) that tell these columns of buckets: whose they are, and what they say."""
    wanted = [name for name in RAW_COLUMNS if name in needed(names)]
    mine = select(HOT.c.worker_id, HOT.c.at, *(HOT.c[name] for name in wanted)).where(
        HOT.c.worker_id.in_(workers), HOT.c.at >= start, HOT.c.at < end
    )
    rows: Sequence[Any] = (await session.execute(mine.order_by(HOT.c.worker_id, HOT.c.at))).all()
    return np.array([row[0] for row in rows], np.int64), of_rows(wanted, [row[1:] for row in rows])


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
    before = _before(moved.take(first), [last.get(worker) for worker in workers.tolist()])
    made = single(merged(before, moved), Before(), names)
    buckets = regrouped(made.take(np.isin(made.at, before.at, invert=True)), width)
    owner = buckets.at // far
    edges = np.searchsorted(owner, np.arange(len(workers) + 1))
    whole = Columns(buckets.at % far, buckets.data)
    return {worker: whole.take(slice(edges[index], edges[index + 1])) for index, worker in enumerate(workers.tolist())}


def _before(firsts: Columns, last: Sequence[Columns | None]) -> Columns:
    """A look a moment before each worker's first, that shows the counters it went on from."""
    data = {"restarted": Column(np.ones(len(firsts), np.int64))}
    for name in COUNTERS:
        if name in firsts.data:
            own = firsts[name].listed()
            known = (None if rows is None or name not in rows.data else rows[name].listed()[-1] for rows in last)
            data[name] = Column.of([mine if was is None else was for mine, was in zip(own, known, strict=True)])
    return Columns(firsts.at - 1, data)
