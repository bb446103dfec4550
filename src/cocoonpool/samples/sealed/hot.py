"""The hot rows (table `samples`) as columns: looks that are not sealed yet."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import Table, and_, bindparam, select

from cocoonpool.asked import Question
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
    wanted = tuple(name for name in RAW if name in names)
    given = {"worker_id": worker_id, "start": start, "end": end} | ({} if most is None else {"most": most})
    return of_rows(wanted, await _statement(wanted, limited=most is not None).rows(session, **given))


@lru_cache(maxsize=256)
def _statement(names: tuple[str, ...], *, limited: bool) -> Question:
    within = and_(_C.at >= bindparam("start"), _C.at < bindparam("end"))
    found = select(_C.at, *(_C[name] for name in names)).where(_C.worker_id == bindparam("worker_id"), within)
    found = found.order_by(_C.at)
    return Question(found.limit(bindparam("most")) if limited else found)


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
