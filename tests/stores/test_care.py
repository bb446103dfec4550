"""What is backed up, restored or moved is the same in every row, whatever stopped it; what differs is named."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import select, text, update

from cocoonpool import migrations
from cocoonpool.care import transfer as transfers
from cocoonpool.care.backup import BackupFailed, RestoreFailed, back_up, restore
from cocoonpool.care.check import find_faults
from cocoonpool.care.sizes import sizes
from cocoonpool.care.sums import stored
from cocoonpool.care.transfer import TransferFailed, transfer
from cocoonpool.collector.figures import Figures
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningHour
from cocoonpool.events import Events
from cocoonpool.migrations import SchemaMismatch
from cocoonpool.samples.models import Sample
from cocoonpool.tables import metadata
from cocoonpool.workers.models import WorkerState
from tests import make
from tests.databases import Clones
from tests.stores.fleet import Fleet, registered
from tests.stores.fleet import stored as keep

Rows = dict[str, list[tuple[object, ...]]]


def quiet(*_: object) -> None:
    """Nobody looks at the progress."""


async def filled(db: Database, ticks: int = 3) -> None:
    """A fleet with some history, keys and payouts."""
    await registered(db, 25)
    writer, fleet = Writer(db, Events(), Figures(CollectorRegistry())), Fleet(25)
    for tick in range(ticks):
        fleet.work()
        assert await keep(writer, fleet.looks(tick))
    await make.operator_key(db)


async def rows_of(db: Database) -> Rows:
    """Everything, as the database stores it."""
    async with db.reading() as session:
        return {
            table.name: sorted(map(tuple, await session.execute(select(*map(stored, table.columns)))), key=repr)
            for table in metadata.sorted_tables
        }


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    try:
        yield db
    finally:
        await db.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, clones: Clones, tmp_path: Path) -> Iterator[str]:
    """A database without any tables, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
    else:
        with clones.another("template1") as url:
            yield url


async def test_a_backup_restores_to_the_same_on_either_database(db: Database, empty_url: str, tmp_path: Path) -> None:
    await filled(db)
    await back_up(db, tmp_path / "backup.db", quiet)
    async with opened(empty_url) as other:
        await restore(tmp_path / "backup.db", other, quiet, replace=False)
        assert await rows_of(other) == await rows_of(db)
        assert await find_faults(other) == []


async def test_a_backup_under_full_ingest_is_of_one_moment(db: Database, tmp_path: Path) -> None:
    await filled(db)
    writing = asyncio.create_task(_ingest_for_ever(db))
    try:
        for number in range(3):
            await back_up(db, tmp_path / f"{number}.db", quiet)
            async with opened(f"sqlite:///{tmp_path}/{number}.db") as copy:
                assert await find_faults(copy) == []
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def _ingest_for_ever(db: Database) -> None:
    writer, fleet = Writer(db, Events(), Figures(CollectorRegistry())), Fleet(25)
    for tick in range(3, 10**6):
        fleet.work()
        await keep(writer, fleet.looks(tick))
        await asyncio.sleep(0)


async def test_a_move_that_is_broken_off_goes_on_and_ends_equal(
    db: Database, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "STEP", 10)
    await filled(db)
    runs = 0
    async with opened(empty_url) as target:
        while not await _moved(db, target, breaking_after(7)):
            runs += 1
            with pytest.raises(SchemaMismatch, match="broken off"):
                await migrations.upgrade(target)
        assert runs >= 3
        assert await rows_of(target) == await rows_of(db)
        assert await migrations.current(target) == migrations.newest()


def breaking_after(steps: int) -> Callable[[str, int, int], None]:
    begun, left = set[str](), steps

    def told(name: str, done: int, total: int) -> None:
        nonlocal left
        left -= name in begun  # the first word about a table is only where it begins
        begun.add(name)
        if left == 0:
            raise ConnectionError("the network is gone")

    return told


async def _moved(source: Database, target: Database, told: Callable[[str, int, int], None]) -> bool:
    try:
        async with source.transaction() as session:
            await transfer(session, target, told)
    except ConnectionError:
        return False
    return True


async def test_after_a_move_new_rows_get_new_ids(db: Database, empty_url: str) -> None:
    await make.alice(db)
    async with opened(empty_url) as target:
        assert await _moved(db, target, quiet)
        assert (await make.bob(target)).id == 2


async def test_a_move_from_a_source_that_changed_meanwhile_is_refused(
    db: Database, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "STEP", 10)
    await filled(db)
    async with opened(empty_url) as target:
        assert not await _moved(db, target, breaking_after(8))
        async with db.transaction() as session:
            await session.execute(update(WorkerState).values(status="down").where(WorkerState.worker_id == 1))
            await session.execute(text("UPDATE participants SET username = 'somebody else'"))
        with pytest.raises(TransferFailed, match="not equal"):
            await _moved(db, target, quiet)


async def test_a_database_with_rows_is_never_moved_into(db: Database, clones: Clones) -> None:
    with clones.another() as url:
        async with opened(url) as target:
            await make.alice(target)
            before = await rows_of(target)
            with pytest.raises(TransferFailed, match="not empty"):
                await _moved(db, target, quiet)
            assert await rows_of(target) == before


async def test_an_amount_that_is_not_in_the_ledger_is_found_and_named(db: Database) -> None:
    await filled(db)
    assert await find_faults(db) == []
    async with db.transaction() as session:
        await session.execute(
            update(EarningHour).where(EarningHour.worker_id == 3).values(amount=EarningHour.amount + 1)
        )
        await session.execute(update(Sample).where(Sample.worker_id == 4).values(revenue=10**15))
    faults = await find_faults(db)
    assert any("worker 3 has a share of" in fault for fault in faults)
    assert any("worker 4 was seen with a share of 1000000000000000 nanoTON" in fault for fault in faults)


async def test_looks_of_nobody_are_found_and_counted(db: Database) -> None:
    await filled(db)
    async with db.transaction() as session:
        await session.execute(update(Sample).where(Sample.worker_id == 4).values(worker_id=999))
    (fault,) = await find_faults(db)
    assert fault.endswith("looks belong to worker 999, which is missing")


async def test_sizes_add_up_by_worker(db: Database) -> None:
    await filled(db, ticks=20)
    found = await sizes(db)
    samples = next(one for one in found.tables if one.table == "samples")
    of_samples = [share for share in found.by_worker if share.table == "samples"]
    assert samples.rows == 500
    assert {share.rows for share in of_samples} == {20}
    assert 0 < samples.bytes < found.total_bytes


async def test_a_file_that_is_no_backup_replaces_nothing(db: Database, tmp_path: Path) -> None:
    await filled(db)
    before = await rows_of(db)
    (tmp_path / "notes.txt").write_text("not a database")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE a (b)").connection.close()
    await back_up(db, tmp_path / "cut.db", quiet)
    whole = (tmp_path / "cut.db").read_bytes()
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    for name in ("notes.txt", "other.db", "cut.db", "no such file"):
        with pytest.raises(RestoreFailed):
            await restore(tmp_path / name, db, quiet, replace=True)
    assert await rows_of(db) == before


async def test_a_restore_over_data_must_be_asked_for_and_nobody_may_use_it(
    db: Database, store: str, tmp_path: Path
) -> None:
    await filled(db)
    await back_up(db, tmp_path / "backup.db", quiet)
    await make.alice(db)
    async with opened(store) as other:
        with pytest.raises((RestoreFailed, TransferFailed)):
            await restore(tmp_path / "backup.db", other, quiet, replace=False)
        async with db.reading() as session:
            await session.execute(select(Sample.at).limit(1))
            with pytest.raises(RestoreFailed, match="in use"):
                await restore(tmp_path / "backup.db", other, quiet, replace=True)
        await db.close()
        await restore(tmp_path / "backup.db", other, quiet, replace=True)
        async with opened(f"sqlite:///{tmp_path}/backup.db") as backup:
            assert await rows_of(other) == await rows_of(backup)


async def test_a_backup_never_overwrites(db: Database, tmp_path: Path) -> None:
    (tmp_path / "old.db").write_text("precious")
    with pytest.raises(BackupFailed, match="there already"):
        await back_up(db, tmp_path / "old.db", quiet)
    assert (tmp_path / "old.db").read_text() == "precious"
