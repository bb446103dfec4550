"""Columns to bytes and back: what one segment holds.

A payload, little endian: the number of columns and of masks (u8 each); the length of each mask and of the times; for
each column its number (u8), its mask (u8; 0: all known) and its length (u24); then the masks, the times and the
columns. A mask is packed bits, deflated. A column is stored as the difference to its prediction, only where it is
known, by pcodec; one that is the same everywhere as the few bytes of that number. One nobody knows is left out.
"""

import struct
import zlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from pcodec import ChunkConfig, standalone

from cocoonpool.errors import PoolError
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, Ints
from cocoonpool.samples.sealed.layout import NUMBERS, PREDICTIONS, with_sources

VERSION: Final = 1

_HEAD: Final = struct.Struct("<BB")
_LENGTH: Final = struct.Struct("<I")
_ENTRY: Final = np.dtype([("column", "u1"), ("mask", "u1"), ("low", "<u2"), ("high", "u1")])
_LONGEST_CONSTANT: Final = 8  # bytes; whatever pcodec writes is longer
_CONFIG: Final = ChunkConfig()


def checksum(payload: bytes, *named: int) -> int:
    """Over the bytes and the figures that say what they are."""
    return zlib.crc32(payload, zlib.crc32(repr(named).encode()))


def encode(columns: Columns) -> bytes:
    """The payload of these rows; there is at least one."""
    masks: dict[bytes, int] = {}
    entries, bodies = [], []
    for name in sorted(columns.data, key=NUMBERS.__getitem__):
        column = columns.data[name]
        if column.known is not None and not column.known.any():
            continue
        body = _packed(_about(columns, name, column))
        entries.append((NUMBERS[name], _mask(column, masks), len(body) & 0xFFFF, len(body) >> 16))
        bodies.append(body)
    times = _packed(columns.at)
    lengths = [_LENGTH.pack(len(part)) for part in (*masks, times)]
    table = np.array(entries, _ENTRY).tobytes()
    return b"".join((_HEAD.pack(len(entries), len(masks)), *lengths, table, *masks, times, *bodies))


def _about(columns: Columns, name: str, column: Column) -> Ints:
    """The known values as differences to what was to be expected."""
    values = column.values
    if name in PREDICTIONS:
        predict, sources = PREDICTIONS[name]
        values = values - predict(columns.at, [0], *(columns[source].values for source in sources))
    return values if column.known is None else values[column.known]


def _mask(column: Column, masks: dict[bytes, int]) -> int:
    if column.known is None or column.known.all():
        return 0
    return masks.setdefault(zlib.compress(np.packbits(column.known).tobytes(), 9), len(masks) + 1)


def _packed(values: Ints) -> bytes:
    first = int(values[0])
    if (values == first).all():
        length = min(_LONGEST_CONSTANT, first.bit_length() // 8 + 1)
        return first.to_bytes(length, "little", signed=True) if first else b""
    packed: bytes = standalone.simple_compress(np.ascontiguousarray(values), _CONFIG)
    return packed


class Unreadable(PoolError):
    """Bytes that `encode` did not write, though their checksum is right."""

    code = "history_unreadable"


def decode(payload: bytes, count: int, names: Collection[str] | None = None) -> Columns:
    """The rows, with these columns or with all.

    Raises:
        Unreadable: the bytes are not what `encode` wrote.
    """
    return decode_all([(payload, count)], names)


def decode_all(stored: Sequence[tuple[bytes, int]], names: Collection[str] | None = None) -> Columns:
    """The rows of many payloads, each with its count, one after the other; a column is unpacked into one array.

    Raises:
        Unreadable: any of the payloads is not what `encode` wrote.
    """
    if not stored:
        return Columns()
    wanted = _in_order(None if names is None else frozenset(names))
    try:
        parts = _Parts(stored)
        columns = Columns(parts.times())
        for number, name in wanted.items():
            if (column := parts.column(number)) is not None:
                columns.data[name] = _expected_and(column, columns, name, parts.begins)
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError, struct.error, zlib.error) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    if names is None:
        return columns
    return Columns(columns.at, {name: column for name, column in columns.data.items() if name in names})


@lru_cache(maxsize=256)
def _in_order(names: frozenset[str] | None) -> dict[int, str]:
    """By number the columns that are to be read, those first that others are told from."""
    wanted = NUMBERS.keys() if names is None else with_sources(names)
    return {NUMBERS[name]: name for name in sorted(wanted, key=_sources_first)}


def _sources_first(name: str) -> int:
    sources = PREDICTIONS[name][1] if name in PREDICTIONS else ()
    return 1 + max(map(_sources_first, sources), default=0)


class _Parts:
    """Many payloads taken apart. Their tables of columns are read as one: a fleet's have a hundred thousand entries."""

    def __init__(self, stored: Sequence[tuple[bytes, int]]) -> None:
        self._payloads = [payload for payload, _ in stored]
        edges = np.cumsum([0, *(count for _, count in stored)]).tolist()
        self._rows = [slice(first, last) for first, last in pairwise(edges)]
        self.begins = edges[:-1]
        heads = [_HEAD.unpack_from(payload) for payload in self._payloads]
        tables = [_HEAD.size + _LENGTH.size * (masked + 1) for _, masked in heads]
        self._masks_at = [table + _ENTRY.itemsize * number for table, (number, _) in zip(tables, heads, strict=True)]
        self._lengths = [
            struct.unpack_from(f"<{masked + 1}I", payload, _HEAD.size)
            for payload, (_, masked) in zip(self._payloads, heads, strict=True)
        ]
        spans = zip(self._payloads, tables, self._masks_at, strict=True)
        entries = np.frombuffer(b"".join([payload[table:end] for payload, table, end in spans]), _ENTRY)
        self._part = np.repeat(np.arange(len(stored)), [number for number, _ in heads])
        self._column, self._mask = entries["column"], entries["mask"]
        self._length = entries["low"].astype(np.int64) | entries["high"].astype(np.int64) << 16
        self._begin = self._where_bodies_begin()
        self._known: dict[tuple[int, int], Bools] = {}

    def _where_bodies_begin(self) -> Ints:
        ends = np.cumsum(self._length)
        firsts = np.searchsorted(self._part, np.arange(len(self._payloads)))
        before = np.append(0, ends)[firsts]
        bodies_at = [at + sum(lengths) for at, lengths in zip(self._masks_at, self._lengths, strict=True)]
        sizes = np.diff(np.append(before, ends[-1:])) + bodies_at
        if sizes.tolist() != list(map(len, self._payloads)):
            raise ValueError("bytes are missing or left over")
        return np.asarray(ends - self._length + (np.array(bodies_at) - before)[self._part])

    def times(self) -> Ints:
        at = np.empty(self._rows[-1].stop, np.int64)
        for payload, rows, begin, lengths in zip(
            self._payloads, self._rows, self._masks_at, self._lengths, strict=True
        ):
            end = begin + sum(lengths)
            _unpack(payload[end - lengths[-1] : end], at[rows])
        return at

    def column(self, number: int) -> Column | None:
        """As it is stored, of all payloads; one in which it is missing knows none of its values."""
        where = np.flatnonzero(self._column == number)
        if not len(where):
            return None
        places = (self._part, self._mask, self._begin, self._begin + self._length)
        values, known = np.zeros(self._rows[-1].stop, np.int64), np.zeros(self._rows[-1].stop, np.bool_)
        for part, mask, begin, end in zip(*(place[where].tolist() for place in places), strict=True):
            rows, body = self._rows[part], self._payloads[part][begin:end]
            if mask:
                told = known[rows] = self._told(part, mask - 1)
                some = np.empty(int(np.count_nonzero(told)), np.int64)
                _unpack(body, some)
                values[rows][told] = some
            else:
                known[rows] = True
                _unpack(body, values[rows])
        return Column(values, None if known.all() else known)

    def _told(self, part: int, mask: int) -> Bools:
        if (part, mask) not in self._known:
            lengths, rows = self._lengths[part], self._rows[part]
            begin = self._masks_at[part] + sum(lengths[:mask])
            bits = zlib.decompress(self._payloads[part][begin : begin + lengths[:-1][mask]])
            told = np.unpackbits(np.frombuffer(bits, np.uint8), count=rows.stop - rows.start).view(np.bool_)
            self._known[part, mask] = told
        return self._known[part, mask]


def _unpack(body: bytes, into: Ints) -> None:
    if len(body) <= _LONGEST_CONSTANT:
        into[:] = int.from_bytes(body, "little", signed=True)
    elif not (done := standalone.simple_decompress_into(body, into)).finished or done.n_processed != len(into):
        raise ValueError("a column of another length")


def _expected_and(stored: Column, columns: Columns, name: str, begins: Sequence[int]) -> Column:
    """What was expected of a column, and the stored difference to it."""
    if name not in PREDICTIONS:
        return stored
    predict, sources = PREDICTIONS[name]
    values = stored.values + predict(columns.at, begins, *(columns[source].values for source in sources))
    return Column(values if stored.known is None else np.where(stored.known, values, 0), stored.known)
