"""Sealing moves looks and loses none: whatever order they come in, whoever interferes, what is read stays the same."""

import random
from collections.abc import Collection

import numpy as np
import pytest
from sqlalchemy import func, select, text, update

from cocoonpool.db import Database
from cocoonpool.samples.sealed import past, segments
from cocoonpool.samples.sealed.check import segment_faults
from cocoonpool.samples.sealed.columns import Columns, merged
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.layout import RAW
from cocoonpool.samples.sealed.rollup import Before, rolled
from cocoonpool.samples.sealed.seal import Step, prepare
from cocoonpool.samples.sealed.sealing import Sealed, cutoff_at, turn
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.sealed.write import write
from tests import make
from tests.samples.sealed.looks import DAY, HOLD, HOUR, T0, TICK, same, seal, steady, store, wild, worker

WIDTHS = (60_000, 300_000, 900_000, HOUR, DAY)


async def all_looks(db: Database, worker_id: int, names: Collection[str] = RAW) -> Columns:
    async with db.reading() as session:
        return await past.looks(Source(session), worker_id, 0, 2**62, names)


async def count_hot(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(HOT)) or 0


async def check_rollups(db: Database, worker_id: int, looks: Columns, end: int) -> None:
    """Read through rollups, segments and hot rows, every width tells what the looks tell."""
    async with db.reading() as session:
        for width in WIDTHS:
            found = await past.buckets(Source(session), worker_id, T0, end, width, HOLD)
            expected = rolled(looks.between(T0, end), Before(), T0, end, width, HOLD)
            assert same(found, expected) == [], width


async def test_sealed_looks_are_read_as_they_were(db: Database) -> None:
    one, looks = await worker(db), steady(2_500)
    await store(db, one, looks)
    done = await seal(db, one, T0 + 9 * HOUR)
    assert (done.looks, await count_hot(db)) == (9 * 240, 2_500 - 9 * 240)
    assert same(await all_looks(db, one), looks) == []
    await check_rollups(db, one, looks, T0 + 11 * HOUR)


async def test_what_was_earned_before_a_moment_is_known_hot_or_sealed_or_only_in_rollups(db: Database) -> None:
    one, looks = await worker(db), steady(1_200)
    await store(db, one, looks)
    for sealed_to in (0, 2, 5):
        await seal(db, one, T0 + sealed_to * HOUR)
        async with db.reading() as session:
            source = Source(session)
            found = [await past.revenue_before(source, one, T0 + number * TICK + 1) for number in (0, 400, 700, 1_199)]
            assert found == [0, 400 * 7, 700 * 7, 1_199 * 7]
            assert await past.revenue_before(source, one, T0) == 0
    async with db.transaction() as session:
        await session.execute(text("DELETE FROM segments WHERE resolution = 0"))
    async with db.reading() as session:
        assert await past.revenue_before(Source(session), one, T0 + 4 * HOUR) == (4 * 240 - 1) * 7


async def test_sealed_in_small_steps_is_the_same_as_at_once(db: Database) -> None:
    one, looks = await worker(db), steady(1_200)
    for now in range(T0, T0 + 6 * HOUR, HOUR // 2):
        await store(db, one, looks.between(now, now + HOUR // 2))
        await seal(db, one, now + 600_000)
        await check_rollups(db, one, looks.between(T0, now + HOUR // 2), now + HOUR // 2)
    assert same(await all_looks(db, one), looks) == []


async def test_a_days_late_looks_find_their_place_and_correct_the_rollups(db: Database) -> None:
    """An agent was offline for a day: its looks come when those of today are sealed long since."""
    one, looks = await worker(db), steady(3 * 1_440, tick=4 * TICK)
    offline = (looks.at >= T0 + DAY) & (looks.at < T0 + 2 * DAY)
    await store(db, one, looks.take(~offline))
    await seal(db, one, T0 + 3 * DAY - HOUR)
    await store(db, one, looks.take(offline))
    assert same(await all_looks(db, one), looks) == [], "seen at once, though hot"
    await seal(db, one, T0 + 3 * DAY)
    assert (await count_hot(db), same(await all_looks(db, one), looks)) == (0, [])
    await check_rollups(db, one, looks, T0 + 3 * DAY)


async def test_a_look_that_comes_twice_is_there_once(db: Database) -> None:
    one, looks = await worker(db), steady(240)
    await store(db, one, looks)
    await seal(db, one, T0 + HOUR)
    await store(db, one, looks.take(slice(100, 140)))
    assert same(await all_looks(db, one), looks) == []
    assert (await seal(db, one, T0 + HOUR)).looks == 40
    assert (await count_hot(db), same(await all_looks(db, one), looks)) == (0, [])


async def test_a_worker_that_fell_silent_keeps_its_last_hour(db: Database) -> None:
    one, looks = await worker(db), steady(300)
    await store(db, one, looks)
    for now in range(T0 + HOUR, T0 + 2 * DAY, HOUR):
        await seal(db, one, now + 300_000)
    await check_rollups(db, one, looks, T0 + 2 * DAY)


@pytest.mark.parametrize("seed", range(8))
async def test_any_order_of_looks_and_sealings_tells_the_same(db: Database, seed: int) -> None:
    """Clocks go back and forth: looks come in any order, some twice, some from the future."""
    rng = random.Random(seed)
    one, looks = await worker(db), Columns()
    for _ in range(rng.randint(1, 4)):
        part = wild(rng, rng.randint(1, 40))
        await store(db, one, part)
        looks = merged(looks, part)
        await seal(db, one, T0 + rng.randrange(6 * HOUR))
        assert same(await all_looks(db, one), looks) == []
    await seal(db, one, T0 + 7 * HOUR)
    assert (await count_hot(db), same(await all_looks(db, one), looks)) == (0, [])
    await check_rollups(db, one, looks, T0 + 7 * HOUR)


async def prepared(db: Database, worker_id: int, until: int) -> Step:
    async with db.reading() as session:
        return await prepare(Source(session), worker_id, until, HOLD)


async def written(db: Database, *steps: Step) -> list[Step]:
    async with db.transaction() as session:
        return await write(session, steps)


async def test_a_look_that_comes_while_others_are_sealed_stays(db: Database) -> None:
    one, looks = await worker(db), steady(240)
    late = looks.take(slice(120, 121))
    await store(db, one, looks.take(np.arange(240) != 120))
    step = await prepared(db, one, T0 + HOUR)
    await store(db, one, late)
    assert await written(db, step) == [step]
    assert (await count_hot(db), same(await all_looks(db, one), looks)) == (1, [])


async def test_of_two_that_seal_at_once_one_gives_way(db: Database) -> None:
    one, looks = await worker(db), steady(240)
    await store(db, one, looks)
    await seal(db, one, T0 + HOUR // 2)
    both = [await prepared(db, one, T0 + HOUR) for _ in range(2)]
    assert [len(await written(db, step)) for step in both] == [1, 0]
    assert same(await all_looks(db, one), looks) == []


async def test_what_is_read_while_sealing_goes_on_misses_nothing(db: Database) -> None:
    """A reader takes hot rows first: between its two reads everything may be sealed."""
    one, looks = await worker(db), steady(240)
    await store(db, one, looks)
    async with db.reading() as session:
        fresh = await Source(session).hot(one, T0, T0 + HOUR, RAW)
    await seal(db, one, T0 + HOUR)
    async with db.reading() as session:
        sealed = [part async for part in Source(session).sealed(one, segments.RAW, T0, T0 + HOUR)]
    assert same(merged(sealed[0], fresh), looks) == []


async def test_a_flipped_byte_is_named_and_the_rest_stays_readable(db: Database) -> None:
    one, looks = await worker(db), steady(12 * 240)
    await store(db, one, looks)
    await seal(db, one, T0 + 12 * HOUR)
    await flip(db, one, segments.RAW, T0 + 4 * HOUR)
    rest = looks.take((looks.at < T0 + 4 * HOUR) | (looks.at >= T0 + 8 * HOUR))
    assert same(await all_looks(db, one), rest) == []
    async with db.reading() as session:
        (fault,) = await segment_faults(session)
    assert fault == (f"the raw segment of worker {one} from 2026-08-01T04:00Z is damaged: its checksum does not match")


async def flip(db: Database, worker_id: int, resolution: int, start: int) -> None:
    async with db.transaction() as session:
        row = await segments.one(session, worker_id, resolution, start)
        assert row is not None
        place = random.Random(1).randrange(len(row.payload))
        broken = row.payload[:place] + bytes([row.payload[place] ^ 4]) + row.payload[place + 1 :]
        table = segments.TABLE
        mine = [table.c.resolution == resolution, table.c.start == start]
        await session.execute(update(table).where(*mine).values(payload=broken))


async def test_new_looks_go_on_where_a_segment_is_damaged(db: Database) -> None:
    """The damaged bytes are put aside, named by the check, and nothing waits for them."""
    one, looks = await worker(db), steady(480)
    await store(db, one, looks.between(T0, T0 + HOUR))
    await seal(db, one, T0 + HOUR)
    await flip(db, one, segments.RAW, T0)
    await store(db, one, looks.between(T0 + HOUR, T0 + 2 * HOUR))
    await seal(db, one, T0 + 2 * HOUR)
    assert same(await all_looks(db, one), looks.between(T0 + HOUR, T0 + 2 * HOUR)) == []
    async with db.reading() as session:
        (fault,) = await segment_faults(session)
    assert fault.endswith("was damaged and has been put aside")


async def test_everybody_has_a_turn_and_a_backlog_goes_first(db: Database) -> None:
    person = await make.alice(db)
    workers = [(await make.worker(db, person, 12_000 + number)).id for number in range(6)]
    for number in workers:
        await store(db, number, steady(240))
    total, now = Sealed(), T0 + 3 * HOUR
    for _ in range(4):
        total.looks += (await turn(db, now, HOLD)).looks
    assert (total.looks, await count_hot(db)) == (6 * 240, 0)
    assert (await turn(db, now, HOLD)).workers == 0, "nobody is due again so soon"
    assert cutoff_at(now) == T0 + 3 * HOUR - 300_000


async def test_the_check_finds_segments_that_lie(db: Database) -> None:
    one = await worker(db)
    await store(db, one, steady(5_760, tick=2 * TICK))
    await seal(db, one, T0 + 2 * DAY)
    async with db.transaction() as session:
        await session.execute(text("UPDATE segments SET count = count + 1 WHERE resolution <> 60"))
    async with db.reading() as session:
        faults = await segment_faults(session)
    named = [fault.split(" segment")[0] for fault in faults]
    assert {*named} == {"the raw", "the 300 s", "the 3600 s", "the 86400 s"}
    assert all("checksum" in fault for fault in faults)
