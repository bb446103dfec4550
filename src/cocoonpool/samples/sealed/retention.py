"""Deletes what is older than it is to be kept, or what the disk cap leaves no room for; whole segments, small steps.

`plan` says what would go and changes nothing. `delete_some` does a small part of it in one short transaction, which
also moves the horizon, so that a late look cannot bring back a part of what is gone.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import msgspec
from sqlalchemy import Table, delete, func, insert, select, text, tuple_, update

from cocoonpool.db import Database, ReadSession, Session
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.models import Horizon
from cocoonpool.samples.sealed.segments import PERIODS, RAW, period_start

DAY_MS: Final = 86_400_000
AT_ONCE: Final = 50
"""Segments in one transaction."""
_UNDER_CAP: Final = ((RAW, DAY_MS), (60, 7 * DAY_MS), (300, 31 * DAY_MS))
"""What the disk cap may take, in this order, and how much of the newest it leaves; 1 h and 1 d it never takes."""
_ROW_BYTES: Final = 80  # of a segment beside its payload: figures, key and index
_C: Final = segments.TABLE.c
_KEY: Final = (_C.worker_id, _C.resolution, _C.start)
_HORIZONS: Final = cast("Table", Horizon.__table__)


class Keep(msgspec.Struct, frozen=True):
    """How long each resolution is kept, in ms (not named: for ever), and how much all may take, in bytes."""

    ages: Mapping[int, int]
    cap: int | None = None


class Doomed(msgspec.Struct, frozen=True):
    """Segments of one resolution that are to go: all that begin before `until` (unix ms)."""

    resolution: int
    until: int
    segments: int
    bytes: int


async def plan(session: ReadSession, keep: Keep, now_ms: int) -> list[Doomed]:
    """What retention would delete now, finest resolution first."""
    wanted = await horizons(session, keep, now_ms)
    found = [await _doomed(session, resolution, until) for resolution, until in sorted(wanted.items())]
    return [doomed for doomed in found if doomed.segments]


async def _doomed(session: ReadSession, resolution: int, until: int) -> Doomed:
    mine = select(func.count(), func.coalesce(func.sum(func.length(_C.payload) + _ROW_BYTES), 0))
    row = (await session.execute(mine.where(_C.resolution == resolution, _C.start < until))).one()
    return Doomed(resolution, until, int(row[0]), int(row[1]))


async def horizons(session: ReadSession | Session, keep: Keep, now_ms: int) -> dict[int, int]:
    """By resolution: what begins before goes."""
    by_age = {resolution: period_start(resolution, max(0, now_ms - age)) for resolution, age in keep.ages.items()}
    excess = 0 if keep.cap is None else await used_bytes(session) - keep.cap
    for resolution, newest in _UNDER_CAP if excess > 0 else ():
        begins = by_age.get(resolution, 0)
        excess -= await _bytes_before(session, resolution, begins)
        latest = period_start(resolution, max(0, now_ms - newest))
        by_age[resolution], excess = await _make_room(session, resolution, (begins, latest), excess)
    return by_age


async def _bytes_before(session: ReadSession | Session, resolution: int, until: int) -> int:
    size = select(func.sum(func.length(_C.payload) + _ROW_BYTES))
    return int(await session.scalar(size.where(_C.resolution == resolution, _C.start < until)) or 0)


async def _make_room(
    session: ReadSession | Session, resolution: int, span: tuple[int, int], excess: int
) -> tuple[int, int]:
    """How far the horizon has to go for so many bytes, within the span; and how many are still too many."""
    until, latest = span
    size = func.sum(func.length(_C.payload) + _ROW_BYTES)
    within = select(_C.start, size).where(_C.resolution == resolution, _C.start >= until, _C.start < latest)
    for start, found in await session.execute(within.group_by(_C.start).order_by(_C.start)):
        if excess <= 0:
            break
        until, excess = start + PERIODS[resolution], excess - int(found)
    return until, excess


async def used_bytes(session: ReadSession | Session) -> int:
    """What the cap is held against: on SQLite the pages in use of the whole file, else the payloads of the history."""
    if session.get_bind().dialect.name != "sqlite":
        return int(await session.scalar(select(func.sum(func.length(_C.payload) + _ROW_BYTES))) or 0)
    pages, free, size = [await _pragma(session, name) for name in ("page_count", "freelist_count", "page_size")]
    return (pages - free) * size


async def _pragma(session: ReadSession | Session, name: str) -> int:
    return int(await session.scalar(text(f"PRAGMA {name}")) or 0)


async def delete_some(db: Database, wanted: Mapping[int, int]) -> int:
    """Deletes at most `AT_ONCE` segments from before these `horizons` and says how many; 0: there are none."""
    for resolution, until in sorted(wanted.items()):
        old = select(*_KEY).where(_C.resolution == resolution, _C.start < until).order_by(_C.start)
        async with db.reading() as session:
            rows = (await session.execute(old.limit(AT_ONCE))).all()
        if rows:
            async with db.transaction() as writing:
                await _set_horizon(writing, resolution, until)
                await writing.execute(delete(segments.TABLE).where(tuple_(*_KEY).in_(_keys(rows))))
            return len(rows)
    return 0


def _keys(rows: Sequence[Any]) -> list[tuple[int, int, int]]:
    return [(row[0], row[1], row[2]) for row in rows]


async def _set_horizon(session: Session, resolution: int, until: int) -> None:
    """Forward only."""
    known = await session.scalar(select(_HORIZONS.c.until).where(_HORIZONS.c.resolution == resolution))
    if known is None:
        await session.execute(insert(_HORIZONS).values(resolution=resolution, until=until))
    elif known < until:
        mine = _HORIZONS.c.resolution == resolution
        await session.execute(update(_HORIZONS).where(mine).values(until=until))


VACUUM_PAGES: Final = 500
_SPARE_PAGES: Final = 256  # new segments will want some


async def give_back(db: Database) -> int:
    """Gives a few free pages back to the disk and says how many at most. PostgreSQL sees to it by itself."""
    if db.engine.dialect.name != "sqlite":
        return 0
    async with db.reading() as session:
        pages, free, mode = [await _pragma(session, n) for n in ("page_count", "freelist_count", "auto_vacuum")]
    if mode != 2 or free <= max(_SPARE_PAGES, pages // 20):  # 2: INCREMENTAL
        return 0
    async with db.transaction() as writing:
        connection = await writing.connection()
        await connection.exec_driver_sql(f"PRAGMA incremental_vacuum({VACUUM_PAGES})")
    return VACUUM_PAGES
