"""Columns of figures as text, thousands at once: every column is a block of bytes, one row a point.

No number becomes a Python object on its way. Within a block cells are padded with blanks, which JSON allows around
its values; CSV is made by leaving out the blanks. Money keeps its nine decimals: no float is near.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from cocoonpool.db import from_ms
from cocoonpool.samples.sealed.columns import Bools, Column, Ints

Block = npt.NDArray[np.uint8]

_BLANK, _POINT, _QUOTE = (ord(c) for c in ' ."')
_ALONE: Final = 20_000  # where the table has "   0"


class Cells(msgspec.Struct, frozen=True):
    """One field of many points. A value means `value / 10**decimals`, or a text by its number, or unix ms."""

    name: str
    column: Column
    decimals: int = 0
    texts: tuple[str, ...] | None = None
    is_time: bool = False


def _digits_of_four() -> npt.NDArray[np.uint32]:
    """Four digits as one number of 32 bits: padded with blanks, padded with zeros, and the zero that stands alone."""
    texts = [f"{n:4d}" if n else "    " for n in range(10_000)] + [f"{n:04d}" for n in range(10_000)] + ["   0"]
    return np.frombuffer("".join(texts).encode(), np.uint32)


_FOUR: Final = _digits_of_four()


def json_block(cells: Cells, null: bytes = b"null") -> Block:
    """One row of bytes per value."""
    column = cells.column
    if cells.is_time:
        return _times(column.values)
    values = column.values if column.known is None else np.where(column.known, column.values, 0)
    if cells.texts is not None:
        block = _looked_up([f'"{text}"' for text in cells.texts], values)
    else:
        block = _numbers(values, cells.decimals)
    return block if column.known is None else _with_null(block, column.known, null)


def _with_null(block: Block, known: Bools, null: bytes) -> Block:
    if block.shape[1] < len(null):
        block = np.pad(block, ((0, 0), (len(null) - block.shape[1], 0)), constant_values=_BLANK)
    block[~known] = np.frombuffer(null.rjust(block.shape[1]), np.uint8)
    return block


def _looked_up(texts: Sequence[str], numbers: Ints) -> Block:
    width = max(map(len, texts), default=1)
    table = np.frombuffer("".join(text.rjust(width) for text in texts).encode(), np.uint8).reshape(-1, width)
    return table[numbers]


def _numbers(values: Ints, decimals: int) -> Block:
    if not len(values):
        return np.zeros((0, 1), np.uint8)
    low, high = int(values.min()), int(values.max())
    if low == high:
        return np.tile(np.frombuffer(plain(low, decimals).encode(), np.uint8), (len(values), 1))
    if low < 0:
        return _looked_up([plain(value, decimals) for value in values.tolist()], np.arange(len(values)))
    if not decimals:
        return _whole(values, high)
    whole, rest = np.divmod(values, 10**decimals)
    if not rest.any():
        return _whole(whole, high // 10**decimals)
    point = np.full((len(values), 1), _POINT, np.uint8)
    return np.hstack((_whole(whole, high // 10**decimals), point, _zero_padded(rest, decimals)))


def plain(value: int, decimals: int) -> str:
    """`value / 10**decimals` in plain digits."""
    sign, value = "-" if value < 0 else "", abs(value)
    whole, rest = divmod(value, 10**decimals)
    return f"{sign}{whole}.{rest:0{decimals}d}" if rest else f"{sign}{whole}"


def _whole(values: Ints, high: int) -> Block:
    width = len(str(high))
    groups = -(-width // 4)
    out = np.empty((len(values), groups), np.uint32)
    left = values
    for group in range(groups - 1, -1, -1):
        above, four = (np.divmod(left, 10_000)) if group else (np.zeros_like(left), left)
        index = four + np.where(above > 0, 10_000, 0)
        if group == groups - 1:
            index[left == 0] = _ALONE
        out[:, group] = _FOUR[index]
        left = above
    return out.view(np.uint8)[:, groups * 4 - width :]


def _zero_padded(values: Ints, width: int) -> Block:
    groups = -(-width // 4)
    out = np.empty((len(values), groups), np.uint32)
    for group in range(groups - 1, -1, -1):
        values, four = np.divmod(values, 10_000)
        out[:, group] = _FOUR[four + 10_000]
    return out.view(np.uint8)[:, groups * 4 - width :]


def _times(at: Ints) -> Block:
    """RFC 3339 in UTC, with milliseconds where any has them."""
    days, rest = np.divmod(at, 86_400_000)
    some, which = np.unique(days, return_inverse=True)
    dates = _looked_up([f'"{from_ms(day * 86_400_000):%Y-%m-%d}T' for day in some.tolist()], which)
    seconds, milliseconds = np.divmod(rest, 1000)
    minutes, second = np.divmod(seconds, 60)
    hour, minute = np.divmod(minutes, 60)
    colon = np.full((len(at), 1), ord(":"), np.uint8)
    parts = [dates, _two(hour), colon, _two(minute), colon, _two(second)]
    if milliseconds.any():
        parts += [np.full((len(at), 1), _POINT, np.uint8), _zero_padded(milliseconds, 3)]
    end = np.tile(np.frombuffer(b'Z"', np.uint8), (len(at), 1))
    return np.hstack((*parts, end))


def _two(values: Ints) -> Block:
    return np.stack((values // 10 + ord("0"), values % 10 + ord("0")), axis=1).astype(np.uint8)


def json_rows(fields: Sequence[Cells]) -> bytes:
    """A JSON array of objects, one a point."""
    count = len(fields[0].column.values)
    if not count:
        return b"[]"
    parts: list[bytes | Block] = [b"{"]
    for index, cells in enumerate(fields):
        parts += [f'{"," if index else ""}"{cells.name}":'.encode(), json_block(cells)]
    return b"".join((b"[", _laid_out([*parts, b"},"], count)[:-1], b"]"))


def json_columns(fields: Sequence[Cells]) -> bytes:
    """A JSON object of arrays, one a field."""
    arrays = (b"".join((f'"{cells.name}":['.encode(), _json_array(cells), b"]")) for cells in fields)
    return b"{" + b",".join(arrays) + b"}"


def _json_array(cells: Cells) -> memoryview:
    return _laid_out([json_block(cells), b","], len(cells.column.values))[:-1]


def csv_rows(fields: Sequence[Cells]) -> bytes:
    """Lines of CSV without a header; what is not known is empty. No text among the cells holds a blank."""
    parts: list[bytes | Block] = []
    for cells in fields:
        parts += [json_block(cells, b""), b","]
    text = np.frombuffer(_laid_out([*parts[:-1], b"\r\n"], len(fields[0].column.values)), np.uint8)
    return bytes(text[(text != _BLANK) & (text != _QUOTE)].tobytes())


def _laid_out(parts: Sequence[bytes | Block], count: int) -> memoryview:
    """Side by side, row by row; not copied once more."""
    blocks = [np.frombuffer(part, np.uint8) if isinstance(part, bytes) else part for part in parts]
    out = np.empty((count, sum(block.shape[-1] for block in blocks)), np.uint8)
    place = 0
    for block in blocks:
        out[:, place : place + block.shape[-1]] = block
        place += block.shape[-1]
    return out.reshape(-1).data
