"""The hot rows of many workers as buckets, computed all at once: each worker's moments are moved by its place.

A worker's looks come as one row, each column as one text (SQLite) or one array (PostgreSQL): a quarter of the time that
a row a look would take.
"""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from sqlalchemy import Select, func, select

from cocoonpool.asked import Question
from cocoonpool.db import ReadSession
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Column, Columns, Ints, merged
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.layout import RAW as RAW_COLUMNS
from cocoonpool.samples.sealed.past import needed
from cocoonpool.samples.sealed.rollup import Before, regrouped, single

_FAR: Final = 2**42
"""More than any moment in ms."""


def far_apart(width: int) -> int:
    """By how much the moments of one worker are moved against those of the one before: whole buckets of `width` ms."""
    return -(-_FAR // width) * width


async def fresh_rows(
    session: ReadSession, workers: Sequence[int], start: int, end: int, names: Collection[str]
) -> tuple[Ints, Columns]:
    """The hot rows of [start, end) that tell these columns of buckets: whose they are, and what they say.

    They are in no order.
    """
    told = needed(names, restarts_known=True) - ({"status"} - set(names))
    wanted = [name for name in RAW_COLUMNS if name in told]
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    rows = await Question(_gathered(workers, start, end, wanted, on_sqlite=on_sqlite)).rows(session)
    if not rows:
        return np.empty(0, np.int64), Columns()
    owners, sizes, at, *rest = zip(*rows, strict=True)
    read = _from_texts if on_sqlite else _from_arrays
    columns = {name: read(rest[2 * index], rest[2 * index + 1], np.array(sizes)) for index, name in enumerate(wanted)}
    return np.repeat(np.array(owners, np.int64), sizes), Columns(read(sizes, at, np.array(sizes)).values, columns)


def _gathered(
    workers: Sequence[int], start: int, end: int, names: Sequence[str], *, on_sqlite: bool
) -> Select[*tuple[Any, ...]]:
    """By worker: how many looks, their moments; and of each column how many told it, and the values."""
    values = [HOT.c.at, *(HOT.c[name] for name in names)]
    at, *rest = [func.group_concat(func.coalesce(v, "")) if on_sqlite else func.array_agg(v) for v in values]
    told = chain.from_iterable((func.count(HOT.c[name]), value) for name, value in zip(names, rest, strict=True))
    mine = select(HOT.c.worker_id, func.count(), at, *told).where(
        HOT.c.worker_id.in_(workers), HOT.c.at >= start, HOT.c.at < end
    )
    return mine.group_by(HOT.c.worker_id)


def _from_texts(told: Sequence[int], texts: Sequence[str], sizes: Ints) -> Column:
    """Numbers with commas between; nothing between two commas: not known."""
    all_told, some_told = np.array(told) == sizes, np.array(told) > 0
    values, known = np.zeros(int(sizes.sum()), np.int64), np.repeat(all_told, sizes)
    whole = ",".join([text for text, is_whole in zip(texts, all_told.tolist(), strict=True) if is_whole])
    if whole:
        values[known] = np.fromstring(whole, np.int64, sep=",")
    begins = np.cumsum(sizes) - sizes
    for place in np.flatnonzero(some_told & ~all_told).tolist():
        rows = slice(int(begins[place]), int(begins[place] + sizes[place]))
        column = Column.of([int(value) if value else None for value in texts[place].split(",")])
        values[rows], known[rows] = column.values, column.mask()
    return Column(values, None if known.all() else known)


def _from_arrays(_: Sequence[int], arrays: Sequence[Sequence[int | None]], __: Ints) -> Column:
    return Column.of(list(chain.from_iterable(arrays)))


def fresh_buckets(looks: Columns, rolled: Columns, names: Collection[str], width: int) -> Columns:
    """Looks in buckets of `width` ms.

    Args:
        looks: of many workers in order, the moments of each moved by its place times `far_apart`.
        rolled: the buckets before, moved as well, from whose counters they go on.
    """
    far = far_apart(width)
    workers, first, place = np.unique(looks.at // far, return_index=True, return_inverse=True)
    latest = np.searchsorted(rolled.at, workers * far + _FAR) - 1
    if len(rolled):
        latest[rolled.at[latest] // far != workers] = -1
    before = _before(looks, place, first, rolled, latest)
    made = single(merged(before, looks), Before(), names)
    return regrouped(made.take(np.isin(made.at, before.at, invert=True)), width)


def _before(looks: Columns, place: Ints, first: Ints, rolled: Columns, latest: Ints) -> Columns:
    """A look a moment before each worker's first, that shows the counters it went on from."""
    data = {"restarted": Column(np.ones(len(first), np.int64))}
    for name in COUNTERS:
        if name in looks.data:
            data[name] = Column(_went_on_from(looks.data[name], place, rolled[name], latest))
    return Columns(looks.at[first] - 1, data)


def _went_on_from(column: Column, place: Ints, rolled: Column, latest: Ints) -> Ints:
    """By worker the counter's figure in its latest bucket before; or else its first: then that look adds nothing."""
    told = column.mask()
    start = np.zeros(len(latest), np.int64)
    workers, first = np.unique(place[told], return_index=True)
    start[workers] = column.values[told][first]
    if len(rolled.values):
        known = (latest >= 0) & rolled.mask()[latest]
        start[known] = rolled.values[latest[known]]
    return start
