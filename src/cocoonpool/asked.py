"""Questions that are asked often: worded once, and on SQLite answered in one turn of the driver's thread.

A statement through the whole of SQLAlchemy changes threads four times, which takes longer than SQLite itself does for
most of what a chart needs. Rows come as the driver has them: no `TypeDecorator` is asked.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from cocoonpool.db import ReadSession, Session


class Question:
    """A `SELECT` whose values may be `bindparam`s, given when it is asked."""

    def __init__(self, select: Select[*tuple[Any, ...]]) -> None:
        self._select = select
        self._worded: SQLCompiler | None = None  # for SQLite

    async def rows(self, session: ReadSession | Session, **given: object) -> Sequence[Sequence[Any]]:
        connection = await session.connection()
        if connection.dialect.name != "sqlite":
            rows: Sequence[Sequence[Any]] = (await connection.execute(self._select, given)).all()
            return rows
        return await self._in_one_turn(connection, given)

    async def _in_one_turn(self, connection: AsyncConnection, given: dict[str, object]) -> Sequence[Sequence[Any]]:
        if self._worded is None:
            worded = self._select.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
            self._worded = worded
        filled = self._worded.construct_params(given)
        values = [filled[name] for name in self._worded.positiontup or ()]
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            rows: Sequence[Sequence[Any]] = await driver.execute_fetchall(self._worded.string, values)
        except sqlite3.Error as error:
            raise OperationalError(self._worded.string, values, error) from error
        return rows
