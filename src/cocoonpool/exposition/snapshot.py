"""What is known of every worker now, as the Prometheus text needs it: one query, no history."""

from typing import Any, Final

import msgspec
from sqlalchemy import select

from cocoonpool.cocoon.reading import Guest, Reading
from cocoonpool.db import ReadSession
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.current import is_current, shown_status
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.state import decode_causes, decode_guest, decode_reading


class Row(msgspec.Struct, frozen=True, gc=False):
    """A worker as it is stored: decoded in another thread, beside other requests."""

    worker_id: int
    participant_id: int
    worker_name: str
    host: str
    stats_port: int
    is_active: bool
    status: str
    causes: str
    last_seen: int | None
    revenue: int
    reading: str | None
    guest: str | None


class Known(msgspec.Struct, frozen=True, gc=False):
    """A worker as it is known. `is_current`: the reading still says how it is; counters hold even if not."""

    worker_id: int
    participant_id: int
    worker_name: str
    host: str
    stats_port: int
    status: str
    causes: tuple[Cause, ...]
    last_seen: int | None  # unix ms
    revenue: int  # nanoTON
    is_current: bool
    reading: Reading | None
    guest: Guest | None


_COLUMNS: Final = (
    Worker.id,
    Worker.participant_id,
    Worker.worker_name,
    Worker.host,
    Worker.stats_port,
    Worker.is_active,
    WorkerState.status,
    WorkerState.causes,
    WorkerState.last_seen,
    WorkerState.revenue,
    WorkerState.reading,
    WorkerState.guest,
)


async def read(session: ReadSession, only_participant: int | None) -> list[Row]:
    """All workers that are not deleted, by id; those of one participant, if it is given."""
    workers = select(*_COLUMNS).join(WorkerState, WorkerState.worker_id == Worker.id).where(Worker.deleted_at.is_(None))
    if only_participant is not None:
        workers = workers.where(Worker.participant_id == only_participant)
    return [_row(row) for row in await session.execute(workers.order_by(Worker.id))]


def _row(row: Any) -> Row:
    return Row(*row)


def decode(row: Row) -> Known:
    status = shown_status(row.is_active, row.status)
    causes = decode_causes(row.causes) if row.is_active else ()
    return Known(
        worker_id=row.worker_id,
        participant_id=row.participant_id,
        worker_name=row.worker_name,
        host=row.host,
        stats_port=row.stats_port,
        status=status,
        causes=causes,
        last_seen=row.last_seen,
        revenue=row.revenue,
        is_current=is_current(status, causes),
        reading=None if row.reading is None else decode_reading(row.reading),
        guest=None if row.guest is None else decode_guest(row.guest),
    )
