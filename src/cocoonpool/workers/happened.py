"""The log of what happened to workers: each change of a status or of its causes, for people who come back later.

Only the newest `MOST_KEPT` are kept: one that flaps for weeks fills no disk.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, delete, func, insert, select

from cocoonpool.db import ReadSession, Session
from cocoonpool.workers.causes import Cause, Severity
from cocoonpool.workers.models import Worker, WorkerEvent

MOST_KEPT: Final = 100_000
_TRIFLES: Final = frozenset({"idle", "look_failed"})
"""What comes and goes all day, and calls for nothing."""

_encode = msgspec.json.Encoder().encode
_decode_came = msgspec.json.Decoder(dict[str, Severity]).decode
_decode_gone = msgspec.json.Decoder(list[str]).decode


Came = Mapping[str, Severity]


class Happened(msgspec.Struct, frozen=True):
    """`came`: the causes that began, by code with their severity; `gone`: the codes of those that ended."""

    worker_id: int
    at: int  # unix ms
    before: str  # status
    after: str
    came: Came
    gone: tuple[str, ...] = ()

    @property
    def is_trifle(self) -> bool:
        return self.before == self.after and _TRIFLES.issuperset({*self.came, *self.gone})


class Told(msgspec.Struct, frozen=True):
    """An entry of the log, with the worker's name as it is now."""

    id: int
    happened: Happened
    worker_name: str


def began(causes: Iterable[Cause], codes_before: frozenset[str]) -> Came:
    return {cause.code: cause.severity for cause in causes if cause.code not in codes_before}


async def note(session: Session, events: Iterable[Happened]) -> None:
    """Writes down what is worth it, and lets the oldest go."""
    rows = [_row(event) for event in events if not event.is_trifle]
    if not rows:
        return
    await session.execute(insert(WorkerEvent), rows)
    newest = await session.scalar(select(func.max(WorkerEvent.id))) or 0
    await session.execute(delete(WorkerEvent).where(WorkerEvent.id <= newest - MOST_KEPT))


def _row(event: Happened) -> dict[str, Any]:
    return {
        "worker_id": event.worker_id,
        "at": event.at,
        "before": event.before,
        "after": event.after,
        "came": _encode(event.came).decode(),
        "gone": _encode(event.gone).decode(),
    }


async def list_events(
    session: ReadSession, *, only: int | None, worker_id: int | None, before: int | None, limit: int
) -> tuple[Sequence[Told], int]:
    """Of workers that are not deleted, newest first, and how many there are in all. `only`: this participant's."""
    conditions = list(_conditions(only, worker_id))
    joined = select(WorkerEvent, Worker.worker_name).join(Worker, Worker.id == WorkerEvent.worker_id)
    page = conditions if before is None else [*conditions, WorkerEvent.id < before]
    rows = await session.execute(joined.where(*page).order_by(WorkerEvent.id.desc()).limit(limit))
    counted = select(func.count(WorkerEvent.id)).join(Worker, Worker.id == WorkerEvent.worker_id)
    total = await session.scalar(counted.where(*conditions))
    return [Told(event.id, _read(event), name) for event, name in rows], total or 0


def _conditions(only: int | None, worker_id: int | None) -> Iterator[ColumnElement[bool]]:
    yield Worker.deleted_at.is_(None)
    if only is not None:
        yield Worker.participant_id == only
    if worker_id is not None:
        yield WorkerEvent.worker_id == worker_id


def _read(event: WorkerEvent) -> Happened:
    came, gone = _decode_came(event.came), tuple(_decode_gone(event.gone))
    return Happened(event.worker_id, event.at, event.before, event.after, came, gone)
