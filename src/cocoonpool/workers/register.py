"""The one verb that makes a worker: the API, the command line and discovery all come through here."""

from datetime import datetime
from ipaddress import ip_address
from typing import Final

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cocoonpool.cocoon.health import default_source, parse_source
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.db import Session
from cocoonpool.errors import BadRequest, Invalid
from cocoonpool.generation import raise_generation
from cocoonpool.participants import queries as participants
from cocoonpool.wire import Wire
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
    to_per_mille,
)
from cocoonpool.workers.models import Worker, WorkerState

FIRST_PORT: Final = 12_000
PORT_STEP: Final = 10


class PlaceTaken(BadRequest):
    code = "worker_place_taken"

    def __init__(self) -> None:
        super().__init__("Another active worker stands on this host and port.")


class NewWorker(Wire):
    """A worker that the pool itself asks. `cid` left out: the launch script's own, where this machine has vsock."""

    participant_id: RowId
    worker_name: WorkerName
    instance_number: InstanceNumber = 0
    host: Host
    stats_port: Port
    price_coefficient: Coefficient | None = None
    access_hash: AccessHash | None = Field(default=None, repr=False)
    health_source: HealthSource | None = None
    cid: Cid | None = None
    is_active: Flag = True


async def register(session: Session, new: NewWorker, *, networks: AllowedNetworks, now: datetime) -> Worker:
    """Adds a worker and its empty state.

    Raises:
        NoSuchParticipant, PlaceTaken
        Invalid: the host, or that of its health source, is outside the allowed networks.
    """
    check_networks(networks, new.host, new.health_source)
    await participants.get(session, new.participant_id, only=None)
    if new.is_active:
        await check_place(session, new.host, new.stats_port)
    worker = _worker(new, now)
    session.add(worker)
    await flush(session)
    session.add(WorkerState(worker_id=worker.id, status="unknown" if new.is_active else "paused"))
    await session.flush()
    await raise_generation(session)
    return worker


def _worker(new: NewWorker, now: datetime) -> Worker:
    cid = new.cid
    by_launch_script = default_source(new.host, new.instance_number)
    if "cid" not in new.model_fields_set and by_launch_script is not None:
        cid = int(parse_source(by_launch_script).address)
    return Worker(
        participant_id=new.participant_id,
        worker_name=new.worker_name,
        instance_number=new.instance_number,
        host=new.host,
        stats_port=new.stats_port,
        price_coefficient=None if new.price_coefficient is None else to_per_mille(new.price_coefficient),
        access_hash=new.access_hash,
        health_source=new.health_source,
        cid=cid,
        collection="pull",
        is_active=new.is_active,
        created_at=now,
        updated_at=now,
    )


async def register_pushed(
    session: Session, *, participant_id: int, host: str, port: int, agent_id: int, now: datetime
) -> int:
    """Adds a worker that an agent has found, and its empty state; returns its id. The place must be free."""
    instance = max(0, (port - FIRST_PORT) // PORT_STEP)
    worker = Worker(
        participant_id=participant_id,
        worker_name=f"{host[:80]} {port}",
        instance_number=instance,
        host=host,
        stats_port=port,
        collection="push",
        agent_id=agent_id,
        is_active=True,
        created_at=now,
        updated_at=now,
    )
    session.add(worker)
    await flush(session)
    session.add(WorkerState(worker_id=worker.id, status="unknown"))
    await session.flush()
    return worker.id


async def check_place(session: Session, host: str, port: int, but: int | None = None) -> None:
    """Raises PlaceTaken when an active worker other than `but` stands there."""
    here = select(Worker.id).where(
        Worker.host == host, Worker.stats_port == port, Worker.is_active, Worker.deleted_at.is_(None)
    )
    if await session.scalar(here.where(Worker.id != but) if but is not None else here) is not None:
        raise PlaceTaken


def check_networks(networks: AllowedNetworks, host: str | None, health_source: str | None) -> None:
    """Refuses addresses nobody may dial. A name is judged each time it is dialled: what it resolves to may change."""
    if host is not None and _outside(networks, host):
        raise Invalid("The host is outside the networks that the operator allows.", "body", "host")
    if health_source is not None:
        source = parse_source(health_source)
        if source.scheme == "tcp" and _outside(networks, source.address):
            raise Invalid(
                "The health source is outside the networks that the operator allows.", "body", "health_source"
            )


def _outside(networks: AllowedNetworks, host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return not networks.allows(host)


async def flush(session: Session) -> None:
    """Writes a worker out. A concurrent request may have taken the place since `check_place`: the index knows."""
    try:
        await session.flush()
    except IntegrityError as error:
        raise PlaceTaken from error
