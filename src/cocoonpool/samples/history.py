"""Appends samples: the row of one look. Reading them back is in series.py."""

from operator import attrgetter
from typing import Final, NamedTuple

from cocoonpool.bulk import Rows, insert_new
from cocoonpool.cocoon.reading import Failure, Guest, Signal
from cocoonpool.db import Session
from cocoonpool.samples.look import Look
from cocoonpool.samples.models import MINUTE_MS, Sample
from cocoonpool.workers.status import Diagnosis

ANSWERS = frozenset({Signal.STARTING, Signal.NEEDS_ACCESS_HASH})
"""Failures in which a worker did answer."""

_TABLE = Sample.metadata.tables[Sample.__tablename__]
COUNTERS = (
    "queries", "success", "failed", "bytes_received", "bytes_sent", "busy_us",
    "tokens_total", "tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning",
)  # fmt: skip
_COPIED: Final = (*COUNTERS, "active_requests", "wallet_balance", "ton_synced_at", "coefficient")
_copied: Final = attrgetter(*_COPIED)
_UNKNOWN: Final = (None,) * len(_COPIED)


class Cards(NamedTuple):
    """What a sample keeps of a worker's cards, all of them together."""

    gpu_utilization: int | None = None  # percent, mean
    gpu_temperature: int | None = None  # °C, of the hottest
    gpu_memory_mib: int | None = None  # sum
    gpu_power_w: int | None = None  # sum


_NO_CARDS: Final = Cards()
NAMES: Final = (
    "minute", "worker_id", "at", "status", "failure", "restarted", "duration_ms", "revenue", *_COPIED, *Cards._fields,
)  # fmt: skip
"""The columns of `row`."""


def cards(guest: Guest | Failure | None) -> Cards:
    if type(guest) is not Guest:
        return _NO_CARDS
    gpus = guest.gpus
    load = [gpu.utilization for gpu in gpus if gpu.utilization is not None]
    heat = [gpu.temperature_c for gpu in gpus if gpu.temperature_c is not None]
    memory = [gpu.memory_used_gib for gpu in gpus if gpu.memory_used_gib is not None]
    power = [gpu.power_w for gpu in gpus if gpu.power_w is not None]
    return Cards(
        round(sum(load) / len(load)) if load else None,
        max(heat) if heat else None,
        round(sum(memory) * 1024) if memory else None,
        sum(power) if power else None,
    )


def row(look: Look, diagnosis: Diagnosis, revenue: int, seen: Cards) -> tuple[object, ...]:
    """The sample of one look, as `NAMES`. `revenue` is the worker's cumulative share in nanoTON."""
    result = look.result
    return (
        look.at // MINUTE_MS,
        look.worker_id,
        look.at,
        diagnosis.status.value,
        result.kind.value if isinstance(result, Failure) else None,
        diagnosis.restarted,
        look.duration_ms,
        revenue,
        *(_UNKNOWN if isinstance(result, Failure) else _copied(result)),
        *seen,
    )


async def append(session: Session, rows: Rows) -> None:
    """Stores samples; one that is there already (same worker, same millisecond) is left as it is."""
    await insert_new(session, _TABLE, NAMES, rows)
