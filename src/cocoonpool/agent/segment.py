"""A segment of the spool as bytes: records one after the other, each with its length, number and checksum. Pure.

A record that was damaged is passed over: reading goes on at the next one whose checksum is right, and the numbers
that are missing then tell how many were lost.
"""

import struct
from typing import Final
from zlib import crc32

import msgspec

_MARK: Final = b"CPs1"
_HEAD: Final = struct.Struct(">4sIII")  # mark, length, index in the segment, checksum of all but the mark
_LARGEST: Final = 8 << 20


class Stored(msgspec.Struct, frozen=True, gc=False):
    """One record. `index` counts from 1 in its segment."""

    index: int
    payload: bytes


def pack(index: int, payload: bytes) -> bytes:
    return _HEAD.pack(_MARK, len(payload), index, _sum(index, payload)) + payload


def scan(data: bytes) -> tuple[list[Stored], int]:
    """The whole records in order, and how many damaged ones lie behind the last of them."""
    found: list[Stored] = []
    at = 0
    while (at := data.find(_MARK, at)) >= 0:
        record = _record_at(data, at)
        if record is None or (found and record.index <= found[-1].index):
            at += 1  # damaged, or a mark inside a payload
            continue
        found.append(record)
        at += _HEAD.size + len(record.payload)
        end = at
    tail = data[end:] if found else data
    return found, max(1, tail.count(_MARK)) if tail else 0


def lost(found: list[Stored], after: int, until: int) -> int:
    """How many records are missing between index `after` and the last whole one up to index `until`."""
    there = [record.index for record in found if after < record.index <= until]
    return there[-1] - after - len(there) if there else 0


def lost_behind(found: list[Stored], damaged: int, after: int) -> int:
    """How many of the `damaged` records behind the last whole one come after index `after`."""
    last = found[-1].index if found else 0
    return max(0, last + damaged - max(last, after))


def _record_at(data: bytes, at: int) -> Stored | None:
    if len(data) - at < _HEAD.size:
        return None
    _, length, index, checksum = _HEAD.unpack_from(data, at)
    start = at + _HEAD.size
    payload = data[start : start + length]
    if length > _LARGEST or len(payload) < length or _sum(index, payload) != checksum:
        return None
    return Stored(index, payload)


def _sum(index: int, payload: bytes) -> int:
    return crc32(payload, crc32(struct.pack(">II", len(payload), index)))
