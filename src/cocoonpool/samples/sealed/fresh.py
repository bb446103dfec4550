"""The hot rows of many workers as buckets, computed all at once: each worker's moments are moved by its place.

The looks of a minute come as one row, each column as one text (SQLite) or as bytes (PostgreSQL): as a row a look they
would take at least five times as long.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from sqlalchemy import BigInteger, Boolean, ColumnElement, Select, case, cast, func, literal, literal_column, select
from sqlalchemy import Column as TableColumn

from cocoonpool.asked import Question
from cocoonpool.db import ReadSession
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Column, Columns, Ints, merged
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.hot import span, within
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
) -> "Fresh":
    """The hot rows of [start, end) that tell these columns of buckets. `workers` are in order."""
    told = needed(names, restarts_known=True) - ({"status"} - set(names))
    wanted = [name for name in RAW_COLUMNS if name in told]
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    rows = await Question(_gathered(workers, span(start, end), wanted, on_sqlite=on_sqlite)).rows(session)
    return Fresh(rows, wanted, on_sqlite)


class Fresh(msgspec.Struct, frozen=True):
    """Hot rows as the database gave them."""

    rows: Sequence[Sequence[Any]]
    names: Sequence[str]
    are_texts: bool

    def read(self) -> tuple[Ints, Columns]:
        """Whose they are, and what they say; in no order."""
        if not self.rows:
            return np.empty(0, np.int64), Columns()
        read = _from_texts if self.are_texts else _from_bytes
        owners, at, unknown, *values = map(read, zip(*self.rows, strict=True))
        known = [(unknown >> place & 1) == 0 for place in range(len(self.names))]
        told = zip(self.names, values, known, strict=True)
        return owners, Columns(at, {name: Column(of, None if here.all() else here) for name, of, here in told})


def _gathered(
    workers: Sequence[int], given: Mapping[str, int], names: Sequence[str], *, on_sqlite: bool
) -> Select[*tuple[Any, ...]]:
    """By minute: whose looks, when, which columns they do not tell (a bit each), and the columns, 0 where not told.

    `workers` are in order.
    """
    columns = [HOT.c[name] for name in names]
    unknown: Any = sum((case((of.is_(None), 1 << bit), else_=0) for bit, of in enumerate(columns)), literal(0))
    values = [HOT.c.worker_id, HOT.c.at, unknown, *map(_number, columns)]
    gathered = [func.group_concat(v) if on_sqlite else _bytes(v) for v in values]
    first, last = (literal(worker, literal_execute=True) for worker in (workers[0], workers[-1]))
    in_a_row = workers[-1] - workers[0] == len(workers) - 1
    mine = HOT.c.worker_id.between(first, last) if in_a_row else HOT.c.worker_id.in_(workers)
    return select(*gathered).where(mine, within(given)).group_by(HOT.c.minute)


def _number(column: TableColumn[Any]) -> ColumnElement[int]:
    return case((column, 1), else_=0) if isinstance(column.type, Boolean) else func.coalesce(column, 0)


def _bytes(value: ColumnElement[int]) -> ColumnElement[bytes]:
    return func.string_agg(func.int8send(cast(value, BigInteger)), literal_column("''::bytea"))


def _from_texts(texts: Sequence[str]) -> Ints:
    """Numbers with commas between."""
    return np.fromstring(",".join(texts), np.int64, sep=",")


def _from_bytes(parts: Sequence[bytes]) -> Ints:
    """Eight bytes each, the highest first."""
    return np.frombuffer(b"".join(parts), ">i8").astype(np.int64)


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
