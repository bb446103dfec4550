"""What is known of a worker now, as Prometheus is told it."""

import msgspec

from cocoonpool.cocoon.reading import Guest, Reading
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.feed import Entry
from cocoonpool.workers.state import decode_guest, decode_reading


class Known(msgspec.Struct, frozen=True, gc=False):
    """A worker as it is known. `is_current`: the reading still says how it is; counters hold even if not."""

    worker_id: int
    participant_id: int
    worker_name: str
    host: str
    stats_port: int
    status: str
    causes: tuple[Cause, ...]
    looked_at: int | None  # unix ms
    last_seen: int | None  # unix ms
    revenue: int  # nanoTON
    opening: int  # nanoTON: the part of it from before we looked
    is_current: bool
    reading: Reading | None
    guest: Guest | None


def known_of(entry: Entry) -> Known:
    row = entry.row
    return Known(
        worker_id=row.id,
        participant_id=row.participant_id,
        worker_name=row.worker_name,
        host=row.host,
        stats_port=row.stats_port,
        status=entry.status,
        causes=row.shown_causes,
        looked_at=row.sample_at,
        last_seen=row.last_seen,
        revenue=row.revenue,
        opening=row.opening,
        is_current=row.is_current,
        reading=None if entry.reading is None else decode_reading(entry.reading),
        guest=None if entry.guest is None else decode_guest(entry.guest),
    )
