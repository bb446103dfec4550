"""The database: one engine, one place that commits, UTC instants, and the naming of constraints."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NewType

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, TypeDecorator, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

ReadSession = NewType("ReadSession", AsyncSession)
"""A session that only reads: it is rolled back at the end."""
Session = AsyncSession
"""A session inside `transaction()`: committed at its end, in one place."""

# An id column that counts up by itself on both databases.
Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def to_ms(moment: datetime) -> int:
    """Unix milliseconds of an aware moment, exact."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000


def from_ms(milliseconds: int) -> datetime:
    seconds, rest = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment, stored as integer unix milliseconds: the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_ms(value)


class Database:
    """Hands out sessions. Everything that writes goes through `transaction()`, the only committer."""

    def __init__(self, url: str) -> None:
        self.url = url
        sqlite = make_url(url).get_backend_name() == "sqlite"
        # One writer, taken at BEGIN: two writers that both read first would fail with "database is locked" later.
        self.engine: AsyncEngine = create_async_engine(url, pool_pre_ping=not sqlite)
        self.reader: AsyncEngine = self.engine
        if sqlite:
            _tune_sqlite(self.engine, begin="BEGIN IMMEDIATE")
            self.reader = create_async_engine(url)
            _tune_sqlite(self.reader, begin="BEGIN")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One unit of work: committed at the end, rolled back if anything is raised."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        async with AsyncSession(self.reader, expire_on_commit=False, autoflush=False) as session:
            yield ReadSession(session)

    async def close(self) -> None:
        await self.engine.dispose()
        if self.reader is not self.engine:
            await self.reader.dispose()


def _tune_sqlite(engine: AsyncEngine, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver must not begin on its own: see `start`
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        if cursor.fetchone() == (0,):  # a new file; on one that is there this would wait for whoever writes
            cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")  # what is deleted can be given back to the disk
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # a commit is on the disk before anybody is told: it survives a power cut
            "foreign_keys=ON",
            "busy_timeout=30000",
            "temp_store=MEMORY",
            "cache_size=-32000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
