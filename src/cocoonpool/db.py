"""The database: SQLite or PostgreSQL, one place that commits, UTC instants, and the naming of constraints."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NewType

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, TypeDecorator, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from cocoonpool import postgres

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


def database_url(text: str) -> URL:
    """A URL as people write it (`postgresql://…`, `sqlite:///…`), with the drivers that we use.

    Raises:
        ValueError: it is none, or one of another kind of database. What is said holds no password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("not a database URL, as in postgresql://user:password@host/database") from None
    match url.drivername.partition("+")[0]:
        case "sqlite":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return postgres.asyncpg_url(url)
        case other:
            raise ValueError(f"{other} is not supported: use postgresql:// or sqlite:///")


class Database:
    """Hands out sessions. Everything that writes goes through `transaction()`, the only committer.

    One writes at a time, on both databases: whoever writes takes the lock at BEGIN. Two writers that both read first
    would fail or contradict each other later.
    """

    def __init__(self, url: str, *, connections: int = 10, statement_s: float = 60.0) -> None:
        """`connections` and `statement_s` (the longest that one statement may take) are for PostgreSQL."""
        self.url = database_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.commits = 0
        """How many transactions this process has committed: whoever remembers something sees that it may be old."""
        if self.is_sqlite:
            self.engine: AsyncEngine = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE")
            self.reader: AsyncEngine = _sqlite_engine(self.url, begin="BEGIN")
        else:
            self.engine = postgres.writing_engine(self.url, statement_s)
            self.reader = postgres.reading_engine(self.url, statement_s, connections - postgres.WRITERS)

    def __str__(self) -> str:
        """Where it is, for people, without the password."""
        return str(self.url.database if self.is_sqlite else self.url.set(drivername="postgresql"))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One unit of work: committed at the end, rolled back if anything is raised."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session
        self.commits += 1

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """All that is read in it is from one moment."""
        async with AsyncSession(self.reader, expire_on_commit=False, autoflush=False) as session:
            yield ReadSession(session)

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that may change tables, alone in the whole database."""
        engine = self.engine if self.is_sqlite else postgres.migrating_engine(self.url)
        try:
            async with engine.begin() as connection:
                yield connection
        finally:
            if engine is not self.engine:
                await engine.dispose()

    async def close(self) -> None:
        await self.engine.dispose()
        await self.reader.dispose()


def _sqlite_engine(url: URL, begin: str) -> AsyncEngine:
    engine = create_async_engine(url)

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
            "wal_autocheckpoint=8000",  # 32 MB: a state that is rewritten at each look goes to the file once a minute
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
