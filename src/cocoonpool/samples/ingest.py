"""The one waist: every look at a worker, wherever it came from, becomes history, state and earnings here.

A batch is one transaction of the caller: either all of it is stored or nothing.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from cocoonpool.cocoon.reading import Failure, Guest, Reading
from cocoonpool.db import Session
from cocoonpool.earnings.ledger import Observation, Refused
from cocoonpool.earnings.store import Booked
from cocoonpool.samples import history
from cocoonpool.samples.claims import observation
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.workers import state
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.state import Known, StructVersions, to_json
from cocoonpool.workers.status import Diagnosis, diagnose


class Transition(msgspec.Struct, frozen=True):
    """A worker's status or causes are others than before this batch."""

    worker_id: int
    worker_name: str
    before: str
    after: str
    causes: tuple[Cause, ...]
    gone: frozenset[str]


class Ingested(msgspec.Struct, frozen=True):
    worker_ids: tuple[int, ...]
    transitions: tuple[Transition, ...]
    refused: Sequence[Refused]
    generation: int  # of this transaction
    dropped: int  # looks at workers that do not exist any more, or older than what is known


class _Judged(msgspec.Struct):
    look: Look
    known: Known
    diagnosis: Diagnosis


async def ingest(
    session: Session, looks: Sequence[Look], versions: StructVersions, now: int, remembered: Remembered | None = None
) -> Ingested:
    """Stores a batch of looks.

    Args:
        session: an open transaction; nothing is committed here.
        looks: in the order they were taken.
        versions: what other workers show of their root contracts (`workers.state.struct_versions`).
        now: unix ms.
        remembered: what earlier calls left; `forget()` it if this call or its commit fails.
    """
    memory = remembered or Remembered()
    generation = await memory.begin(session)
    known = await memory.workers(session, {look.worker_id for look in looks})
    read_at = {worker_id: worker.memory.read_at for worker_id, worker in known.items()}
    judged = [_judge(look, known[look.worker_id], versions) for look in looks if _is_news(look, known)]
    booked = await memory.books.book(session, await _observations(session, judged, memory), read_at, now)
    _take_shares(booked, memory)
    latest = {item.look.worker_id: item for item in judged}
    await state.store(session, [_state_row(item) for item in latest.values()])
    elsewhere = {worker_id: share for worker_id, share in booked.shares.items() if worker_id not in latest}
    await state.add_revenue(session, elsewhere, booked.openings)
    await history.append(session, [history.row(j.look, j.diagnosis, j.known.since_seen) for j in judged])
    transitions = [_transition(item) for item in latest.values()]
    memory.end()
    return Ingested(
        worker_ids=(*latest, *elsewhere),
        transitions=tuple(change for change in transitions if change is not None),
        refused=booked.refused,
        generation=generation,
        dropped=len(looks) - len(judged),
    )


def _take_shares(booked: Booked, memory: Remembered) -> None:
    """Adds what was earned to the workers that are remembered."""
    for worker_id, share in booked.shares.items():
        worker = memory.worker(worker_id)
        if worker is not None:
            worker.revenue += share
            worker.opening += booked.openings.get(worker_id, 0)


def _is_news(look: Look, known: dict[int, Known]) -> bool:
    """Not for a deleted worker; and a belated look is not the present, so it cannot change the state."""
    worker = known.get(look.worker_id)
    if worker is None or (not look.live and worker.sample_at is not None and look.at <= worker.sample_at):
        return False
    worker.sample_at = look.at
    return True


def _judge(look: Look, known: Known, versions: StructVersions) -> _Judged:
    root = look.result.root_address if isinstance(look.result, Reading) else known.root_address
    fleet = versions.fleet_for(root, known.participant_id)
    diagnosis = diagnose(known.subject, known.memory, look.result, look.guest, fleet, look.at)
    known.memory = diagnosis.memory
    return _Judged(look, known, diagnosis)


async def _observations(session: Session, judged: Sequence[_Judged], memory: Remembered) -> list[Observation]:
    readings = [item.look.result for item in judged if isinstance(item.look.result, Reading)]
    owners = await memory.owners(session, readings)
    seen = (observation(item.look, item.known.participant_id, owners) for item in judged)
    return [item for item in seen if item is not None]


def _state_row(item: _Judged) -> dict[str, Any]:
    look, result = item.look, item.look.result
    row: dict[str, Any] = {
        "status": item.diagnosis.status.value,
        "causes": to_json(item.diagnosis.causes),
        "sample_at": look.at,
        "gpu_utilization": history.mean_utilization(look.guest) if isinstance(look.guest, Guest) else None,
        "memory": to_json(item.diagnosis.memory),
        "revenue": item.known.revenue,
        "opening": item.known.opening,
    }
    if isinstance(result, Reading):
        row |= {
            "last_seen": look.at,
            "model": result.model,
            "reported_coefficient": result.coefficient,
            "root_address": result.root_address,
            "struct_version": result.struct_version,
            "reading": to_json(result),
            "guest": to_json(look.guest) if isinstance(look.guest, Guest) else None,
        }
    elif isinstance(result, Failure) and result.signal in history.ANSWERS:
        row["last_seen"] = look.at
    row["worker_id"] = look.worker_id
    return row


def _transition(item: _Judged) -> Transition | None:
    """What changed since the batch before; what is known of the worker moves on."""
    known, status = item.known, item.diagnosis.status.value
    codes = frozenset([cause.code for cause in item.diagnosis.causes])
    before, known.status = known.status, status
    codes_before, known.codes = known.codes, codes
    if before == status and codes_before == codes:
        return None
    return Transition(
        worker_id=known.worker_id,
        worker_name=known.worker_name,
        before=before,
        after=status,
        causes=item.diagnosis.causes,
        gone=codes_before - codes,
    )
