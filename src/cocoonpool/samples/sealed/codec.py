"""Columns to bytes and back: what one segment holds.

A payload, little endian: the number of columns and of masks (u8 each); the length of each mask and of the times; for
each column its number (u8), its mask (u8; 0: all known) and its length (u24); then the masks, the times and the
columns. A mask is packed bits, deflated. A column is stored as the difference to its prediction, only where it is
known, by pcodec; one that is the same everywhere as the few bytes of that number. One nobody knows is left out.
"""

import struct
import zlib
from collections.abc import Collection
from functools import lru_cache
from typing import Final

import numpy as np
from pcodec import ChunkConfig, standalone

from cocoonpool.errors import PoolError
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, Ints
from cocoonpool.samples.sealed.layout import NUMBERS, PREDICTIONS, with_sources

VERSION: Final = 1

_HEAD: Final = struct.Struct("<BB")
_LENGTH: Final = struct.Struct("<I")
_ENTRY: Final = struct.Struct("<BBHB")
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
        values = values - predict(columns.at, *(columns[source].values for source in sources))
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


def _unpacked(body: bytes, count: int) -> Ints:
    if len(body) <= _LONGEST_CONSTANT:
        return np.full(count, int.from_bytes(body, "little", signed=True), np.int64)
    values: Ints = standalone.simple_decompress(body)
    return values


class Unreadable(PoolError):
    """Bytes that `encode` did not write, though their checksum is right."""

    code = "history_unreadable"


def decode(payload: bytes, count: int, names: Collection[str] | None = None) -> Columns:
    """The rows, with these columns or with all.

    Raises:
        Unreadable: the bytes are not what `encode` wrote.
    """
    wanted = _in_order(None if names is None else frozenset(names))
    try:
        columns, masks, bodies = _opened(payload, count, wanted)
        for number, name in wanted.items():
            if number not in bodies:
                continue
            mask, body = bodies[number]
            columns.data[name] = _restored(columns, name, None if mask == 0 else masks[mask - 1], body)
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


_Bodies = dict[int, tuple[int, bytes]]


def _opened(payload: bytes, count: int, wanted: Collection[int]) -> tuple[Columns, list[Bools], _Bodies]:
    number, masked = _HEAD.unpack_from(payload)
    lengths = struct.unpack_from(f"<{masked + 1}I", payload, _HEAD.size)
    entries = _HEAD.size + _LENGTH.size * len(lengths)
    position = entries + _ENTRY.size * number
    masks, times = [], b""
    for index, length in enumerate(lengths):
        part = payload[position : position + length]
        position += length
        if index == masked:
            times = part
        else:
            masks.append(np.unpackbits(np.frombuffer(zlib.decompress(part), np.uint8), count=count).view(np.bool_))
    bodies: _Bodies = {}
    for column, mask, low, high in _ENTRY.iter_unpack(payload[entries : entries + _ENTRY.size * number]):
        length = low | high << 16
        if column in wanted:  # else nobody asked, or a later version wrote it
            bodies[column] = (mask, payload[position : position + length])
        position += length
    return Columns(_unpacked(times, count)), masks, bodies


def _restored(columns: Columns, name: str, known: Bools | None, body: bytes) -> Column:
    count = len(columns)
    values = _unpacked(body, count if known is None else int(np.count_nonzero(known)))
    if known is not None:
        spread = np.zeros(count, np.int64)
        spread[known] = values
        values = spread
    if name in PREDICTIONS:
        predict, sources = PREDICTIONS[name]
        expected = predict(columns.at, *(columns[source].values for source in sources))
        values = values + (expected if known is None else np.where(known, expected, 0))
    return Column(values, known)
