"""From the bytes of a batch to what was seen. A record that cannot be read says why, and costs no other."""

import asyncio
from typing import Final

import msgspec

from cocoonpool.cocoon.batch import MOST_UNPACKED, Batch, NotABatch, PortLook, Round, unpack_round
from cocoonpool.cocoon.health import NO_MONITOR
from cocoonpool.cocoon.health_text import read_guest
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.printed import clean
from cocoonpool.cocoon.reading import Failure, FailureKind, Guest, Reading
from cocoonpool.workers.look import HostView

_NOTHING: Final = Failure(FailureKind.MALFORMED, "The agent sent neither pages nor why there are none.")


class Seen(msgspec.Struct, frozen=True, gc=False):
    """One look at the worker on one port. The clock in `host` is filled in when the round's time is known."""

    port: int
    result: Reading | Failure
    guest: Guest | Failure | None
    duration_ms: int | None
    host: HostView


class ReadRecord(msgspec.Struct, frozen=True):
    """A record and what it held; `why_not` where it could not be read."""

    sequence: int
    taken: Round | None = None
    seen: tuple[Seen, ...] = ()
    why_not: str | None = None


async def read_records(batch: Batch) -> list[ReadRecord]:
    """All records of a batch. Between two of them whoever else lives in this process gets a turn."""
    records, left = [], MOST_UNPACKED
    for record in batch.records:
        found, size = _read(record.sequence, record.frame, left)
        left -= size
        records.append(found)
        await asyncio.sleep(0)
    return records


def _read(sequence: int, frame: bytes, left: int) -> tuple[ReadRecord, int]:
    if left <= 0:
        return ReadRecord(sequence, why_not="the batch unpacks to more than any"), 0
    try:
        taken, size = unpack_round(frame)
    except NotABatch as error:
        return ReadRecord(sequence, why_not=str(error)), len(frame)
    return ReadRecord(sequence, taken, tuple([_seen(look) for look in taken.looks])), size


def _seen(look: PortLook) -> Seen:
    result: Reading | Failure
    if look.pages is not None:
        result = read(look.pages)
    else:
        result = _NOTHING if look.failure is None else _printable(look.failure)
    addresses = None if look.exposed is None else tuple(name for a in look.exposed if (name := clean(a)) is not None)
    host = HostView(None, addresses, look.has_access_hash, look.has_health_source)
    return Seen(look.port, result, _guest(look), look.duration_ms, host)


def _guest(look: PortLook) -> Guest | Failure | None:
    if look.guest is not None:
        return read_guest(look.guest) or NO_MONITOR
    return None if look.guest_failure is None else _printable(look.guest_failure)


def _printable(failure: Failure) -> Failure:
    """The words of an agent are shown to people."""
    return Failure(failure.kind, clean(failure.detail, 200) or failure.kind.value, failure.signal)
