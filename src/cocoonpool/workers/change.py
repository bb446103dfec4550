"""Changes and deletes a worker. History and ledger outlive it."""

from datetime import datetime
from typing import Any

import msgspec
from pydantic import Field, field_validator

from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.db import Session, to_ms
from cocoonpool.generation import raise_generation
from cocoonpool.participants import queries as participants
from cocoonpool.wire import Wire
from cocoonpool.workers.causes import Status
from cocoonpool.workers.fields import (
    AccessHash,
    Cid,
    Coefficient,
    Flag,
    HealthSource,
    Host,
    InstanceNumber,
    Port,
    RowId,
    WorkerName,
    not_null,
    shown_not_null,
    to_per_mille,
)
from cocoonpool.workers.happened import Happened, note
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.queries import OwnedWorkerId, WorkerNotFound
from cocoonpool.workers.register import check_networks, check_place, flush
from cocoonpool.workers.state import decode_causes, decode_memory, to_json


class WorkerChange(Wire):
    """What is left out stays. `null` clears what may be empty. A participant may change the name of its own."""

    participant_id: RowId | None = Field(
        default=None,
        description="Operators only, like all that follows but the name.",
        json_schema_extra=shown_not_null,
    )
    worker_name: WorkerName | None = Field(default=None, json_schema_extra=shown_not_null)
    instance_number: InstanceNumber | None = Field(default=None, json_schema_extra=shown_not_null)
    host: Host | None = Field(default=None, json_schema_extra=shown_not_null)
    stats_port: Port | None = Field(default=None, json_schema_extra=shown_not_null)
    is_active: Flag | None = Field(default=None, json_schema_extra=shown_not_null)
    price_coefficient: Coefficient | None = None
    access_hash: AccessHash | None = Field(default=None, repr=False)
    health_source: HealthSource | None = None
    cid: Cid | None = None

    _not_null = field_validator(
        "participant_id", "worker_name", "instance_number", "host", "stats_port", "is_active", mode="before"
    )(not_null)


async def change(
    session: Session, worker_id: OwnedWorkerId, wanted: WorkerChange, *, networks: AllowedNetworks, now: datetime
) -> None:
    """Applies a change. Errors as in `register`, and WorkerNotFound."""
    check_networks(networks, wanted.host, wanted.health_source)
    if wanted.participant_id is not None:
        await participants.get(session, wanted.participant_id, only=None)
    worker = await _locked(session, worker_id)
    moved = await _moves(session, worker, wanted)
    _apply(worker, wanted, now)
    # Flushed here, where the place's index is heard: nothing after this may trip over it.
    await flush(session)
    if moved:
        await _forget_verdict(session, worker, now)
    await raise_generation(session)


async def delete(session: Session, worker_id: OwnedWorkerId, now: datetime) -> None:
    """Takes the worker out of every list. Its history and its part of the ledger stay."""
    worker = await _locked(session, worker_id)
    worker.is_active, worker.deleted_at, worker.updated_at = False, now, now
    await session.flush()
    await raise_generation(session)


async def _locked(session: Session, worker_id: OwnedWorkerId) -> Worker:
    worker = await session.get(Worker, worker_id, with_for_update=True)
    if worker is None or worker.deleted_at is not None:  # a concurrent request was faster
        raise WorkerNotFound
    return worker


async def _moves(session: Session, worker: Worker, wanted: WorkerChange) -> bool:
    """Whether what a verdict stands on changes: where it is, and whether it is asked."""
    before = (worker.host, worker.stats_port, worker.is_active)
    host = worker.host if wanted.host is None else wanted.host
    port = worker.stats_port if wanted.stats_port is None else wanted.stats_port
    is_active = worker.is_active if wanted.is_active is None else wanted.is_active
    if is_active:
        await check_place(session, host, port, but=worker.id)
    return (host, port, is_active) != before


def _apply(worker: Worker, wanted: WorkerChange, now: datetime) -> None:
    for name in wanted.model_fields_set:
        value: Any = getattr(wanted, name)
        if name == "price_coefficient" and value is not None:
            value = to_per_mille(value)
        setattr(worker, name, value)
    if wanted.model_fields_set:
        worker.updated_at = now


async def _forget_verdict(session: Session, worker: Worker, now: datetime) -> None:
    """What was seen elsewhere or before a pause is no evidence now. Counters stay: they show the next restart."""
    state = await session.get_one(WorkerState, worker.id)
    status = Status.UNKNOWN if worker.is_active else Status.PAUSED
    rested = msgspec.structs.replace(
        decode_memory(state.memory),
        status=status, causes=(), since={}, answered_at=None, failures=0, silent_since=None, full_looks=0,
    )  # fmt: skip
    gone = tuple(cause.code for cause in decode_causes(state.causes))
    await note(session, [Happened(worker.id, to_ms(now), state.status, status.value, {}, gone)])
    state.status, state.causes, state.gpu_utilization = status.value, "[]", None
    state.memory = to_json(rested)
