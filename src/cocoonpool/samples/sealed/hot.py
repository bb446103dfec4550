"""The hot rows (table `samples`) as columns: looks that are not sealed yet."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import BigInteger, ColumnElement, Table, and_, bindparam, func, literal, select

from cocoonpool.asked import Question
from cocoonpool.db import ReadSession, Session
from cocoonpool.samples.models import MINUTE_MS, Sample
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
    given = {"worker_id": worker_id, **span(start, end)} | ({} if most is None else {"most": most})
    return of_rows(wanted, await _statement(wanted, limited=most is not None).rows(session, **given))


def span(start: int, end: int) -> dict[str, int]:
    """What `within` wants to be given."""
    return {"start": start, "end": end, "first": start // MINUTE_MS, "last": (end - 1) // MINUTE_MS}


def within(given: Mapping[str, int] | None = None) -> ColumnElement[bool]:
    """Of [start, end): its `span`, written into the statement, or (None) given when the statement is asked.

    The key begins with the minute, so the minutes that there are come first: each is one step in the index, and there
    are few of them, since looks are sealed after a quarter of an hour.
    """
    start, end, first, last = (
        bindparam(name, type_=BigInteger) if given is None else literal(given[name], BigInteger, literal_execute=True)
        for name in ("start", "end", "first", "last")
    )
    earliest = select(func.min(_C.minute).label("minute")).where(_C.minute >= first)
    minutes, later = earliest.cte("minutes", recursive=True), TABLE.alias("later").c
    following = select(func.min(later.minute)).where(later.minute > minutes.c.minute).scalar_subquery()
    minutes = minutes.union_all(select(following).where(minutes.c.minute < last))
    return and_(_C.minute.in_(select(minutes.c.minute)), _C.at >= start, _C.at < end)


@lru_cache(maxsize=256)
def _statement(names: tuple[str, ...], *, limited: bool) -> Question:
    mine = and_(_C.worker_id == bindparam("worker_id"), within())
    found = select(_C.at, *(_C[name] for name in names)).where(mine).order_by(_C.at)
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
