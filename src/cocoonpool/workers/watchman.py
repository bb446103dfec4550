"""Says when nobody looks any more: a status older than a few looks is not known, whatever it was.

Driven by the clock of the serving process, not by the collector: a dead collector says nothing.
"""

from typing import Final

from sqlalchemy import select, update

from cocoonpool.db import Database, to_ms
from cocoonpool.generation import raise_generation
from cocoonpool.wire import utc_now
from cocoonpool.workers.causes import CAUSES, Cause, Status
from cocoonpool.workers.happened import Happened, note
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.state import to_json

LEAST_S: Final = 90.0
LOOKS_MISSED: Final = 4
_JUDGED: Final = (Status.HEALTHY.value, Status.DEGRADED.value, Status.DOWN.value)
_JUDGED_NOW: Final = select(WorkerState.worker_id, WorkerState.status).where(WorkerState.status.in_(_JUDGED))


def stale_after_ms(interval: float) -> int:
    """How old the last look may be before the status counts as unknown. `interval` in seconds."""
    return int(max(LEAST_S, LOOKS_MISSED * interval) * 1000)


async def mark_stale(db: Database, interval: float) -> list[int]:
    """Sets the active workers that nobody has looked at for too long to `unknown`; returns their ids."""
    now = to_ms(utc_now())
    kind = CAUSES["not_watched"]
    cause = Cause(kind.code, kind.severity, now, kind.advice)
    active = Worker.__table__.select().with_only_columns(Worker.id).where(Worker.is_active)
    statement = (
        update(WorkerState)
        .where(
            WorkerState.status.in_(_JUDGED),
            WorkerState.sample_at < now - stale_after_ms(interval),
            WorkerState.worker_id.in_(active),
        )
        .values(status=Status.UNKNOWN.value, causes=to_json([cause]), gpu_utilization=None)
        .returning(WorkerState.worker_id)
    )
    async with db.transaction() as session:
        before = {worker_id: status for worker_id, status in await session.execute(_JUDGED_NOW)}  # noqa: C416
        stale = list(await session.scalars(statement))
        if stale:
            await raise_generation(session)
        unseen = Status.UNKNOWN.value
        await note(session, [Happened(one, now, before[one], unseen, {kind.code: kind.severity}) for one in stale])
    return stale
