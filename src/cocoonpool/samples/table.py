"""The answer to a query in the formats it can be had in, piece by piece: JSON, CSV, and Arrow IPC for notebooks."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import IO, Any, Final

import numpy as np

from cocoonpool.errors import PoolError
from cocoonpool.exactjson import encode
from cocoonpool.samples.cells import Cells, csv_rows, json_columns, json_values
from cocoonpool.samples.fleet_fields import FLEET_FIELDS
from cocoonpool.samples.query import Piece, Plan

ARROW_TYPE: Final = "application/vnd.apache.arrow.stream"
_PART: Final = 1 << 18  # bytes of a file that are sent at once
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class ArrowMissing(PoolError):
    """The answer cannot be given in this format as the pool is installed."""

    status = 406
    code = "arrow_not_installed"

    def __init__(self) -> None:
        super().__init__("Arrow needs the package pyarrow beside Cocoon Pool: pip install 'cocoonpool[arrow]'")


async def as_json(plan: Plan, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
    """Each field of a group is one array. A long one waits in a file until the last piece is there."""
    head = {"by": plan.question.by, "resolution_seconds": plan.width // 1000}
    yield encode(head)[:-1] + b',"series":['
    before = b""
    async for group, columns in _by_group(pieces):
        yield before + encode({"group": group.key, "workers": group.workers})[:-1] + b',"columns":'
        for part in columns:
            yield part
        yield b"}"
        before = b","
    yield b"]}"


async def _by_group(pieces: AsyncIterator[Piece]) -> AsyncIterator[tuple[Piece, Iterable[bytes]]]:
    with ExitStack() as files:
        waiting = _Waiting(files)
        async for piece in pieces:
            if piece.is_first and piece.is_last:
                yield piece, [json_columns(piece.fields)]
                continue
            waiting.add(piece.fields)
            if piece.is_last:
                yield piece, waiting.arrays()
                waiting = _Waiting(files)


class _Waiting:
    """Values of fields, each field in a file that has no name, so that nothing is left over."""

    def __init__(self, files: ExitStack) -> None:
        self._opened, self._files = files, dict[str, IO[bytes]]()

    def add(self, fields: Sequence[Cells]) -> None:
        for cells in fields:
            if cells.name not in self._files:
                self._files[cells.name] = self._opened.enter_context(TemporaryFile())  # noqa: SIM115 - it is one
            file = self._files[cells.name]
            file.write(json_values(cells, b"," if file.tell() and len(cells.column.values) else b""))

    def arrays(self) -> Iterator[bytes]:
        """All that was added, once, as a JSON object."""
        before = b"{"
        for name, file in self._files.items():
            yield before + f'"{name}":['.encode()
            file.seek(0)
            while part := file.read(_PART):
                yield part
            file.close()
            before = b"],"
        yield b"]}"


async def as_csv(plan: Plan, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
    """A header, then the points of one group after the other, with the group in the first column."""
    yield (",".join((plan.question.by, "timestamp", *plan.question.fields)) + "\r\n").encode()
    async for piece in pieces:
        if len(piece.fields[0].column.values):
            lines = csv_rows(piece.fields)[:-2]
            key = _cell(piece.key).encode() + b","
            yield key + lines.replace(b"\r\n", b"\r\n" + key) + b"\r\n"


def _cell(key: int | str | None) -> str:
    """A model's name comes from a worker: no spreadsheet is to run it as a formula."""
    text = "" if key is None else str(key)
    if text.startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def as_arrow(plan: Plan, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
    """A record batch a piece; money as decimal128, other figures as 64-bit integers or floats.

    Raises:
        ArrowMissing: pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise ArrowMissing
    return _batches(plan, pieces)


async def _batches(plan: Plan, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]:
    import pyarrow as pa  # noqa: PLC0415 - optional

    key = pa.int64() if plan.question.by in ("worker", "participant") else pa.string()
    columns = [(plan.question.by, key), ("timestamp", pa.timestamp("ms", "UTC"))]
    columns += [(name, _kind(pa, name, FLEET_FIELDS[name].decimals)) for name in plan.question.fields]
    schema, written = pa.schema(columns), _Written()
    with pa.ipc.new_stream(pa.PythonFile(written, mode="w"), schema) as writer:
        async for piece in pieces:
            keys = pa.array([piece.key] * len(piece.fields[0].column.values), key)
            arrays = [_array(pa, cells, kind.type) for cells, kind in zip(piece.fields, list(schema)[1:], strict=True)]
            writer.write_batch(pa.record_batch([keys, *arrays], schema=schema))
            yield written.taken()
    yield written.taken()


class _Written:
    """A file that gives what was written since the last time."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """There is nothing to flush."""

    def taken(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole


def _kind(pa: Any, name: str, decimals: int) -> Any:
    if name.endswith("_ton"):
        return pa.decimal128(28, decimals)
    return pa.float64() if decimals else pa.int64()


def _array(pa: Any, cells: Cells, kind: Any) -> Any:
    values, known = cells.column.values, cells.column.known
    unknown = None if known is None else ~known
    if pa.types.is_decimal(kind):  # 128 bits, the lower half first: no number becomes an object
        halves = np.stack((values, values >> 63), axis=1)
        valid = None if known is None else pa.array(known).buffers()[1]
        return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(halves)])
    if pa.types.is_floating(kind):
        return pa.array(values / np.float64(10**cells.decimals), kind, mask=unknown)
    return pa.array(values, pa.int64(), mask=unknown).cast(kind)
