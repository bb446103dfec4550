"""Appends samples: the row of one look. Reading them back is in series.py."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cocoonpool.bulk import insert_new
from cocoonpool.cocoon.reading import Failure, Gpu, Guest, Reading, Signal
from cocoonpool.db import Session
from cocoonpool.samples.look import Look
from cocoonpool.samples.models import Sample
from cocoonpool.workers.status import Diagnosis

ANSWERS = frozenset({Signal.STARTING, Signal.NEEDS_ACCESS_HASH})
"""Failures in which a worker did answer."""

_TABLE = Sample.metadata.tables[Sample.__tablename__]
COUNTERS = (
    "queries", "success", "failed", "bytes_received", "bytes_sent", "busy_us",
    "tokens_total", "tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning",
)  # fmt: skip
_COPIED = (*COUNTERS, "active_requests", "wallet_balance", "ton_synced_at", "coefficient")
_UNKNOWN = dict.fromkeys(_COPIED)


def _known(values: Sequence[int | None]) -> list[int]:
    return [value for value in values if value is not None]


def mean_utilization(guest: Guest) -> int | None:
    values = _known([gpu.utilization for gpu in guest.gpus])
    return round(sum(values) / len(values)) if values else None


def _memory_mib(gpus: Sequence[Gpu]) -> int | None:
    values = [gpu.memory_used_gib for gpu in gpus if gpu.memory_used_gib is not None]
    return round(sum(values) * 1024) if values else None


def gpu_columns(guest: Guest | Failure | None) -> dict[str, int | None]:
    """What a sample keeps of the cards, all of them together."""
    if not isinstance(guest, Guest):
        return {"gpu_utilization": None, "gpu_temperature": None, "gpu_memory_mib": None, "gpu_power_w": None}
    power = _known([gpu.power_w for gpu in guest.gpus])
    return {
        "gpu_utilization": mean_utilization(guest),
        "gpu_temperature": max(_known([gpu.temperature_c for gpu in guest.gpus]), default=None),
        "gpu_memory_mib": _memory_mib(guest.gpus),
        "gpu_power_w": sum(power) if power else None,
    }


def row(look: Look, diagnosis: Diagnosis, revenue: int) -> dict[str, Any]:
    """The sample of one look. `revenue` is the worker's cumulative share in nanoTON."""
    result = look.result
    figures = {name: getattr(result, name) for name in _COPIED} if isinstance(result, Reading) else _UNKNOWN
    return {
        "worker_id": look.worker_id,
        "at": look.at,
        "status": diagnosis.status.value,
        "failure": result.kind.value if isinstance(result, Failure) else None,
        "restarted": diagnosis.restarted,
        "duration_ms": look.duration_ms,
        "revenue": revenue,
        **figures,
        **gpu_columns(look.guest),
    }


async def revenue_before(session: Session, worker_id: int, at: int) -> int:
    """What the sample before `at` (unix ms) shows as earned; 0 when there is none."""
    earlier = select(Sample.revenue).where(Sample.worker_id == worker_id, Sample.at < at)
    return await session.scalar(earlier.order_by(Sample.at.desc()).limit(1)) or 0


async def append(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Stores samples; one that is there already (same worker, same millisecond) is left as it is."""
    await insert_new(session, _TABLE, rows)
