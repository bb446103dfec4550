"""Questions that are asked often: worded once, and on SQLite answered in one turn of the driver's thread.

A statement through the whole of SQLAlchemy changes threads four times, which takes longer than SQLite itself does for
most of what a chart needs. Rows come as the driver has them: no `TypeDecorator` is asked.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Dialect, Select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from cocoonpool.db import ReadSession, Session


class Question:
    """A `SELECT` whose values may be `bindparam`s, given when it is asked."""

    def __init__(self, select: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]) -> None:
        self._select = select
        self._worded: dict[str, SQLCompiler] = {}

    async def rows(self, session: ReadSession | Session, **given: object) -> Sequence[Sequence[Any]]:
        connection = await session.connection()
        worded = self._worded.get(connection.dialect.name) or self._word(connection.dialect)
        filled = worded.construct_params(given)
        values = tuple([filled[name] for name in worded.positiontup or ()])
        if connection.dialect.name == "sqlite":
            return await _in_one_turn(connection, worded.string, values)
        rows: Sequence[Sequence[Any]] = (await connection.exec_driver_sql(worded.string, values)).all()
        return rows

    def _word(self, dialect: Dialect) -> SQLCompiler:
        worded = self._select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._worded[dialect.name] = worded
        return worded


async def _in_one_turn(connection: AsyncConnection, sql: str, values: tuple[Any, ...]) -> Sequence[Sequence[Any]]:
    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        rows: Sequence[Sequence[Any]] = await driver.execute_fetchall(sql, values)
    except sqlite3.Error as error:
        raise OperationalError(sql, values, error) from error
    return rows
