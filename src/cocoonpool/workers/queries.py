"""Reads workers. Whose they are stands in the WHERE clause, so that another's worker is a missing one."""

from typing import Any, Final, NewType

import msgspec
from sqlalchemy import ColumnElement, Select, case, func, select

from cocoonpool.auth.principal import Principal
from cocoonpool.db import ReadSession, Session
from cocoonpool.errors import NotFound
from cocoonpool.workers.causes import Status
from cocoonpool.workers.item import COLUMNS, LAST_READ, READINGS, STATES, WORKERS, Row, detail, item

OwnedWorkerId = NewType("OwnedWorkerId", int)
"""A worker that the caller may see. Only `owned_by` makes one."""


_Columns = tuple[Any, ...]


class WorkerNotFound(NotFound):
    code = "worker_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such worker.")


class Owned(msgspec.Struct, frozen=True):
    """A worker the caller may see. `opening`: nanoTON of its revenue from before we looked."""

    id: OwnedWorkerId
    participant_id: int
    worker_name: str
    opening: int


class Filters(msgspec.Struct, frozen=True):
    participant_id: int | None = None
    is_active: bool | None = None
    status: Status | None = None
    model: str | None = None


_W, _S = WORKERS.c, STATES.c
_STATUS: Final = case((_W.is_active, _S.status), else_=Status.PAUSED.value)


async def owned_by(session: ReadSession | Session, worker_id: int, principal: Principal) -> Owned:
    """Raises WorkerNotFound when it is not there, deleted, or not the caller's: the same for each."""
    columns = select(_W.id, _W.participant_id, _W.worker_name, _S.opening)
    row = (await session.execute(_visible(columns, principal).where(_W.id == worker_id))).one_or_none()
    if row is None:
        raise WorkerNotFound
    found, participant_id, name, opening = row
    return Owned(OwnedWorkerId(found), participant_id, name, opening)


async def list_page(
    session: ReadSession, principal: Principal, filters: Filters, limit: int, after: int
) -> tuple[list[Any], int, int | None]:
    """One page by id in the shape of `WorkerItem`, how many there are in all, and the cursor of the next page."""
    conditions = _conditions(filters)
    total = await session.scalar(_visible(select(func.count()), principal).where(*conditions)) or 0
    page = _visible(select(*COLUMNS), principal).where(*conditions, _W.id > after)
    rows = (await session.execute(page.order_by(_W.id).limit(limit + 1))).all()
    items = [item(Row(*row)) for row in rows[:limit]]
    return items, total, items[-1]["id"] if len(rows) > limit else None


async def get(session: ReadSession | Session, worker_id: OwnedWorkerId) -> dict[str, Any]:
    """One worker in the shape of `WorkerAnswer`, with all that its last reading says."""
    columns = select(*COLUMNS, *LAST_READ)
    of_worker = columns.join_from(WORKERS, STATES, _S.worker_id == _W.id).where(_W.id == worker_id)
    of_worker = of_worker.outerjoin(READINGS, READINGS.c.worker_id == _W.id)
    *columns_of_it, reading, guest = (await session.execute(of_worker)).one()
    row = Row(*columns_of_it)
    return {**item(row), "detail": detail(row, reading, guest)}


def _visible(columns: Select[*_Columns], principal: Principal) -> Select[*_Columns]:
    """The workers that are not deleted and that the caller may see."""
    workers = columns.join_from(WORKERS, STATES, _S.worker_id == _W.id)
    only = principal.only_participant
    mine = workers if only is None else workers.where(_W.participant_id == only)
    return mine.where(_W.deleted_at.is_(None))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.participant_id is not None:
        found.append(_W.participant_id == filters.participant_id)
    if filters.is_active is not None:
        found.append(_W.is_active.is_(filters.is_active))
    if filters.status is not None:
        found.append(_STATUS.in_((filters.status.value,)))
    if filters.model is not None:
        found.append(_S.model == filters.model)
    return found
