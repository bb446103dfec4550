"""The hot rows (table `samples`) as columns: looks that are not sealed yet."""

from collections.abc import Collection, Sequence
from typing import Any, Final, cast

from sqlalchemy import Table, select

from cocoonpool.db import ReadSession, Session
from cocoonpool.samples.models import Sample
from cocoonpool.samples.sealed.columns import Column, Columns
from cocoonpool.samples.sealed.layout import FAILURES, RAW, STATUSES

TABLE: Final = cast("Table", Sample.__table__)
STATUS_CODES: Final = {status.value: code for code, status in enumerate(STATUSES)}
_FAILURE_CODES: Final = {failure.value: code for code, failure in enumerate(FAILURES)}
_C: Final = TABLE.c


async def hot(
    session: ReadSession | Session,
    worker_id: int,
    start: int,
    end: int,
    names: Collection[str] = RAW,
    *,
    most: int | None = None,
) -> Columns:
    """The hot rows of [start, end), at most `most` of them, oldest first."""
    wanted = [name for name in RAW if name in names]
    found = select(_C.at, *(_C[name] for name in wanted)).where(_C.worker_id == worker_id, _C.at >= start, _C.at < end)
    rows = (await session.execute(found.order_by(_C.at).limit(most))).all()
    return of_rows(wanted, rows)


def of_rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
    """Rows of the table: the time, then these columns."""
    if not rows:
        return Columns()
    return of_columns(names, list(zip(*rows, strict=True)))


def of_columns(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> Columns:
    """The times, then these columns."""
    at, *values = columns
    data = {name: _column(name, column) for name, column in zip(names, values, strict=True)}
    return Columns(Column.of(at).values, data)


def _column(name: str, values: Sequence[Any]) -> Column:
    if name == "status":
        return Column.of([STATUS_CODES[value] for value in values])
    if name == "failure":
        return Column.of([None if value is None else _FAILURE_CODES[value] for value in values])
    return Column.of(values)
