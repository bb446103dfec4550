"""PostgreSQL's side of the database: its URL, what a session is set to, its one writer, and what its errors mean."""

from typing import Any, Final

import asyncpg
from sqlalchemy import BigInteger, Integer, event
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.functions import sum as sum_

WRITER_KEY: Final = 0x636F636F_6F6E0001
"""The advisory lock that a transaction holds which may write."""
MIGRATION_KEY: Final = 0x636F636F_6F6E0002
"""The advisory lock of whoever brings the database up to date."""
CONNECT_S: Final = 5
LOCK_S: Final = 30
IDLE_S: Final = 60
"""Seconds after which a session that holds a transaction open and says nothing is ended: it may hold up the writer."""

MIGRATION_LOCK_S: Final = 5
"""A migration waits no longer for a table: all who come after it would wait behind it."""
MIGRATION_STATEMENT_S: Final = 600

WRITERS: Final = 3
"""Connections for writing. Only one of them writes at a time; the others wait for its lock."""


def asyncpg_url(url: URL) -> URL:
    """The URL with our driver, and with libpq's `sslmode` in that driver's word for it."""
    query = {("ssl" if name == "sslmode" else name): value for name, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)


def writing_engine(url: URL, statement_s: float) -> AsyncEngine:
    """Transactions that may write: one at a time in the whole database, as on SQLite.

    READ COMMITTED, so that what the writer before has committed is seen once the lock is held.
    """
    engine = create_async_engine(
        url, pool_pre_ping=True, pool_size=WRITERS, max_overflow=0, connect_args=_connect_arguments(statement_s)
    )
    _at_begin(engine, f"SELECT pg_advisory_xact_lock({WRITER_KEY})")
    return engine


def migrating_engine(url: URL) -> AsyncEngine:
    """One transaction that may change tables: alone in the whole database, and no table is waited for."""
    engine = create_async_engine(url, poolclass=NullPool, connect_args=_connect_arguments(MIGRATION_STATEMENT_S))
    _at_begin(
        engine,
        f"SET LOCAL lock_timeout = '{MIGRATION_STATEMENT_S}s'",  # for the process before us to be done
        f"SELECT pg_advisory_xact_lock({MIGRATION_KEY}), pg_advisory_xact_lock({WRITER_KEY})",
        f"SET LOCAL lock_timeout = '{MIGRATION_LOCK_S}s'",
    )
    return engine


def _at_begin(engine: AsyncEngine, *statements: str) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def run(connection: Any) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)


def reading_engine(url: URL, statement_s: float, connections: int) -> AsyncEngine:
    """Transactions that only read, each from one snapshot: what an answer is made of belongs together."""
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=connections,
        max_overflow=0,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
        connect_args=_connect_arguments(statement_s),
    )


def _connect_arguments(statement_s: float) -> dict[str, Any]:
    settings = {
        "application_name": "cocoonpool",
        "timezone": "UTC",
        "lock_timeout": f"{LOCK_S}s",
        "statement_timeout": f"{round(statement_s * 1000)}ms",
        "idle_in_transaction_session_timeout": f"{round(max(IDLE_S, statement_s))}s",
        "jit": "off",  # compiling a short query takes longer than running it
    }
    # The server ends a statement that takes too long; should the server itself be gone, the client gives up.
    return {
        "timeout": CONNECT_S,
        "command_timeout": statement_s + 10,
        "server_settings": settings,
        "async_creator_fn": _connect,
    }


async def _connect(**arguments: Any) -> Any:
    """The driver's own connect. That it fails is an error of the database like any other, for whoever asked for one."""
    try:
        return await asyncpg.connect(**arguments)
    except asyncpg.PostgresError as error:
        raise _cannot_connect(error) from error
    except (OSError, asyncpg.InterfaceError) as error:
        raise _cannot_connect(asyncpg.ConnectionDoesNotExistError(str(error) or type(error).__name__)) from error


def _cannot_connect(error: Exception) -> Exception:
    made: Exception = AsyncAdapt_asyncpg_dbapi.OperationalError(str(error), error)  # type: ignore[no-untyped-call]
    return made


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code of an error, however deep it is wrapped."""
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlstate", None)
        if isinstance(code, str):
            return code
        cause = getattr(cause, "orig", None) or cause.__cause__
    return None


@compiles(sum_, "postgresql")
def _whole_sum(element: Any, compiler: Any, **options: Any) -> str:
    """A sum of whole numbers is a whole number, as on SQLite. PostgreSQL's own would be a decimal."""
    plain = compiler.visit_function(element, **options)
    return f"CAST({plain} AS BIGINT)" if isinstance(element.type, Integer | BigInteger) else str(plain)
