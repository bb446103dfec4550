"""Reads and writes what is known of workers now: the input and the result of each diagnosis."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, column, func, select, table, update

from cocoonpool.bulk import Names, Rows, update_rows, upsert
from cocoonpool.cocoon.networks import is_loopback
from cocoonpool.cocoon.reading import Guest, Reading
from cocoonpool.db import ReadSession, Session
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.models import Worker, WorkerReading, WorkerState
from cocoonpool.workers.status import Fleet, Memory, Subject

decode_causes = msgspec.json.Decoder(tuple[Cause, ...]).decode
decode_memory = msgspec.json.Decoder(Memory).decode
decode_reading = msgspec.json.Decoder(Reading).decode
decode_guest = msgspec.json.Decoder(Guest).decode
_encode = msgspec.json.Encoder().encode


class Known(msgspec.Struct, gc=False):
    """What the waist needs to know about a worker before it can judge a new look."""

    worker_id: int
    participant_id: int
    worker_name: str
    subject: Subject
    status: str
    causes: tuple[Cause, ...]
    codes: frozenset[str]
    sample_at: int | None
    revenue: int  # nanoTON: its share in all
    opening: int  # nanoTON: the part of it from before we looked
    root_address: str | None
    memory: Memory
    standing: object = None  # of its last reading (workers.last_reading), as it is stored; None: not known here

    @property
    def since_seen(self) -> int:
        """nanoTON earned since we look."""
        return self.revenue - self.opening


def to_json(value: object) -> str:
    return _encode(value).decode()


# Whether the worker shall be on, 1 or 0: what the latest wish says (of a feature above this one), granted or not.
_wishes = table("wishes", *map(column, ("id", "worker_id", "kind", "value", "state")))
_WANTED_ENABLED = (
    select(_wishes.c.value)
    .where(_wishes.c.worker_id == Worker.id, _wishes.c.kind == "enabled", _wishes.c.state != "replaced")
    .order_by(_wishes.c.id.desc())
    .limit(1)
    .scalar_subquery()
)

_COLUMNS = (
    Worker.id,
    Worker.participant_id,
    Worker.worker_name,
    Worker.host,
    Worker.stats_port,
    Worker.access_hash,
    Worker.health_source,
    Worker.price_coefficient,
    Worker.is_active,
    Worker.collection,
    _WANTED_ENABLED,
    WorkerState.status,
    WorkerState.causes,
    WorkerState.sample_at,
    WorkerState.revenue,
    WorkerState.opening,
    WorkerState.root_address,
    WorkerState.memory,
)


async def load(session: Session, worker_ids: Collection[int]) -> dict[int, Known]:
    """The workers that exist, are not deleted and are asked for."""
    rows = await session.execute(
        select(*_COLUMNS)
        .join(WorkerState, WorkerState.worker_id == Worker.id)
        .where(Worker.id.in_(worker_ids), Worker.deleted_at.is_(None))
    )
    return {row[0]: _known(row) for row in rows}


def _known(row: Any) -> Known:
    worker_id, participant_id, name, host, port, access_hash, source, wanted, active, collection, on, status, *state = (
        row
    )
    causes, sample_at, revenue, opening, root_address, memory = state
    shown = decode_causes(causes)
    return Known(
        worker_id=worker_id,
        participant_id=participant_id,
        worker_name=name,
        subject=Subject(
            is_active=active,
            on_loopback=is_loopback(host) or collection == "push",
            has_access_hash=access_hash is not None,
            wanted_coefficient=wanted,
            has_health_source=source is not None,
            port=port,
            wanted_enabled=None if on is None else bool(on),
        ),
        status=status,
        causes=shown,
        codes=frozenset(cause.code for cause in shown),
        sample_at=sample_at,
        revenue=revenue,
        opening=opening,
        root_address=root_address,
        memory=decode_memory(memory),
    )


_TABLE = WorkerState.metadata.tables[WorkerState.__tablename__]
_READINGS = WorkerReading.metadata.tables[WorkerReading.__tablename__]
_UPDATE = update(_TABLE).where(_TABLE.c.worker_id == bindparam("of"))


async def store(session: Session, rows: Iterable[tuple[Names, tuple[object, ...]]]) -> None:
    """Writes new states. A row is the names of its columns, `worker_id` last, and their values.

    A failed look leaves the last reading in place, so the rows come in as many shapes as there are column sets.
    """
    shapes: dict[Names, Rows] = defaultdict(list)
    for names, values in rows:
        shapes[names].append(values)
    for names, same in shapes.items():
        await update_rows(session, _TABLE, names, same)


async def store_readings(session: Session, readings: Sequence[tuple[int, Reading]]) -> None:
    """Writes readings whole, by worker: those that changed in more than what moves at each look."""
    rows: Rows = [(worker_id, to_json(reading)) for worker_id, reading in readings]
    await upsert(session, _READINGS, ("worker_id", "standing"), rows)


async def add_revenue(session: Session, shares: dict[int, int], openings: dict[int, int]) -> None:
    """Adds nanoTON to workers' shares; `openings` is the part of them that was earned before we looked."""
    if shares:
        statement = _UPDATE.values(
            revenue=WorkerState.revenue + bindparam("more"), opening=WorkerState.opening + bindparam("more_opening")
        )
        rows = [{"of": w, "more": more, "more_opening": openings.get(w, 0)} for w, more in shares.items()]
        await session.execute(statement, rows)


class StructVersions:
    """Which struct_version of a root contract others have shown: tells that a worker is too old for the network."""

    def __init__(self, rows: Sequence[tuple[str, int, int]]) -> None:
        self._seen: dict[str, dict[int, int]] = {}
        self._answers: dict[tuple[str | None, int], Fleet] = {}
        for root, participant_id, version in rows:
            self._seen.setdefault(root, {})[participant_id] = version

    def fleet_for(self, root: str | None, participant_id: int) -> Fleet:
        """The highest version shown by the participant's own workers, or by those of two other participants.

        One stranger alone is not believed: a made-up version would mark everybody's workers as too old.
        """
        key = root, participant_id
        if key not in self._answers:
            self._answers[key] = Fleet(newest_struct_version=self._newest(root, participant_id))
        return self._answers[key]

    def _newest(self, root: str | None, participant_id: int) -> int | None:
        by_owner = self._seen.get(root or "", {})
        others = sorted((v for owner, v in by_owner.items() if owner != participant_id), reverse=True)
        believed = [v for v in (by_owner.get(participant_id), others[1] if len(others) > 1 else None) if v is not None]
        return max(believed, default=None)


async def struct_versions(session: ReadSession | Session) -> StructVersions:
    rows = await session.execute(
        select(WorkerState.root_address, Worker.participant_id, func.max(WorkerState.struct_version))
        .join(Worker, Worker.id == WorkerState.worker_id)
        .where(WorkerState.struct_version.is_not(None), WorkerState.root_address.is_not(None), Worker.is_active)
        .group_by(WorkerState.root_address, Worker.participant_id)
    )
    return StructVersions([(root or "", owner, version or 0) for root, owner, version in rows])
