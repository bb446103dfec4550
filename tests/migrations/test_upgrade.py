"""A database gets to the present shape from any earlier one, by one process at a time, and never hangs anybody."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from cocoonpool import migrations
from cocoonpool.care.check import find_faults
from cocoonpool.db import Database
from cocoonpool.migrations import Occupied, SchemaMismatch
from cocoonpool.tables import metadata
from cocoonpool.workers.last_reading import LAST_READINGS
from tests.databases import Clones, Files

FIRST = "20261122_0001"
ALICE = "INSERT INTO participants (ton_wallet_address, is_active, created_at, updated_at) VALUES ('0:a', true, 1, 1)"

BEFORE_0012 = (
    "INSERT INTO workers (participant_id, worker_name, instance_number, host, stats_port, collection, is_active, "
    "created_at, updated_at) VALUES (1, 'w', 0, 'h', 12000, 'pull', true, 1, 1)",
    "INSERT INTO worker_states (worker_id, status, causes, revenue, opening, reading, memory) "
    """VALUES (1, 'healthy', '[]', 0, 0, '{"queries"\\:5}', '{}')""",
    "INSERT INTO samples (worker_id, at, status, restarted, queries, revenue) VALUES "
    "(1, 1795380059999, 'healthy', false, 5, 0), (1, 1795380060000, 'down', false, NULL, 0)",
)


@pytest.fixture
def untouched(stores: Files | Clones, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if isinstance(stores, Files):
        yield f"sqlite:///{tmp_path / 'new.db'}"
    else:
        with stores.another("template1") as url:
            yield url


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    try:
        yield db
    finally:
        await db.close()


async def upgraded_to(db: Database, revision: str) -> None:
    async with db.migrating() as connection:
        await connection.run_sync(lambda sync: command.upgrade(migrations._config(sync), revision))


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata))


async def test_migrations_and_models_agree(untouched: str) -> None:
    async with opened(untouched) as db:
        await migrations.upgrade(db)
        async with db.migrating() as connection:
            assert await connection.run_sync(_differences) == []


async def test_every_step_from_the_first_version_keeps_its_rows(untouched: str) -> None:
    revisions = [one.revision for one in ScriptDirectory.from_config(migrations._config()).walk_revisions()][::-1]
    async with opened(untouched) as db:
        await upgraded_to(db, FIRST)
        async with db.transaction() as session:
            await session.execute(text(ALICE))
        for revision in revisions[1:]:
            await upgraded_to(db, revision)
            async with db.reading() as session:
                assert await session.scalar(text("SELECT ton_wallet_address FROM participants WHERE id = 1")) == "0:a"
        assert await migrations.current(db) == migrations.newest()


async def test_hot_looks_and_last_readings_come_along(untouched: str) -> None:
    async with opened(untouched) as db:
        await upgraded_to(db, "20261126_0011")
        async with db.transaction() as session:
            for statement in (ALICE, *BEFORE_0012):
                await session.execute(text(statement))
        await migrations.upgrade(db)
        async with db.reading() as session:
            looks = await session.execute(
                text("SELECT minute, worker_id, at, queries, revenue FROM samples ORDER BY at")
            )
            assert looks.all() == [
                (29_923_000, 1, 1_795_380_059_999, 5, 0),
                (29_923_001, 1, 1_795_380_060_000, None, 0),
            ]
            assert (await session.scalars(LAST_READINGS)).all() == ['{"queries":5}']
        assert await find_faults(db) == []


async def test_of_many_processes_that_start_at_once_one_migrates_and_all_can_start(untouched: str) -> None:
    databases = [Database(untouched) for _ in range(4)]
    try:
        await asyncio.gather(*(migrations.upgrade(db) for db in databases))
        assert [await migrations.current(db) for db in databases] == [migrations.newest()] * 4
    finally:
        for db in databases:
            await db.close()


async def test_a_newer_database_is_refused_and_left_alone(untouched: str) -> None:
    async with opened(untouched) as db:
        await migrations.upgrade(db)
        async with db.transaction() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
        with pytest.raises(SchemaMismatch, match="newer Cocoon Pool"):
            await migrations.upgrade(db)
        assert await migrations.current(db) == "from the future"


async def test_a_table_that_somebody_holds_stops_the_migration_and_nobody_else(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "ATTEMPTS", 1)
    monkeypatch.setattr("cocoonpool.postgres.MIGRATION_LOCK_S", 0.2)
    with clones.another("template1") as url:
        somebody = await asyncpg.connect(url)
        async with opened(url) as db:
            await upgraded_to(db, FIRST)
            async with somebody.transaction():
                await somebody.execute("LOCK TABLE participants IN EXCLUSIVE MODE")  # new tables refer to it
                with pytest.raises(Occupied):
                    await migrations.upgrade(db)
            assert await migrations.current(db) == FIRST
            await migrations.upgrade(db)
            assert await migrations.current(db) == migrations.newest()
        await somebody.close()
