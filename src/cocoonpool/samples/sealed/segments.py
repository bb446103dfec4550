"""Segments as rows: made, opened with their checksum, read by worker and time. A damaged one is named and left out."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, Final, cast

import msgspec
from sqlalchemy import Row, Table, and_, bindparam, select

from cocoonpool.asked import Question
from cocoonpool.db import ReadSession, Session, from_ms
from cocoonpool.samples.sealed.codec import VERSION, Unreadable, checksum, decode, decode_all, encode
from cocoonpool.samples.sealed.columns import Columns, joined
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

AT_ONCE: Final = 16
"""Segments of one worker that are read at once."""
_NEWEST: Final = 2  # who begins with the newest is looking for one row
TABLE: Final = cast("Table", Segment.__table__)
_C: Final = TABLE.c
_START, _COUNT, _PAYLOAD = (list(_C.keys()).index(name) for name in ("start", "count", "payload"))
Stored = Sequence[Any]
"""A row of the table, as it is."""


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


def opened(row: Stored, names: Collection[str] | None = None) -> Columns | Damaged:
    if (fault := _fault(row)) is not None:
        return fault
    try:
        return decode(row[_PAYLOAD], row[_COUNT], names)
    except Unreadable as error:
        return _damaged(row, f"cannot be read ({error})")


def _fault(row: Stored) -> Damaged | None:
    *named, stored, payload = tuple(row)
    if named[1] < 0:
        return Damaged(named[0], aside(named[1]), named[2], "was damaged and has been put aside")
    if checksum(payload, *named) != stored:
        return _damaged(row, "is damaged: its checksum does not match")
    if named[-1] != VERSION:
        return _damaged(row, f"has format {named[-1]}, which this version cannot read")
    return None


def _damaged(row: Stored, why: str) -> Damaged:
    return Damaged(row[0], row[1], row[2], why)


def together(rows: Sequence[Stored], names: Collection[str] | None = None) -> tuple[Sequence[Stored], Columns]:
    """Those that are sound, and what they hold, one after the other. The damaged are left out, named in the log."""
    intact = [row for row in rows if not _is_told(_fault(row))]
    try:
        return intact, decode_all([(row[_PAYLOAD], row[_COUNT]) for row in intact], names)
    except Unreadable:
        found = [(row, columns) for row in intact if (columns := sound(row, names)) is not None]
        return [row for row, _ in found], joined([columns for _, columns in found])


def _statement(*, newest_first: bool) -> Question:
    mine = and_(_C.worker_id == bindparam("worker_id"), _C.resolution == bindparam("resolution"))
    found = select(TABLE).where(mine, _C.start > bindparam("after"), _C.start < bindparam("before"))
    ordered = found.order_by(_C.start.desc() if newest_first else _C.start)
    return Question(ordered.limit(_NEWEST if newest_first else AT_ONCE))


_OLDEST_FIRST, _NEWEST_FIRST = _statement(newest_first=False), _statement(newest_first=True)


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
    """Rows of [start, end), of a few segments at a time; within each part the oldest come first."""
    asked = _NEWEST_FIRST if newest_first else _OLDEST_FIRST
    after, before, at_once = start - PERIODS[resolution], end, _NEWEST if newest_first else AT_ONCE
    count = at_once
    while count == at_once and after < before:
        rows = await asked.rows(session, worker_id=worker_id, resolution=resolution, after=after, before=before)
        count = len(rows)
        _, columns = together(rows[::-1] if newest_first else rows, names)
        if len(part := columns.between(start, end)):
            yield part
        if count:
            after, before = (after, rows[-1][_START]) if newest_first else (rows[-1][_START], before)


def sound(row: Stored, names: Collection[str] | None = None) -> Columns | None:
    """The columns; None, and a line in the log, if the segment is damaged."""
    columns = opened(row, names)
    return None if _is_told(columns) or isinstance(columns, Damaged) else columns


def _is_told(found: Columns | Damaged | None) -> bool:
    """Whether it was damaged, which is now in the log."""
    if isinstance(found, Damaged):
        log.error("a part of the history cannot be read; the rest is shown", segment=str(found))
        return True
    return False


async def one(session: ReadSession | Session, worker_id: int, resolution: int, start: int) -> Row[Any] | None:
    """The segment of the period that begins at `start`, as it is stored."""
    mine = and_(_C.worker_id == worker_id, _C.resolution == resolution, _C.start == start)
    return (await session.execute(select(TABLE).where(mine))).one_or_none()
