"""Segments as rows: made, opened with their checksum, read by worker and time. A damaged one is named and left out."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, Final, cast

import msgspec
from sqlalchemy import Row, Table, and_, select

from cocoonpool.db import ReadSession, Session, from_ms
from cocoonpool.samples.sealed.codec import VERSION, Unreadable, checksum, decode, encode
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.models import Segment
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

RAW: Final = 0
"""The resolution of single looks."""
ROLLUPS: Final = (60, 300, 3_600, 86_400)
"""Seconds of a bucket."""
HOUR_MS: Final = 3_600_000
PERIODS: Final = {
    RAW: 4 * HOUR_MS,
    60: 24 * HOUR_MS,
    300: 4 * 24 * HOUR_MS,
    3_600: 32 * 24 * HOUR_MS,
    86_400: 512 * 24 * HOUR_MS,
}
"""How much time one segment holds, in ms: about a thousand rows. Why: docs/decisions/0013-sealed-history.md."""

_IN_MEMORY: Final = 16  # segments read at once
TABLE: Final = cast("Table", Segment.__table__)
_C: Final = TABLE.c


class Damaged(msgspec.Struct, frozen=True):
    """A segment whose bytes are not those that were stored."""

    worker_id: int
    resolution: int
    start: int
    why: str

    def __str__(self) -> str:
        kind = f"{self.resolution} s" if self.resolution else "raw"
        return f"the {kind} segment of worker {self.worker_id} from {from_ms(self.start):%Y-%m-%dT%H:%MZ} {self.why}"


def aside(resolution: int) -> int:
    """Where a damaged segment of this resolution is kept; and back."""
    return -1 - resolution


def period_start(resolution: int, at: int) -> int:
    return at - at % PERIODS[resolution]


def made(worker_id: int, resolution: int, columns: Columns) -> dict[str, Any]:
    """The row of these rows, which lie in one period."""
    first, last, count = int(columns.at[0]), int(columns.at[-1]), len(columns)
    start, payload = period_start(resolution, first), encode(columns)
    named = (worker_id, resolution, start, first, last, count, VERSION)
    return dict(zip(_C.keys(), (*named, checksum(payload, *named), payload), strict=True))


def opened(row: Row[Any] | Sequence[Any], names: Collection[str] | None = None) -> Columns | Damaged:
    *named, stored, payload = tuple(row)
    worker_id, resolution, start, *_, count, version = named
    if resolution < 0:
        return Damaged(worker_id, aside(resolution), start, "was damaged and has been put aside")
    if checksum(payload, *named) != stored:
        return Damaged(worker_id, resolution, start, "is damaged: its checksum does not match")
    if version != VERSION:
        return Damaged(worker_id, resolution, start, f"has format {version}, which this version cannot read")
    try:
        return decode(payload, count, names)
    except Unreadable as error:
        return Damaged(worker_id, resolution, start, f"cannot be read ({error})")


async def stream(
    session: ReadSession | Session,
    worker_id: int,
    resolution: int,
    start: int,
    end: int,
    names: Collection[str] | None = None,
    *,
    newest_first: bool = False,
) -> AsyncIterator[Columns]:
    """Rows of [start, end), a segment at a time."""
    period = and_(_C.start > start - PERIODS[resolution], _C.start < end)
    found = select(TABLE).where(_C.worker_id == worker_id, _C.resolution == resolution, period)
    found = found.order_by(_C.start.desc() if newest_first else _C.start)
    if end - start < _IN_MEMORY * PERIODS[resolution]:
        for row in (await session.execute(found)).all():  # a cursor that stays open costs some turns more
            columns = sound(row, names)
            if columns is not None and len(part := columns.between(start, end)):
                yield part
        return
    rows = await session.stream(found)
    try:
        async for some in rows.partitions(_IN_MEMORY):
            for row in some:
                columns = sound(row, names)
                if columns is not None and len(part := columns.between(start, end)):
                    yield part
    finally:
        await rows.close()


def sound(row: Row[Any] | Sequence[Any], names: Collection[str] | None = None) -> Columns | None:
    """The columns; None, and a line in the log, if the segment is damaged."""
    columns = opened(row, names)
    if isinstance(columns, Damaged):
        log.error("a part of the history cannot be read; the rest is shown", segment=str(columns))
        return None
    return columns


async def one(session: ReadSession | Session, worker_id: int, resolution: int, start: int) -> Row[Any] | None:
    """The segment of the period that begins at `start`, as it is stored."""
    mine = and_(_C.worker_id == worker_id, _C.resolution == resolution, _C.start == start)
    return (await session.execute(select(TABLE).where(mine))).one_or_none()
