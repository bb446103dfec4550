"""A worker as a list shows it: the columns it is made of, and the shape they make."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Final, cast

import msgspec
from sqlalchemy import BigInteger, Table, type_coerce

from cocoonpool.db import from_ms
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.current import is_current, shown_status
from cocoonpool.workers.detail import WorkerDetail, detail_of
from cocoonpool.workers.fields import from_per_mille
from cocoonpool.workers.last_reading import LAST_READING
from cocoonpool.workers.models import Worker, WorkerReading, WorkerState
from cocoonpool.workers.state import decode_causes, decode_guest, decode_reading

# Plain rows: a list of a thousand makes no objects of the database's.
WORKERS, STATES, READINGS = (cast("Table", model.__table__) for model in (Worker, WorkerState, WorkerReading))
_W, _S = WORKERS.c, STATES.c
COLUMNS: Final = (
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
    _S.opening,
    _S.reported_coefficient,
    _S.model,
    _S.causes,
    _S.sample_at,
    _S.last_seen,
)
"""In the order of `Row`."""
LAST_READ: Final = (LAST_READING, _S.guest)
"""What `detail` needs beside them; `READINGS` has to be joined."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """A worker as it is stored, without its last reading. Times in unix ms, money in nanoTON."""

    id: int
    participant_id: int
    worker_name: str
    instance_number: int
    host: str
    stats_port: int
    is_active: bool
    cid: int | None
    price_coefficient: int | None
    collection: str
    has_access_hash: bool
    health_source: str | None
    created_at: int
    updated_at: int
    status: str
    gpu_utilization: int | None
    revenue: int
    opening: int
    reported_coefficient: int | None
    model: str | None
    causes: str
    sample_at: int | None
    last_seen: int | None

    @property
    def shown_status(self) -> str:
        return shown_status(self.is_active, self.status)

    @property
    def shown_causes(self) -> tuple[Cause, ...]:
        """Those of a worker that is asked: of one that is not nobody knows."""
        return decode_causes(self.causes) if self.is_active else ()

    @property
    def is_current(self) -> bool:
        """Whether the last reading still says how it is."""
        return is_current(self.shown_status, self.shown_causes)


def item(row: Row) -> dict[str, Any]:
    """In the shape of `WorkerItem`."""
    return {
        "id": row.id,
        "participant_id": row.participant_id,
        "worker_name": row.worker_name,
        "instance_number": row.instance_number,
        "host": row.host,
        "stats_port": row.stats_port,
        "is_active": row.is_active,
        "latest_status": row.shown_status,
        "latest_gpu_utilization": row.gpu_utilization if row.is_active else None,
        "latest_revenue_ton": to_ton(Nanoton(row.revenue)),
        "cid": row.cid,
        "price_coefficient": _factor(row.price_coefficient),
        "reported_price_coefficient": _factor(row.reported_coefficient),
        "collection": row.collection,
        "model": row.model,
        "latest_causes": _causes(row.causes) if row.is_active else [],
        "latest_sample_at": _moment(row.sample_at),
        "last_seen": _moment(row.last_seen),
        "has_access_hash": row.has_access_hash,
        "health_source": row.health_source,
        "created_at": _moment(row.created_at),
        "updated_at": _moment(row.updated_at),
    }


def detail(row: Row, reading: str | None, guest: str | None) -> WorkerDetail | None:
    """All that the last reading says; None before the first."""
    if reading is None:
        return None
    return detail_of(decode_reading(reading), None if guest is None else decode_guest(guest), row.is_current)


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
