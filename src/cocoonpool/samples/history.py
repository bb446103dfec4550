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
    power = heat = load = None
    memory: float | None = None
    counted = 0
    for gpu in guest.gpus:
        if gpu.utilization is not None:
            load, counted = (load or 0) + gpu.utilization, counted + 1
        if gpu.temperature_c is not None:
            heat = gpu.temperature_c if heat is None else max(heat, gpu.temperature_c)
        if gpu.memory_used_gib is not None:
            memory = (memory or 0) + gpu.memory_used_gib
        if gpu.power_w is not None:
            power = (power or 0) + gpu.power_w
    return Cards(
        None if load is None else round(load / counted), heat, None if memory is None else round(memory * 1024), power
    )


def row(look: Look, diagnosis: Diagnosis, revenue: int, seen: Cards) -> tuple[object, ...]:
    """The sample of one look, as `NAMES`. `revenue` is the worker's cumulative share in nanoTON."""
    result = look.result
    failure, facts = (result.kind.value, _UNKNOWN) if isinstance(result, Failure) else (None, _copied(result))
    return (
        look.at // MINUTE_MS,
        look.worker_id,
        look.at,
        str(diagnosis.status),
        failure,
        diagnosis.restarted,
        look.duration_ms,
        revenue,
        *facts,
        *seen,
    )


async def append(session: Session, rows: Rows) -> None:
    """Stores samples; one that is there already (same worker, same millisecond) is left as it is."""
    await insert_new(session, _TABLE, NAMES, rows)
