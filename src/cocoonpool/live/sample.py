"""The sample beside a worker's state: what its last look showed, named as in `GET /workers/{id}/metrics`."""

from typing import Any, Final

from cocoonpool.cocoon.reading import Reading
from cocoonpool.db import from_ms
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.samples.history import COUNTERS, Cards, cards
from cocoonpool.samples.series import UNKNOWN, Counters, Meter, mean_latency_ms, named
from cocoonpool.workers.feed import Entry
from cocoonpool.workers.state import decode_guest, decode_reading

_TOTALS: Final = {
    "inference_requests_total": "queries",
    "requests_succeeded_total": "success",
    "requests_failed_total": "failed",
    "tokens_total": "tokens_total",
    "tokens_prompt_total": "tokens_prompt",
    "tokens_cached_total": "tokens_cached",
    "tokens_completion_total": "tokens_completion",
    "tokens_reasoning_total": "tokens_reasoning",
    "bytes_received_total": "bytes_received",
    "bytes_sent_total": "bytes_sent",
}


def sample_of(entry: Entry) -> dict[str, Any] | None:
    """None before the first look; figures are null where the last look gave none."""
    row = entry.row
    if row.sample_at is None:
        return None
    current = row.is_current and entry.reading is not None
    reading = decode_reading(entry.reading) if current and entry.reading is not None else None
    guest = decode_guest(entry.guest) if current and entry.guest is not None else None
    return {
        "timestamp": from_ms(row.sample_at),
        "status": entry.status,
        **_counted(reading, entry.earlier),
        **_of_cards(cards(guest)),
        "revenue_ton": to_ton(Nanoton(row.revenue)),
        "active_requests": None if reading is None else reading.active_requests,
        "wallet_balance_ton": _ton(None if reading is None else reading.wallet_balance),
        "ton_age_seconds": _ton_age(reading, row.sample_at),
    }


def _counters(reading: Reading | None) -> Counters:
    return UNKNOWN if reading is None else tuple(getattr(reading, name) for name in COUNTERS)


def _counted(reading: Reading | None, earlier: str | None) -> dict[str, Any]:
    shown = _counters(reading)
    before = _counters(None if earlier is None else decode_reading(earlier))
    values = named(shown)
    return {
        "avg_inference_latency_ms": mean_latency_ms(Meter(before).add(shown)),
        **{name: values[counter] for name, counter in _TOTALS.items()},
    }


def _of_cards(seen: Cards) -> dict[str, Any]:
    memory = seen.gpu_memory_mib
    return {
        "gpu_utilization": seen.gpu_utilization,
        "gpu_temperature": seen.gpu_temperature,
        "gpu_memory_used_gb": None if memory is None else round(memory / 1024, 2),
        "gpu_power_watts": seen.gpu_power_w,
    }


def _ton(nano: int | None) -> Any:
    return None if nano is None else to_ton(Nanoton(nano))


def _ton_age(reading: Reading | None, at: int) -> int | None:
    if reading is None or reading.ton_synced_at is None:
        return None
    return max(0, at // 1000 - reading.ton_synced_at)
