"""Finds workers on this host: asks a row of ports, registers what answers as a worker under its owner's wallet."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, Reading, Signal
from cocoonpool.db import Database, Session
from cocoonpool.errors import BadRequest
from cocoonpool.outgoing.addresses import valid_host
from cocoonpool.participants.ensure import ensure_participant
from cocoonpool.participants.models import Participant
from cocoonpool.telemetry import get_logger
from cocoonpool.ton.address import AddressError, parse
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker
from cocoonpool.workers.register import NewWorker, register

log = get_logger(__name__)

PORT_STEP = 10
DEFAULT_BASE = 12_000
_RANGE = re.compile(r"(?P<host>[^\s]+):(?P<first>\d{1,5})-(?P<last>\d{1,5})", re.ASCII)


class PortRow(msgspec.Struct, frozen=True):
    """Ports `first`, `first` + 10, … `last` of one host."""

    host: str = "127.0.0.1"
    first: int = DEFAULT_BASE
    last: int = DEFAULT_BASE + 31 * PORT_STEP

    @property
    def ports(self) -> range:
        return range(self.first, self.last + 1, PORT_STEP)


class Found(msgspec.Struct, frozen=True):
    """What one port answered. `owner` is canonical; `why_not` says why it cannot be registered."""

    port: int
    owner: str | None
    why_not: str | None = None


def parse_row(setting: str) -> PortRow | None:
    """`on`, `off` (None) or `host:first-last`.

    Raises:
        ValueError: anything else.
    """
    if setting == "off":
        return None
    if setting == "on":
        return PortRow()
    match = _RANGE.fullmatch(setting)
    if match is None:
        raise ValueError("discovery is `on`, `off` or `host:first-last`, for example 127.0.0.1:12000-12310")
    first, last = int(match["first"]), int(match["last"])
    if not 1 <= first <= last <= 65_535 or last - first > 10_000:
        raise ValueError("discovery ports run from a lower to a higher port, at most 1,000 of them")
    return PortRow(valid_host(match["host"]), first, last)


async def probe(row: PortRow, networks: AllowedNetworks) -> list[Found]:
    """Asks every port of the row. A port where nothing listens is not in the answer."""
    answers = await asyncio.gather(*(_ask(row.host, port, networks) for port in row.ports))
    return [found for found in answers if found is not None]


async def _ask(host: str, port: int, networks: AllowedNetworks) -> Found | None:
    client = WorkerClient(host, port, networks)
    try:
        pages = await client.fetch()
    finally:
        client.close()
    result = pages if isinstance(pages, Failure) else read(pages)
    if isinstance(result, Failure):
        return Found(port, None, _SIGNALS[result.signal]) if result.signal in _SIGNALS else None
    return _found(port, result)


_SIGNALS = {
    Signal.STARTING: "it is still starting; it will be found when it knows its owner",
    Signal.NEEDS_ACCESS_HASH: "it wants its access hash: add it with `cocoonpool workers add --access-hash`",
}


def _found(port: int, reading: Reading) -> Found:
    try:
        return Found(port, parse(reading.owner_address or "", testnet=bool(reading.is_test)))
    except AddressError:
        return Found(port, None, "it names no valid owner address")


Noting = Callable[[Session, Participant, Worker], Awaitable[None]]


async def register_found(
    db: Database, row: PortRow, found: Sequence[Found], networks: AllowedNetworks, note: Noting | None = None
) -> list[int]:
    """Registers what was found and is not there yet; returns the ids of the new workers.

    `note` is awaited in the transaction of each new worker, where somebody asked for this.
    """
    created = []
    for item in found:
        if item.owner is None:
            log.warning("a worker answers but was not registered", port=item.port, why=item.why_not)
            continue
        now = utc_now()
        try:
            async with db.transaction() as session:
                owner = await ensure_participant(session, item.owner, now)
                new = _new_worker(row, item.port, owner.id)
                worker = await register(session, new, networks=networks, now=now)
                if note is not None:
                    await note(session, owner, worker)
        except (BadRequest, IntegrityError):
            continue  # registered already, perhaps by another process a moment ago
        created.append(worker.id)
        log.info("a worker was found and registered", worker=worker.id, host=row.host, port=item.port)
    return created


def _new_worker(row: PortRow, port: int, participant_id: int) -> NewWorker:
    """Cocoon counts instances by ports from 12000; another row is counted from its own first port."""
    base = DEFAULT_BASE if DEFAULT_BASE <= row.first < DEFAULT_BASE + 1_000 else row.first
    instance = (port - base) // PORT_STEP
    return NewWorker(
        participant_id=participant_id,
        worker_name=f"Worker-{instance}",
        instance_number=instance,
        host=row.host,
        stats_port=port,
    )


async def discover_if_empty(db: Database, row: PortRow, networks: AllowedNetworks) -> list[int]:
    """Discovery at start: only while no worker was ever registered, so that a deleted one stays deleted."""
    async with db.reading() as session:
        if await session.scalar(select(Worker.id).limit(1)) is not None:
            return []
    return await register_found(db, row, await probe(row, networks), networks)
