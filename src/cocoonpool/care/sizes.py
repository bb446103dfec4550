"""`db stats`: how many bytes the data takes, by table, and by resolution and worker where rows have these."""

from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, LargeBinary, Table, func, select, text

from cocoonpool.db import Database, Id, ReadSession
from cocoonpool.tables import metadata

# Indexes count for the table they belong to. SQLite knows it per b-tree, PostgreSQL per table, TOAST included.
_SQLITE: Final = (
    "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat AS s JOIN sqlite_schema AS m ON m.name = s.name "
    "WHERE s.aggregate = TRUE GROUP BY m.tbl_name"
)
_POSTGRESQL: Final = (
    "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables WHERE schemaname = current_schema()"
)
MOST: Final = 20


class Share(msgspec.Struct, frozen=True):
    """A part of a table. `bytes` is its part of the table's by the bytes of its large values, or by its rows."""

    table: str
    of: str
    rows: int
    bytes: int


class TableSize(msgspec.Struct, frozen=True):
    table: str
    rows: int
    bytes: int


class Sizes(msgspec.Struct, frozen=True):
    total_bytes: int
    tables: list[TableSize]
    by_resolution: list[Share]
    by_worker: list[Share]


async def sizes(db: Database) -> Sizes:
    """Largest first. Of workers the first `MOST` by bytes of one table."""
    async with db.reading() as session:
        found = (await session.execute(text(_SQLITE if db.is_sqlite else _POSTGRESQL))).all()
        of_table = {str(name): int(size) for name, size in found}
        whole = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        total = await session.scalar(text(whole if db.is_sqlite else "SELECT pg_database_size(current_database())"))
        tables = [
            TableSize(str(table.name), await _count(session, table), of_table.get(table.name, 0))
            for table in metadata.sorted_tables
        ]
        return Sizes(
            total_bytes=int(total or 0),
            tables=sorted(tables, key=lambda one: -one.bytes),
            by_resolution=await _shares(session, tables, "resolution"),
            by_worker=(await _shares(session, tables, "worker_id"))[:MOST],
        )


async def _count(session: ReadSession, table: Table) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def _shares(session: ReadSession, tables: list[TableSize], column: str) -> list[Share]:
    shares = []
    for size in tables:
        table = metadata.tables[size.table]
        if column in table.columns and size.rows and len(table.primary_key) > 1:  # more than one row of each
            shares += await _shares_of(session, table, size, table.columns[column])
    return sorted(shares, key=lambda share: -share.bytes)


async def _shares_of(session: ReadSession, table: Table, size: TableSize, column: ColumnElement[Any]) -> list[Share]:
    large = [func.coalesce(func.length(one, type_=Id), 0) for one in table.columns if isinstance(one.type, LargeBinary)]
    weight = func.sum(sum(large[1:], large[0])) if large else func.count()
    groups = (await session.execute(select(column, func.count(), weight).group_by(column))).all()
    total = sum(int(one or 0) for *_, one in groups) or 1
    return [Share(size.table, str(of), rows, size.bytes * int(one or 0) // total) for of, rows, one in groups]
