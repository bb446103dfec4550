"""`db backup` and `db restore`. A backup of any database is one SQLite file, complete and consistent, and proven."""

import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from cocoonpool import migrations
from cocoonpool.care.check import file_faults
from cocoonpool.care.sums import Sums, differences, sums_of
from cocoonpool.care.transfer import Told, transfer
from cocoonpool.db import Database, ReadSession
from cocoonpool.errors import PoolError
from cocoonpool.tables import metadata

PAGES: Final = 5_000  # 20 MB between two words about progress


class BackupFailed(PoolError):
    code = "backup_failed"


class RestoreFailed(PoolError):
    code = "restore_failed"


async def back_up(db: Database, path: Path, told: Told) -> dict[str, Sums]:
    """Writes what the database holds at one moment into a new file, while everybody goes on working.

    It counts as a backup, and has its name, only when it was restored into another place and nothing differs there.

    Raises:
        BackupFailed, TransferFailed: there is no file then.
    """
    if path.exists():
        raise BackupFailed(f"{path} is there already")
    if (revision := await migrations.current(db)) != migrations.newest():
        raise BackupFailed(f"the database is at revision {revision}: run `cocoonpool db upgrade` first")
    with _beside(path) as made:
        async with db.reading() as session:
            sums = await (_copy_file(session, made, told) if db.is_sqlite else _copy_rows(session, made, told))
        await _prove(made, sums)
        made.chmod(0o600)  # it holds access hashes
        made.replace(path)
    return sums


async def _copy_file(session: ReadSession, path: Path, told: Told) -> dict[str, Sums]:
    """Page by page, from the snapshot that the session has: writers neither wait nor make it start over."""
    sums = await _sums(session)
    driver: Any = (await (await session.connection()).get_raw_connection()).driver_connection
    with sqlite3.connect(path) as copy:
        await driver.backup(copy, pages=PAGES, progress=lambda _, left, total: told("pages", total - left, total))
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, not three
    copy.close()
    return sums


async def _copy_rows(session: ReadSession, path: Path, told: Told) -> dict[str, Sums]:
    async with _opened(path) as copy:
        sums = await transfer(session, copy, told)
        await _one_file(copy)
        return sums


async def _prove(path: Path, sums: dict[str, Sums]) -> None:
    with _beside(path) as place:
        await restore_file(path, place)
        async with _opened(place) as restored:
            async with restored.reading() as session:
                there = await _sums(session)
            faults = [fault for name, one in sums.items() for fault in differences(name, one, there[name])]
            if faults:
                raise BackupFailed(f"the backup was restored to prove it, and is not equal: {'; '.join(faults[:5])}")


async def _sums(session: ReadSession) -> dict[str, Sums]:
    return {table.name: await sums_of(session, table) for table in metadata.sorted_tables}


@contextmanager
def _beside(path: Path) -> Any:
    """A place for a file on the same disk, gone at the end with what was left of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield folder / "cocoonpool.db"
    finally:
        shutil.rmtree(folder)


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[Database]:
    db = Database(f"sqlite:///{path.resolve()}")
    try:
        yield db
    finally:
        await db.close()


async def _one_file(db: Database) -> None:
    async with db.reader.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def restore_file(backup: Path, place: Path) -> None:
    """Copies a backup to a place where nothing is, brings it up to date and looks it over.

    Raises:
        RestoreFailed: it is no backup, or damaged.
        SchemaMismatch: it is of a newer version.
    """
    try:
        with backup.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise RestoreFailed(f"{backup} is no backup: not a SQLite file")
        shutil.copyfile(backup, place)
    except OSError as error:
        raise RestoreFailed(f"{backup} cannot be read: {error.strerror}") from error
    try:
        async with _opened(place) as db:
            await _look_over(db, backup)
            await migrations.upgrade(db)
            await _one_file(db)
    except DatabaseError as error:
        raise RestoreFailed(f"{backup} is damaged: {error.orig}") from error


async def _look_over(db: Database, backup: Path) -> None:
    if await migrations.current(db) is None:
        raise RestoreFailed(f"{backup} is a SQLite file, but not of Cocoon Pool")
    async with db.reading() as session:
        if faults := await file_faults(session):
            raise RestoreFailed(f"{backup} is damaged: {'; '.join(faults[:5])}")


async def restore(backup: Path, target: Database, told: Told, *, replace: bool) -> Path | None:
    """Makes the database what the backup says. Returns where the file is that was there before, if there was one.

    Raises:
        RestoreFailed: also when the target is not empty and `replace` is false, or when somebody uses it.
    """
    if target.is_sqlite:
        return await _restore_here(backup, Path(str(target.url.database)), replace=replace)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "cocoonpool.db"
        await restore_file(backup, place)  # before anything is cleared for it
        if replace and await migrations.current(target) is not None:
            await _clear(target)
        async with _opened(place) as source, source.reading() as session:
            await transfer(session, target, told)
    return None


async def _restore_here(backup: Path, path: Path, *, replace: bool) -> Path | None:
    if path.exists() and not replace:
        raise RestoreFailed(
            f"{path} is there already: move it away, or say --replace and it is kept under another name"
        )
    with _beside(path) as made:
        await restore_file(backup, made)
        before = _set_aside(path) if path.exists() else None
        made.chmod(0o600)
        made.replace(path)
    return before


def _set_aside(path: Path) -> Path:
    """Renames a database that nobody uses."""
    before = next(name for n in range(1, 10_000) if not (name := path.with_name(f"{path.name}.before-{n}")).exists())
    connection = sqlite3.connect(path, timeout=2, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=DELETE")  # takes in the -wal file: nothing of it is left behind
    except sqlite3.OperationalError as error:
        raise RestoreFailed(f"{path} is in use ({error}): stop Cocoon Pool first") from error
    finally:
        connection.close()
    return path.rename(before)


async def _clear(target: Database) -> None:
    """Drops our tables, if nobody uses them."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = :ours"
    )
    await target.close()  # what this process itself has open
    async with target.migrating() as connection:
        if await connection.scalar(others, {"ours": "cocoonpool"}):
            raise RestoreFailed(f"{target} is in use: stop Cocoon Pool first")
        for name in ("transfer_steps", "alembic_version", *(table.name for table in reversed(metadata.sorted_tables))):
            await connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
