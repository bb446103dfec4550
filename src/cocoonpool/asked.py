"""Questions that are asked often: worded once, and on SQLite answered in one turn of the driver's thread.

A statement through the whole of SQLAlchemy changes threads four times, which takes longer than SQLite itself does for
most of what a chart needs. Rows come as the driver has them: no `TypeDecorator` is asked.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import BigInteger, ColumnElement, CompoundSelect, Dialect, Select, any_, bindparam, func
from sqlalchemy import select as select_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from cocoonpool.db import ReadSession, Session

_Answer = TypeVar("_Answer")
Ask = Callable[[], Awaitable[_Answer]]


async def one_ahead(questions: Iterable[Ask[_Answer]]) -> AsyncGenerator[_Answer]:
    """The answers, one after the other; while one is worked on, the database is at the next.

    Whoever may leave before the last closes it (`aclosing`): what is under way is waited for.
    """
    coming: asyncio.Future[_Answer] | None = None
    try:
        for question in questions:
            answer = [] if coming is None else [await coming]
            coming = asyncio.ensure_future(question())
            await asyncio.sleep(0)  # it is on its way now
            if answer:
                yield answer.pop()  # it may be large: nothing is held here while it is worked on
        if coming is not None:
            yield await coming
    finally:
        if coming is not None:
            await asyncio.gather(coming, return_exceptions=True)


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
            texts = [msgspec.json.encode(value).decode() if isinstance(value, list) else value for value in values]
            return await _in_one_turn(connection, worded.string, tuple(texts))
        rows: Sequence[Sequence[Any]] = (await connection.exec_driver_sql(worded.string, values)).all()
        return rows

    def _word(self, dialect: Dialect) -> SQLCompiler:
        worded = self._select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._worded[dialect.name] = worded
        return worded


class Among(ColumnElement[bool]):
    """Whether a column holds one of the whole numbers that are given as a list of this name.

    The list is one value, so the words are the same however long it is: to word a thousand takes longer than to ask.
    """

    inherit_cache = False

    def __init__(self, column: ColumnElement[int], name: str) -> None:
        self.column, self.name = column, name


@compiles(Among, "postgresql")
def _among_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.column == any_(bindparam(element.name, type_=ARRAY(BigInteger))), **options)


@compiles(Among, "sqlite")
def _among_json(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    numbers = func.json_each(bindparam(element.name)).table_valued("value")
    return compiler.process(element.column.in_(select_(numbers.c.value)), **options)


async def _in_one_turn(connection: AsyncConnection, sql: str, values: tuple[Any, ...]) -> Sequence[Sequence[Any]]:
    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        rows: Sequence[Sequence[Any]] = await driver.execute_fetchall(sql, values)
    except sqlite3.Error as error:
        raise OperationalError(sql, values, error) from error
    return rows
