"""Seals beside the collector: a few workers at a time, each within a short transaction, so that ingest never waits."""

import time
from collections.abc import Sequence
from typing import Final, cast

import msgspec
from sqlalchemy import Table, func, select
from sqlalchemy.exc import IntegrityError

from cocoonpool.db import Database
from cocoonpool.samples.sealed.models import SealedUntil
from cocoonpool.samples.sealed.seal import GRAIN_MS, Step, prepare
from cocoonpool.samples.sealed.source import Ahead
from cocoonpool.samples.sealed.write import write
from cocoonpool.telemetry import get_logger
from cocoonpool.workers.models import Worker

log = get_logger(__name__)

SEAL_EVERY_S: Final = 900
"""A worker's turn comes so often."""
SETTLE_MS: Final = 60_000
"""Looks younger than this stay hot: they may still be on their way."""
TURN_S: Final = 5.0
TOGETHER: Final = 10
"""Workers in one transaction."""
_FEW: Final = 1_500  # hot rows of a worker that may be read together with those of others
_WORKERS, _UNTIL = cast("Table", Worker.__table__), cast("Table", SealedUntil.__table__)


class Sealed(msgspec.Struct):
    """What was done. `cpu_s` is of this thread."""

    looks: int = 0
    segments: int = 0
    bytes: int = 0
    workers: int = 0
    cpu_s: float = 0.0


def cutoff_at(now_ms: int) -> int:
    return (now_ms - SETTLE_MS) // GRAIN_MS * GRAIN_MS


async def turn(db: Database, now_ms: int, hold_ms: int, *, every_s: float = SEAL_EVERY_S) -> Sealed:
    """Seals the workers whose turn it is, those that waited longest first; called every `TURN_S`."""
    cutoff, done = cutoff_at(now_ms), Sealed()
    waiting = await _due(db, cutoff - round(every_s * 1000) + GRAIN_MS, every_s)
    for first in range(0, len(waiting), TOGETHER):
        await seal_workers(db, waiting[first : first + TOGETHER], cutoff, hold_ms, done)
    return done


async def _due(db: Database, until: int, every_s: float) -> list[int]:
    """Twice as many as are needed to keep up: after a rest the backlog goes, and ingest keeps its share."""
    sealed = func.coalesce(_UNTIL.c.until, 0)
    joined = _WORKERS.outerjoin(_UNTIL, _UNTIL.c.worker_id == _WORKERS.c.id)
    async with db.reading() as session:
        count = await session.scalar(select(func.count()).select_from(_WORKERS)) or 0
        most = max(TOGETHER, round(2 * count * TURN_S / every_s))
        found = select(_WORKERS.c.id).select_from(joined).where(sealed <= until).order_by(sealed).limit(most)
        return list(await session.scalars(found))


async def seal_workers(db: Database, worker_ids: Sequence[int], cutoff: int, hold_ms: int, done: Sealed) -> None:
    """Seals all that these workers have from before `cutoff`."""
    waiting = list(worker_ids)
    while waiting:
        begun = time.thread_time()
        async with db.reading() as session:
            ahead = Ahead(session)
            await ahead.fetch(waiting, cutoff, _FEW * len(waiting))
            steps = [await prepare(ahead, worker_id, cutoff, hold_ms) for worker_id in waiting]
        try:
            async with db.transaction() as session:
                written = await write(session, steps)
        except IntegrityError:
            written = []
        done.cpu_s += time.thread_time() - begun
        if len(written) < len(steps):
            log.info("the history was changed while it was sealed; what is left has its turn again")
        waiting = [step.worker_id for step in written if step.more]
        _count(done, written)


def _count(done: Sealed, steps: Sequence[Step]) -> None:
    for step in steps:
        done.looks += len(step.hot_at)
        done.segments += len(step.puts)
        done.bytes += sum(len(put.row["payload"]) for put in step.puts)
        done.workers += 1
