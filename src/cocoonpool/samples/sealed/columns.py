"""Columns of 64-bit integers in which a value may be unknown: what the history is made of in memory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_NO_INTS: Final[Ints] = np.empty(0, np.int64)
_KEPT: Final = 16 << 20

# glibc gives memory back to the system once twice as much lies unused as the largest piece that was ever given back to
# glibc. An answer takes dozens of arrays and gives them back: new pages for the next one's took a fifth of its time.
# One piece, taken and given back without a byte of it being touched, and up to 32 MiB stay for the next answer.
np.empty(_KEPT, np.uint8)


class Column:
    """Values, and which of them are known (None: all). Where a value is not known it is 0."""

    __slots__ = ("known", "values")

    def __init__(self, values: Ints, known: Bools | None = None) -> None:
        self.values = values
        self.known = known

    @classmethod
    def unknown(cls, count: int) -> "Column":
        return cls(np.zeros(count, np.int64), np.zeros(count, np.bool_))

    @classmethod
    def of(cls, values: Sequence[int | None]) -> "Column":
        if None not in values:
            return cls(np.array(values, np.int64))
        known = np.array([value is not None for value in values], np.bool_)
        return cls(np.array([value or 0 for value in values], np.int64), known)

    def mask(self) -> Bools:
        """Which values are known, also where all are."""
        return np.ones(len(self.values), np.bool_) if self.known is None else self.known

    def take(self, where: Any) -> "Column":
        """By a slice, a mask or indexes."""
        return Column(self.values[where], None if self.known is None else self.known[where])

    def listed(self) -> list[int | None]:
        values: list[int | None] = self.values.tolist()
        if self.known is not None:
            for index in np.flatnonzero(~self.known).tolist():
                values[index] = None
        return values


class Columns:
    """Rows in order of `at` (unix ms), by column. A column that is not there is unknown in every row."""

    __slots__ = ("at", "data")

    def __init__(self, at: Ints = _NO_INTS, data: Mapping[str, Column] | None = None) -> None:
        self.at = at
        self.data = dict(data or {})

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, name: str) -> Column:
        return self.data.get(name) or Column.unknown(len(self.at))

    def take(self, where: Any) -> "Columns":
        return Columns(self.at[where], {name: column.take(where) for name, column in self.data.items()})

    def between(self, start: int, end: int) -> "Columns":
        """start <= at < end."""
        first, last = np.searchsorted(self.at, (start, end))
        return self if first == 0 and last == len(self.at) else self.take(slice(int(first), int(last)))


def joined(parts: Iterable[Columns]) -> Columns:
    """The rows of all parts, one after the other."""
    some = [part for part in parts if len(part)]
    if len(some) < 2:
        return some[0] if some else Columns()
    names = dict.fromkeys(name for part in some for name in part.data)
    at = np.concatenate([part.at for part in some])
    return Columns(at, {name: _concatenated([part[name] for part in some]) for name in names})


def _concatenated(columns: Sequence[Column]) -> Column:
    values = np.concatenate([column.values for column in columns])
    if all(column.known is None for column in columns):
        return Column(values)
    return Column(values, np.concatenate([column.mask() for column in columns]))


def merged(first: Columns, second: Columns) -> Columns:
    """The rows of both in order; of two at the same moment the one of `first` stays."""
    if not len(first) or not len(second):
        return first if len(first) else second
    both = joined((first, second))
    if first.at[-1] < second.at[0]:
        return both
    _, where = np.unique(both.at, return_index=True)  # of equals the index of the first
    return both.take(where)


def threaded(first: Columns, second: Columns) -> Columns:
    """The rows of both in order; of two at the same moment both stay, that of `first` before the other.

    Where there are few of the one and many of the other, that takes little more than a copy.
    """
    if not len(first) or not len(second):
        return first if len(first) else second
    if first.at[-1] <= second.at[0]:
        return joined((first, second))
    few, many = (second, first) if len(second) < len(first) else (first, second)
    where = np.searchsorted(many.at, few.at, "right" if many is first else "left") + np.arange(len(few))
    rest = np.ones(len(few) + len(many), np.bool_)
    rest[where] = False

    def both(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[Any]:
        made = np.empty(len(rest), other.dtype)
        made[where], made[rest] = one, other
        return made

    def column(one: Column, other: Column) -> Column:
        some = one.known is not None or other.known is not None
        return Column(both(one.values, other.values), both(one.mask(), other.mask()) if some else None)

    names = dict.fromkeys([*first.data, *second.data])
    return Columns(both(few.at, many.at), {name: column(few[name], many[name]) for name in names})
