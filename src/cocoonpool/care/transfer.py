"""Carries all rows from one database into another, in steps that can be broken off and gone on with.

Tables come from the metadata, parents before children, rows in the order of their key. Each step's rows and the place
where it ended are one transaction of the target. Until everything agrees the target's revision is `UNFINISHED`, with
which nothing else starts.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Table, func, select, text, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from cocoonpool import migrations
from cocoonpool.care.sums import Sums, differences, stored, sums_of
from cocoonpool.db import Database, Session
from cocoonpool.dbfaults import is_refusal
from cocoonpool.errors import PoolError
from cocoonpool.migrations import UNFINISHED
from cocoonpool.tables import metadata

STEP: Final = 5_000
"""Rows of a step; of tables with large values a tenth of it."""

Told = Callable[[str, int, int], None]
"""Hears the table, how many of its rows are there, and how many there will be."""


class TransferFailed(PoolError):
    code = "transfer_failed"


async def transfer(source: AsyncSession, target: Database, told: Told) -> dict[str, Sums]:
    """Copies, compares, and only then opens the target for use. Returns the sums by table.

    `source` is one transaction, so that all that is read in it is from one moment.

    Raises:
        TransferFailed: the target is in use for something else, or does not hold the same in the end.
    """
    await prepare(target)
    for table in metadata.sorted_tables:
        await _copy(source, target, table, told)
    here = {table.name: await sums_of(source, table) for table in metadata.sorted_tables}
    async with target.reading() as session:
        there = {table.name: await sums_of(session, table) for table in metadata.sorted_tables}
    if faults := [fault for name, sums in here.items() for fault in differences(name, sums, there[name])]:
        raise TransferFailed(
            "the copy is not equal, so it stays closed: "
            + "; ".join(faults[:5])
            + ". Was the source written to between two runs? Start over with an empty target."
        )
    await _open(target)
    return here


async def prepare(target: Database) -> None:
    """Makes an empty target ready, or recognises one that an earlier run left half full."""
    revision = await migrations.current(target)
    if revision == UNFINISHED:
        return
    if revision is None:
        await migrations.upgrade(target)
    async with target.transaction() as session:
        if (revision := await _revision(session)) != migrations.newest():
            raise TransferFailed(f"{target} is at revision {revision}, and this version fills only its own")
        if (full := await _first_with_rows(session)) is not None:
            raise TransferFailed(f"{target} is not empty (there are rows in {full}); nothing was changed")
        await session.execute(text("DELETE FROM generations"))
        await session.execute(text("CREATE TABLE transfer_steps (name VARCHAR(100) PRIMARY KEY, last TEXT NOT NULL)"))
        await session.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": UNFINISHED})


async def _revision(session: Session) -> str:
    return str(await session.scalar(text("SELECT version_num FROM alembic_version")))


async def _first_with_rows(session: Session) -> str | None:
    for table in metadata.sorted_tables:
        if table.name != "generations" and await session.scalar(select(1).select_from(table).limit(1)) is not None:
            return table.name
    return None


async def _open(target: Database) -> None:
    async with target.transaction() as session:
        if not target.is_sqlite:
            for table in metadata.sorted_tables:
                await _count_on(session, table)
        await session.execute(text("DROP TABLE transfer_steps"))
        await session.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": migrations.newest()})


async def _count_on(session: Session, table: Table) -> None:
    """A sequence knows nothing of rows that came with their ids: the next id must be a new one."""
    for column in table.primary_key:
        sequence = await session.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        highest = await session.scalar(select(func.max(column))) if sequence is not None else None
        if highest is not None:
            await session.execute(select(func.setval(sequence, highest)))


async def _copy(source: AsyncSession, target: Database, table: Table, told: Told) -> None:
    total = await source.scalar(select(func.count()).select_from(table)) or 0
    async with target.reading() as session:
        place = await session.scalar(text("SELECT last FROM transfer_steps WHERE name = :name"), {"name": table.name})
        done = await session.scalar(select(func.count()).select_from(table)) or 0
    last = None if place is None else msgspec.json.decode(place)
    told(table.name, done, total)
    while rows := await _rows_after(source, table, last):
        last = [value for column, value in zip(table.columns, rows[-1], strict=True) if column.primary_key]
        await _write(target, table, rows, last)
        done += len(rows)
        told(table.name, done, total)


async def _rows_after(source: AsyncSession, table: Table, last: Sequence[Any] | None) -> Sequence[Any]:
    keys = [stored(column) for column in table.columns if column.primary_key]
    wanted = select(*map(stored, table.columns)).order_by(*keys).limit(_step_of(table))
    if last is not None:
        wanted = wanted.where(tuple_(*keys) > tuple_(*last, types=[key.type for key in keys]))
    return [tuple(row) for row in await source.execute(wanted)]


def _step_of(table: Table) -> int:
    return STEP // 10 if any(column.type.python_type is bytes for column in table.columns) else STEP


async def _write(target: Database, table: Table, rows: Sequence[Any], last: Sequence[Any]) -> None:
    place = {"name": table.name, "last": msgspec.json.encode(last).decode()}
    upsert = "INSERT INTO transfer_steps VALUES (:name, :last) ON CONFLICT (name) DO UPDATE SET last = excluded.last"
    try:
        async with target.transaction() as session:
            await session.execute(text(upsert), place)
            await insert_plain(session, table, rows)
    except (DBAPIError, OverflowError) as error:
        if not is_refusal(error):
            raise
        reason = str(error).splitlines()[0]
        raise TransferFailed(f"a row of {table.name} before key {last} cannot be stored there: {reason}") from error


async def insert_plain(session: Session, table: Table, rows: Sequence[Any]) -> None:
    """Inserts rows as the database stores them, by the quickest way of each driver."""
    names = [column.name for column in table.columns]
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            await driver.copy_records_to_table(table.name, records=rows, columns=names)
        except (ValueError, TypeError) as error:  # the driver's own, before anything is sent
            raise TransferFailed(f"a row of {table.name} cannot be stored there: {error}") from error
    else:
        marks = ", ".join("?" for _ in names)
        await connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", list(rows))
