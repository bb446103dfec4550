"""Counts and sums over every column of a table: two databases that agree in all of them hold the same rows."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    Table,
    case,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeDecorator

Sums = dict[str, int]
"""By what is counted, as in `rows`, `amount known`, `amount sum`."""

_HALF: Final = 2**32  # sums of halves fit 64 bits for any number of rows; sums of 64-bit numbers do not


def stored(column: Column[Any]) -> ColumnElement[Any]:
    """The column as the database stores it, past what Python makes of it."""
    kind = column.type
    return type_coerce(column, kind.impl_instance) if isinstance(kind, TypeDecorator) else column


async def sums_of(session: AsyncSession, table: Table) -> Sums:
    wanted: dict[str, ColumnElement[Any]] = {"rows": func.count()}
    for column in table.columns:
        wanted |= _of_column(column.name, stored(column))
    row = (await session.execute(select(*wanted.values()).select_from(table))).one()
    return {name: int(value or 0) for name, value in zip(wanted, row, strict=True)}


def _of_column(name: str, column: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    known: dict[str, ColumnElement[Any]] = {f"{name} known": func.count(column)}
    match column.type:
        case Boolean():
            return known | {f"{name} true": func.sum(case((column, 1), else_=0))}
        case Integer():
            wide = cast(column, BigInteger)
            high, low = wide // _HALF, wide % _HALF
            return known | {f"{name} sum, high half": func.sum(high), f"{name} sum, low half": func.sum(low)}
        case String() | LargeBinary():
            return known | {f"{name} length": func.sum(func.length(column, type_=Integer))}
        case _:
            return known


def differences(table: str, here: Sums, there: Sums) -> list[str]:
    """Sentences about what does not agree."""
    return [
        f"{table}: {what} is {here.get(what)} here and {there.get(what)} there"
        for what in here
        if here[what] != there.get(what)
    ]
