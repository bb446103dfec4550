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
from typing import Final, NamedTuple

import numpy as np
from pcodec import ChunkConfig, standalone

from cocoonpool.errors import PoolError
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, Ints
from cocoonpool.samples.sealed.layout import NUMBERS, PREDICTIONS, with_sources

VERSION: Final = 1

_HEAD: Final = struct.Struct("<BB")
_LENGTH: Final = struct.Struct("<I")
_ENTRY: Final = struct.Struct("<BBHB")
_MISSING: Final = (None, None)
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
        entries.append(_ENTRY.pack(NUMBERS[name], _mask(column, masks), len(body) & 0xFFFF, len(body) >> 16))
        bodies.append(body)
    times = _packed(columns.at)
    lengths = [_LENGTH.pack(len(part)) for part in (*masks, times)]
    return b"".join((_HEAD.pack(len(entries), len(masks)), *lengths, *entries, *masks, times, *bodies))


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
    wanted = _in_order(None if names is None else frozenset(names))
    try:
        parts, begins = [], 0
        for payload, count in stored:
            parts.append(_opened(payload, begins, count, wanted))
            begins += count
        columns = Columns(np.empty(begins, np.int64))
        for part in parts:
            _unpack(part.times, columns.at[part.rows])
        for number, name in wanted.items():
            if any(number in part.bodies for part in parts):
                columns.data[name] = _restored(columns, name, parts)
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError, struct.error, zlib.error) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return columns


@lru_cache(maxsize=256)
def _in_order(names: frozenset[str] | None) -> dict[int, str]:
    """By number the columns that are to be read, those first that others are told from."""
    wanted = NUMBERS.keys() if names is None else with_sources(names)
    return {NUMBERS[name]: name for name in sorted(wanted, key=_sources_first)}


def _sources_first(name: str) -> int:
    sources = PREDICTIONS[name][1] if name in PREDICTIONS else ()
    return 1 + max(map(_sources_first, sources), default=0)


class _Part(NamedTuple):
    """One payload taken apart: its place among the rows, and by number the mask (None: all known) and the bytes."""

    rows: slice
    times: bytes
    bodies: dict[int, tuple[Bools | None, bytes]]


def _opened(payload: bytes, begins: int, count: int, wanted: Collection[int]) -> _Part:
    number, masked = _HEAD.unpack_from(payload)
    *lengths, of_times = struct.unpack_from(f"<{masked + 1}I", payload, _HEAD.size)
    entries = _HEAD.size + _LENGTH.size * (masked + 1)
    position = entries + _ENTRY.size * number
    masks: list[Bools | None] = [None]
    for length in lengths:
        bits = np.frombuffer(zlib.decompress(payload[position : position + length]), np.uint8)
        masks.append(np.unpackbits(bits, count=count).view(np.bool_))
        position += length
    times = payload[position : position + of_times]
    position += of_times
    bodies = {}
    for column, mask, low, high in _ENTRY.iter_unpack(payload[entries : entries + _ENTRY.size * number]):
        length = low | high << 16
        if column in wanted:  # else nobody asked, or a later version wrote it
            bodies[column] = (masks[mask], payload[position : position + length])
        position += length
    return _Part(slice(begins, begins + count), times, bodies)


def _unpack(body: bytes, into: Ints) -> None:
    if len(body) <= _LONGEST_CONSTANT:
        into[:] = int.from_bytes(body, "little", signed=True)
    elif not (done := standalone.simple_decompress_into(body, into)).finished or done.n_processed != len(into):
        raise ValueError("a column of another length")


def _restored(columns: Columns, name: str, parts: Sequence[_Part]) -> Column:
    """One column of all parts; a part in which it is missing knows none of its values."""
    number, values, known = NUMBERS[name], np.zeros(len(columns), np.int64), np.ones(len(columns), np.bool_)
    for part in parts:
        mask, body = part.bodies.get(number, _MISSING)
        if body is None:
            known[part.rows] = False
        elif mask is None:
            _unpack(body, values[part.rows])
        else:
            told = np.empty(int(np.count_nonzero(mask)), np.int64)
            _unpack(body, told)
            known[part.rows], values[part.rows][mask] = mask, told
    some = None if known.all() else known
    if name in PREDICTIONS:
        predict, sources = PREDICTIONS[name]
        begins = [part.rows.start for part in parts]
        values += predict(columns.at, begins, *(columns[source].values for source in sources))
        if some is not None:
            values[~some] = 0
    return Column(values, some)
