"""Reads workers. Whose they are stands in the WHERE clause, so that another's worker is a missing one."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NewType, cast

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Select, Table, case, func, select, type_coerce

from cocoonpool.auth.principal import Principal
from cocoonpool.db import ReadSession, Session, from_ms
from cocoonpool.errors import NotFound
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.workers.causes import Status
from cocoonpool.workers.current import is_current, shown_status
from cocoonpool.workers.detail import detail_of
from cocoonpool.workers.fields import from_per_mille
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.state import decode_causes, decode_guest, decode_reading

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


# Plain rows: a list of a thousand makes no objects of the database's.
_WORKERS, _STATES = cast("Table", Worker.__table__), cast("Table", WorkerState.__table__)
_W, _S = _WORKERS.c, _STATES.c
_COLUMNS: Final = (
    _W.id,
    _W.participant_id,
    _W.worker_name,
    _W.instance_number,
    _W.host,
    _W.stats_port,
    _W.is_active,
    _W.cid,
    _W.price_coefficient,
    _W.collection,
    _W.access_hash.is_not(None),
    _W.health_source,
    type_coerce(_W.created_at, BigInteger),
    type_coerce(_W.updated_at, BigInteger),
    _S.status,
    _S.gpu_utilization,
    _S.revenue,
    _S.reported_coefficient,
    _S.model,
    _S.causes,
    _S.sample_at,
    _S.last_seen,
)
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
    page = _visible(select(*_COLUMNS), principal).where(*conditions, _W.id > after)
    rows = (await session.execute(page.order_by(_W.id).limit(limit + 1))).all()
    items = [_item(row) for row in rows[:limit]]
    return items, total, items[-1]["id"] if len(rows) > limit else None


async def get(session: ReadSession | Session, worker_id: OwnedWorkerId) -> dict[str, Any]:
    """One worker in the shape of `WorkerAnswer`, with all that its last reading says."""
    columns = select(*_COLUMNS, _S.reading, _S.guest)
    of_worker = columns.join_from(_WORKERS, _STATES, _S.worker_id == _W.id).where(_W.id == worker_id)
    *row, reading, guest = (await session.execute(of_worker)).one()
    detail = None
    if reading is not None:
        is_active, status, causes = row[6], row[14], row[19]
        seen = None if guest is None else decode_guest(guest)
        current = is_current(shown_status(is_active, status), decode_causes(causes))
        detail = detail_of(decode_reading(reading), seen, current)
    return {**_item(row), "detail": detail}


def _visible(columns: Select[*_Columns], principal: Principal) -> Select[*_Columns]:
    """The workers that are not deleted and that the caller may see."""
    workers = columns.join_from(_WORKERS, _STATES, _S.worker_id == _W.id)
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


def _item(row: Sequence[Any]) -> dict[str, Any]:
    """In the shape of `WorkerItem`."""
    (
        worker_id, participant_id, name, instance, host, port, is_active, cid, wanted, collection, has_hash, source,
        created_at, updated_at, status, gpu, revenue, reported, model, causes, sample_at, last_seen,
    ) = row  # fmt: skip
    return {
        "id": worker_id,
        "participant_id": participant_id,
        "worker_name": name,
        "instance_number": instance,
        "host": host,
        "stats_port": port,
        "is_active": is_active,
        "latest_status": shown_status(is_active, status),
        "latest_gpu_utilization": gpu if is_active else None,
        "latest_revenue_ton": to_ton(Nanoton(revenue)),
        "cid": cid,
        "price_coefficient": _factor(wanted),
        "reported_price_coefficient": _factor(reported),
        "collection": collection,
        "model": model,
        "latest_causes": _causes(causes) if is_active else [],
        "latest_sample_at": _moment(sample_at),
        "last_seen": _moment(last_seen),
        "has_access_hash": has_hash,
        "health_source": source,
        "created_at": _moment(created_at),
        "updated_at": _moment(updated_at),
    }


# The same from list to list, until something changes.
_factor = lru_cache(4096)(from_per_mille)


@lru_cache(16_384)
def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)


@lru_cache(4096)
def _causes(causes: str) -> list[dict[str, Any]]:
    """In the shape of `CauseItem`."""
    return [
        {"code": cause.code, "severity": cause.severity, "since": _moment(cause.since), "detail": cause.detail}
        for cause in decode_causes(causes)
    ]
