"""The one waist: every look at a worker, wherever it came from, becomes history, state and earnings here.

A batch is one transaction of the caller: either all of it is stored or nothing.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from cocoonpool.cocoon.reading import Failure, Guest, Reading
from cocoonpool.db import Session
from cocoonpool.earnings import store as ledger
from cocoonpool.earnings.ledger import Observation, Refused
from cocoonpool.samples import history
from cocoonpool.samples.claims import observation
from cocoonpool.samples.look import Look
from cocoonpool.samples.owners import contract_owners
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
    dropped: int  # looks at workers that do not exist any more, or older than what is known


class _Judged(msgspec.Struct):
    look: Look
    known: Known
    diagnosis: Diagnosis


async def ingest(session: Session, looks: Sequence[Look], versions: StructVersions, now: int) -> Ingested:
    """Stores a batch of looks.

    Args:
        session: an open transaction; nothing is committed here.
        looks: in the order they were taken.
        versions: what other workers show of their root contracts (`workers.state.struct_versions`).
        now: unix ms.
    """
    known = await state.load(session, {look.worker_id for look in looks})
    read_at = {worker_id: worker.memory.read_at for worker_id, worker in known.items()}
    judged = [_judge(look, known[look.worker_id], versions) for look in looks if _is_news(look, known)]
    booked = await ledger.book(session, await _observations(session, judged), read_at, now)
    for worker_id, share in booked.shares.items():
        if worker_id in known:
            known[worker_id].revenue += share - booked.openings.get(worker_id, 0)
    latest = {item.look.worker_id: item for item in judged}
    await state.store(session, [_state_row(item) for item in latest.values()])
    await state.add_revenue(session, booked.shares, booked.openings)
    await history.append(session, [history.row(j.look, j.diagnosis, j.known.revenue) for j in judged])
    return Ingested(
        worker_ids=tuple(latest),
        transitions=tuple(t for t in map(_transition, latest.values()) if t is not None),
        refused=booked.refused,
        dropped=len(looks) - len(judged),
    )


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


async def _observations(session: Session, judged: Sequence[_Judged]) -> list[Observation]:
    answered = [(item.look, item.known) for item in judged if isinstance(item.look.result, Reading)]
    owners = await contract_owners(session, [look.result for look, _ in answered if isinstance(look.result, Reading)])
    seen = (observation(look, known.participant_id, owners) for look, known in answered)
    return [item for item in seen if item is not None]


def _state_row(item: _Judged) -> dict[str, Any]:
    look, result = item.look, item.look.result
    row: dict[str, Any] = {
        "worker_id": look.worker_id,
        "status": item.diagnosis.status.value,
        "causes": to_json(item.diagnosis.causes),
        "sample_at": look.at,
        "gpu_utilization": history.mean_utilization(look.guest) if isinstance(look.guest, Guest) else None,
        "memory": to_json(item.diagnosis.memory),
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
    return row


def _transition(item: _Judged) -> Transition | None:
    codes = frozenset(cause.code for cause in item.diagnosis.causes)
    if item.known.status == item.diagnosis.status and item.known.codes == codes:
        return None
    return Transition(
        worker_id=item.known.worker_id,
        worker_name=item.known.worker_name,
        before=item.known.status,
        after=item.diagnosis.status,
        causes=item.diagnosis.causes,
        gone=item.known.codes - codes,
    )
