"""PostgreSQL's side of the database: its URL, what a session is set to, its one writer, and what its errors mean."""

from typing import Any, Final

from sqlalchemy import BigInteger, Integer, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import sum as sum_

WRITER_KEY: Final = 0x636F636F_6F6E0001
"""The advisory lock that a transaction holds which may write."""
MIGRATION_KEY: Final = 0x636F636F_6F6E0002
"""The advisory lock of whoever brings the database up to date."""
LOCK_S: Final = 30
IDLE_S: Final = 60
"""Seconds after which a session that holds a transaction open and says nothing is ended: it may hold up the writer."""

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

    @event.listens_for(engine.sync_engine, "begin")
    def take_the_lock(connection: Any) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_KEY})")

    return engine


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
        "idle_in_transaction_session_timeout": f"{IDLE_S}s",
        "jit": "off",  # compiling a short query takes longer than running it
    }
    # The server ends a statement that takes too long; should the server itself be gone, the client gives up.
    return {"timeout": 10, "command_timeout": statement_s + 10, "server_settings": settings}


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code of an error, however deep it is wrapped."""
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlstate", None)
        if isinstance(code, str):
            return code
        cause = getattr(cause, "orig", None) or cause.__cause__
    return None


@compiles(sum_, "postgresql")  # type: ignore[no-untyped-call,untyped-decorator]
def _whole_sum(element: Any, compiler: Any, **options: Any) -> str:
    """A sum of whole numbers is a whole number, as on SQLite. PostgreSQL's own would be a decimal."""
    plain = compiler.visit_function(element, **options)
    return f"CAST({plain} AS BIGINT)" if isinstance(element.type, Integer | BigInteger) else str(plain)
