"""The answer to a query in the formats it can be had in: JSON, CSV, and Arrow IPC for notebooks."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from cocoonpool.errors import PoolError
from cocoonpool.exactjson import encode
from cocoonpool.samples.cells import Cells, csv_rows, json_columns, plain
from cocoonpool.samples.query import Answered, By, GroupSeries

ARROW_TYPE: Final = "application/vnd.apache.arrow.stream"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class ArrowMissing(PoolError):
    """The answer cannot be given in this format as the pool is installed."""

    status = 406
    code = "arrow_not_installed"

    def __init__(self) -> None:
        super().__init__("Arrow needs the package pyarrow beside Cocoon Pool: pip install 'cocoonpool[arrow]'")


def as_json(found: Answered, by: By) -> bytes:
    head = {"by": by, "resolution_seconds": found.width // 1000}
    groups = (
        encode({"group": group.key, "workers": group.workers})[:-1] + b',"columns":' + json_columns(group.fields) + b"}"
        for group in found.groups
    )
    return encode(head)[:-1] + b',"series":[' + b",".join(groups) + b"]}"


def as_csv(found: Answered, by: By, names: Sequence[str]) -> Iterator[bytes]:
    """A header, then the points of one group after the other, with the group in the first column."""
    yield (",".join((by, "timestamp", *names)) + "\r\n").encode()
    for group in found.groups:
        if len(group.fields[0].column.values):
            lines = csv_rows(group.fields)[:-2]
            key = _cell(group.key).encode() + b","
            yield key + lines.replace(b"\r\n", b"\r\n" + key) + b"\r\n"


def _cell(key: int | str | None) -> str:
    """A model's name comes from a worker: no spreadsheet is to run it as a formula."""
    text = "" if key is None else str(key)
    if text.startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def as_arrow(found: Answered, by: By, names: Sequence[str]) -> bytes:
    """One record batch a group; money as decimal128, other figures as 64-bit integers or floats.

    Raises:
        ArrowMissing: pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise ArrowMissing
    import pyarrow as pa  # noqa: PLC0415 - optional

    schema = pa.schema([(by, pa.int64() if by in ("worker", "participant") else pa.string())])
    schema = schema.append(pa.field("timestamp", pa.timestamp("ms", "UTC")))
    arrays = [(group, [_array(pa, cells) for cells in group.fields[1:]]) for group in found.groups]
    for name, index in zip(names, range(len(names)), strict=True):
        kind = arrays[0][1][index].type if arrays else pa.float64()
        schema = schema.append(pa.field(name, kind))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        for group, columns in arrays:
            writer.write_batch(_batch(pa, schema, group, columns))
    return bytes(sink.getvalue().to_pybytes())


def _batch(pa: Any, schema: Any, group: GroupSeries, columns: Sequence[Any]) -> Any:
    at = group.fields[0].column.values
    key = pa.array([group.key] * len(at), schema.field(0).type)
    return pa.record_batch([key, pa.array(at, pa.int64()).cast(schema.field(1).type), *columns], schema=schema)


def _array(pa: Any, cells: Cells) -> Any:
    column = cells.column
    unknown = None if column.known is None else ~column.known
    if cells.decimals == 0:
        return pa.array(column.values, pa.int64(), mask=unknown)
    if cells.name.endswith("_ton"):
        exact = [None if v is None else Decimal(plain(v, cells.decimals)) for v in column.listed()]
        return pa.array(exact, pa.decimal128(28, cells.decimals))
    return pa.array(column.values / np.float64(10**cells.decimals), pa.float64(), mask=unknown)
