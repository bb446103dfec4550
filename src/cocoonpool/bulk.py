"""Writes a thousand rows at once, with the same call on both databases.

The ORM's work for each row would cost more than the databases' own, so rows go to the driver as they are: on SQLite as
tuples, on PostgreSQL by COPY or as one array a column, which is one statement for all. Values are what the database
stores (no `TypeDecorator` is asked), in the order of the names of their columns.
"""

import sqlite3
from functools import lru_cache
from typing import Any, Final

import asyncpg
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, SmallInteger, String, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from cocoonpool.db import Session

MANY: Final = 50
"""From so many rows on COPY takes less than an INSERT, its savepoint included; of 25 they take the same."""
Names = tuple[str, ...]
Rows = list[tuple[object, ...]]

# Text without a length: a cast to a length would cut what is too long, and nobody would hear of it.
_ARRAYS: Final = {
    SmallInteger: "smallint[]", BigInteger: "bigint[]", Integer: "integer[]", Boolean: "boolean[]", String: "text[]",
    LargeBinary: "bytea[]",
}  # fmt: skip


async def insert_new(session: Session, table: Table, names: Names, rows: Rows) -> None:
    """Inserts; a row whose key is there already is left as it is."""
    connection = await session.connection()
    copies = connection.dialect.name == "postgresql" and len(rows) >= MANY
    if not (copies and await _copied(connection, table, names, rows)):
        await _run(session, table, names, rows, _inserted, "DO NOTHING")


async def _copied(connection: AsyncConnection, table: Table, names: Names, rows: Rows) -> bool:
    """PostgreSQL's COPY: half the time of an INSERT. It takes all of the rows or, if one is there already, none.

    Whatever else is wrong with a row or with the connection is left to the INSERT to say, in SQLAlchemy's words.
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await connection.exec_driver_sql("SAVEPOINT copying")
    try:
        await driver.copy_records_to_table(table.name, records=rows, columns=names)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError, TypeError, OverflowError):
        await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT copying")
        return False
    await connection.exec_driver_sql("RELEASE SAVEPOINT copying")
    return True


async def upsert(session: Session, table: Table, names: Names, rows: Rows, add: Names = ()) -> None:
    """Inserts, or on the same key replaces every other column; the columns in `add` are added up instead."""
    keys = [column.name for column in table.primary_key]
    new = ", ".join(
        f"{name} = {table.name}.{name} + excluded.{name}" if name in add else f"{name} = excluded.{name}"
        for name in names
        if name not in keys
    )
    await _run(session, table, names, rows, _inserted, f"({', '.join(keys)}) DO UPDATE SET {new}")


async def update_rows(session: Session, table: Table, names: Names, rows: Rows) -> None:
    """Replaces these columns in the row whose key is the last of them."""
    await _run(session, table, names, rows, _updated, names[-1])


async def _run(session: Session, table: Table, names: Names, rows: Rows, make: Any, how: str) -> None:
    if not rows:
        return
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        columns = tuple(map(list, zip(*rows, strict=True)))
        await connection.exec_driver_sql(make(table, names, how, True), columns)
    else:
        await _in_one_turn(connection, make(table, names, how, False), rows)


async def _in_one_turn(connection: AsyncConnection, sql: str, rows: Rows) -> None:
    """One change of SQLite's thread; by way of SQLAlchemy there are three for each batch."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        await driver.executemany(sql, rows)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, None, error, sqlite3.Error) from error


@lru_cache
def _inserted(table: Table, names: tuple[str, ...], conflict: str, on_postgresql: bool) -> str:
    source = f"SELECT * FROM {_arrays(table, names)}" if on_postgresql else f"VALUES ({', '.join('?' for _ in names)})"
    return f"INSERT INTO {table.name} ({', '.join(names)}) {source} ON CONFLICT {conflict}"


@lru_cache
def _updated(table: Table, names: tuple[str, ...], key: str, on_postgresql: bool) -> str:
    changed = names[:-1]
    if not on_postgresql:
        return f"UPDATE {table.name} SET {', '.join(f'{name} = ?' for name in changed)} WHERE {key} = ?"
    new = ", ".join(f"{name} = new.{name}" for name in changed)
    given = f"{_arrays(table, names)} AS new ({', '.join(names)})"
    return f"UPDATE {table.name} SET {new} FROM {given} WHERE {table.name}.{key} = new.{key}"


def _arrays(table: Table, names: tuple[str, ...]) -> str:
    return f"unnest({', '.join(f'${n}::{_array(table.c[name])}' for n, name in enumerate(names, 1))})"


def _array(column: Column[Any]) -> str:
    return next(array for kind, array in _ARRAYS.items() if isinstance(column.type, kind))
