"""What is too old goes, in small steps, is told beforehand, and gives its space back to the disk."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from cocoonpool.collector.history import clear_out, keep_of
from cocoonpool.db import Database
from cocoonpool.samples.sealed import past, retention, segments
from cocoonpool.samples.sealed.layout import RAW
from cocoonpool.samples.sealed.retention import DAY_MS, Keep
from cocoonpool.samples.sealed.source import Source
from cocoonpool.settings import Settings
from tests.databases import Files
from tests.samples.sealed.looks import HOLD, HOUR, T0, TICK, same, seal, steady, store, worker
from tests.samples.sealed.test_sealing import all_looks, count_hot

DAYS = 6
NOW = T0 + DAYS * DAY_MS


async def a_past(db: Database, tick: int = 4 * TICK) -> int:
    one = await worker(db)
    await store(db, one, steady(DAYS * DAY_MS // tick, tick=tick))
    await seal(db, one, NOW)
    return one


async def starts(db: Database, resolution: int) -> list[int]:
    table = segments.TABLE
    async with db.reading() as session:
        found = select(table.c.start).where(table.c.resolution == resolution).order_by(table.c.start)
        return list(await session.scalars(found))


async def test_looks_go_when_they_are_too_old_and_rollups_stay(db: Database) -> None:
    one = await a_past(db)
    keep = Keep({segments.RAW: 2 * DAY_MS})
    assert await clear_out(db, keep, NOW) == 4 * 6
    assert min(await starts(db, segments.RAW)) == NOW - 2 * DAY_MS
    async with db.reading() as session:
        old = await past.buckets(Source(session), one, T0, T0 + DAY_MS, HOUR, HOLD)
    assert old["looks"].listed() == [60] * 24
    assert old["queries.added"].listed() == [590] + [600] * 23


async def test_what_would_go_is_told_and_stays(db: Database) -> None:
    await a_past(db)
    async with db.reading() as session:
        plan = await retention.plan(session, Keep({segments.RAW: 2 * DAY_MS, 60: 5 * DAY_MS}), NOW)
    assert [(doomed.resolution, doomed.until, doomed.segments) for doomed in plan] == [
        (segments.RAW, NOW - 2 * DAY_MS, 24),
        (60, NOW - 5 * DAY_MS, 1),
    ]
    assert all(doomed.bytes > doomed.segments * 100 for doomed in plan)
    assert len(await starts(db, segments.RAW)) == DAYS * 6


async def test_late_looks_do_not_bring_back_what_is_gone(db: Database) -> None:
    one = await a_past(db)
    await clear_out(db, Keep({segments.RAW: 2 * DAY_MS}), NOW)
    async with db.reading() as session:
        before = await past.buckets(Source(session), one, T0, NOW, HOUR, HOLD)
    await store(db, one, steady(50, T0 + 7_000))
    await seal(db, one, NOW)
    assert await count_hot(db) == 0
    assert min(await starts(db, segments.RAW)) == NOW - 2 * DAY_MS
    async with db.reading() as session:
        assert same(await past.buckets(Source(session), one, T0, NOW, HOUR, HOLD), before) == []


async def test_sqlites_file_shrinks(files: Files, tmp_path: Path) -> None:
    with files.fresh(tmp_path) as url:
        db = Database(url)
        await a_past(db, tick=2 * TICK)
        path = Path(make_url(db.url).database or "")
        before = await size(db, path)
        await clear_out(db, Keep({segments.RAW: DAY_MS, 60: 2 * DAY_MS}), NOW)
        assert await size(db, path) < before - 100_000
        await db.close()


async def size(db: Database, path: Path) -> int:
    async with db.reading() as session:
        await session.execute(text("PRAGMA wal_checkpoint(PASSIVE)"))
        await session.scalar(select(func.count()).select_from(segments.TABLE))
    return await asyncio.to_thread(lambda: path.stat().st_size)


async def test_under_a_disk_cap_the_oldest_looks_go_first(db: Database) -> None:
    one = await a_past(db)
    async with db.reading() as session:
        used = await retention.used_bytes(session)
    await clear_out(db, Keep({}, cap=used - 40_000), NOW)
    left = await starts(db, segments.RAW)
    assert left == list(range(left[0], NOW, 4 * HOUR))
    assert T0 < left[0] <= NOW - DAY_MS
    assert len(await starts(db, 60)) == DAYS, "looks first"
    async with db.reading() as session:
        assert await retention.used_bytes(session) <= used - 20_000
    assert (await all_looks(db, one, RAW)).at[0] == left[0]


async def test_a_cap_nobody_can_keep_leaves_the_newest_and_the_hours(db: Database) -> None:
    await a_past(db)
    await clear_out(db, Keep({}, cap=1), NOW)
    assert min(await starts(db, segments.RAW)) == NOW - DAY_MS
    assert await starts(db, 3_600)
    assert await starts(db, 86_400)


def test_the_settings_say_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_of(Settings()) == Keep({0: 30 * DAY_MS, 60: 365 * DAY_MS, 300: 730 * DAY_MS})
    monkeypatch.setenv("COCOONPOOL_DISK_CAP_MIB", "1024")
    assert keep_of(Settings()).cap == 2**30
