"""The metrics of a worker: their names, and how each is read from what is known. Adding one is adding an entry.

The documented seven keep their names; more than `MOST_SERIES` a worker are never shown.
"""

from collections.abc import Callable, Iterator
from typing import Final, Literal

import msgspec

from cocoonpool.cocoon.reading import Gpu, Reading
from cocoonpool.exposition.known import Known
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.workers.causes import Status

Value = int | float | str
"""A string is a number that was written out exactly already."""

MOST_SERIES: Final = 40
MOST_GPUS: Final = 8
MOST_CAUSES: Final = 4
_LONGEST_LABEL: Final = 128  # of a text that the worker chose

_STATUS: Final = {Status.HEALTHY.value: "1", Status.DEGRADED.value: "0.5", Status.DOWN.value: "0"}


class Family(msgspec.Struct, frozen=True):
    """One metric. `value` is None where it is not known: then there is no series."""

    name: str
    kind: Literal["gauge", "counter"]
    help: str
    value: Callable[[Known], Value | None]
    labels: str = ""  # further labels that never change


class GpuFamily(msgspec.Struct, frozen=True):
    name: str
    help: str
    value: Callable[[Gpu], Value | None]


def _counter(read: Callable[[Reading], int | None]) -> Callable[[Known], Value | None]:
    """Stays as last known while the worker is away: a gap would look like a restart."""
    return lambda known: None if known.reading is None else read(known.reading)


def _gauge(read: Callable[[Reading], Value | None]) -> Callable[[Known], Value | None]:
    """Is gone when the reading says nothing of the present any more."""
    return lambda known: read(known.reading) if known.reading is not None and known.is_current else None


def _ton(nano: int | None) -> str | None:
    return None if nano is None else format(to_ton(Nanoton(nano)), "f")


def _seconds(micro: int | None) -> str | None:
    return None if micro is None else f"{micro // 1_000_000}.{micro % 1_000_000:06d}"


def _ton_age(known: Known) -> Value | None:
    if known.reading is None or not known.is_current or known.reading.ton_synced_at is None or known.last_seen is None:
        return None
    return max(0, known.last_seen // 1000 - known.reading.ton_synced_at)


def _moment(milliseconds: int | None) -> Value | None:
    return None if milliseconds is None else f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


def _connected(reading: Reading) -> int | None:
    return None if reading.connections is None else sum(row.connected for row in reading.connections)


_REQUESTS: Final = "cocoon_inference_requests_total"
_TOKENS: Final = "cocoon_worker_tokens_total"
_TOKENS_HELP: Final = "Adjusted tokens used since the worker's start, by kind."

DOCUMENTED: Final = (
    Family(
        "cocoon_worker_status",
        "gauge",
        "Worker health status: 1 healthy, 0.5 degraded, 0 down; absent when unknown or paused.",
        lambda known: _STATUS.get(known.status),
    ),
    Family(
        "cocoon_revenue_ton",
        "gauge",
        "Revenue in TON: the worker's share of all that its worker contracts have earned.",
        lambda known: _ton(known.revenue),
    ),
    Family(_REQUESTS, "counter", "Inference requests since the worker's start.", _counter(lambda r: r.queries)),
    Family(
        "cocoon_worker_errors_total",
        "counter",
        "Requests that failed since the worker's start, each counted once.",
        _counter(lambda r: r.failed),
    ),
)

GPU: Final = (
    GpuFamily("cocoon_gpu_utilization", "GPU utilization in percent.", lambda gpu: gpu.utilization),
    GpuFamily("cocoon_gpu_memory_used_gb", "GPU memory in use, in GiB.", lambda gpu: gpu.memory_used_gib),
    GpuFamily("cocoon_gpu_temperature_celsius", "GPU temperature.", lambda gpu: gpu.temperature_c),
)

# The most wanted first: a host with many cards has no room for all.
OWN: Final = (
    Family(
        "cocoon_worker_last_seen_timestamp_seconds",
        "gauge",
        "When the worker last answered, in unix time.",
        lambda known: _moment(known.last_seen),
    ),
    Family(
        "cocoon_worker_last_look_timestamp_seconds",
        "gauge",
        "When the worker was last looked at, in unix time, answered or not.",
        lambda known: _moment(known.looked_at),
    ),
    Family(
        "cocoon_worker_earned_ton_total",
        "counter",
        "TON that the worker has earned since we look: its share without what was earned before.",
        lambda known: None if known.looked_at is None else _ton(known.revenue - known.opening),
    ),
    Family("cocoon_worker_active_requests", "gauge", "Requests in flight.", _gauge(lambda r: r.active_requests)),
    Family("cocoon_worker_connected_proxies", "gauge", "Proxies the worker is connected to.", _gauge(_connected)),
    Family(
        "cocoon_worker_wallet_balance_ton",
        "gauge",
        "Balance of the worker's own wallet, which pays for gas.",
        _gauge(lambda r: _ton(r.wallet_balance)),
    ),
    Family("cocoon_worker_ton_age_seconds", "gauge", "Age of the worker's view of TON.", _ton_age),
    Family(
        "cocoon_worker_requests_success_total",
        "counter",
        "Requests that ended well since the worker's start.",
        _counter(lambda r: r.success),
    ),
    Family(
        "cocoon_worker_busy_seconds_total",
        "counter",
        "Time summed over all finished requests since the worker's start.",
        lambda known: None if known.reading is None else _seconds(known.reading.busy_us),
    ),
    Family(
        "cocoon_worker_max_requests",
        "gauge",
        "Requests that the worker takes at a time.",
        _gauge(lambda r: r.max_active_requests),
    ),
    Family(_TOKENS, "counter", _TOKENS_HELP, _counter(lambda r: r.tokens_prompt), 'kind="prompt"'),
    Family(_TOKENS, "counter", _TOKENS_HELP, _counter(lambda r: r.tokens_cached), 'kind="cached"'),
    Family(_TOKENS, "counter", _TOKENS_HELP, _counter(lambda r: r.tokens_completion), 'kind="completion"'),
    Family(_TOKENS, "counter", _TOKENS_HELP, _counter(lambda r: r.tokens_reasoning), 'kind="reasoning"'),
    Family(
        "cocoon_worker_received_bytes_total",
        "counter",
        "Bytes received since the worker's start.",
        _counter(lambda r: r.bytes_received),
    ),
    Family(
        "cocoon_worker_sent_bytes_total",
        "counter",
        "Bytes sent since the worker's start.",
        _counter(lambda r: r.bytes_sent),
    ),
)

CAUSE: Final = ("cocoon_worker_cause", "A cause that holds now; docs/causes.md explains each.")
INFO: Final = ("cocoon_worker_info", "What the worker says it runs.")


def shown_gpus(known: Known) -> Iterator[Gpu]:
    """The cards that are known now, each number once."""
    if known.guest is None or not known.is_current:
        return
    seen: set[int] = set()
    for gpu in known.guest.gpus[:MOST_GPUS]:
        if gpu.index not in seen:
            seen.add(gpu.index)
            yield gpu


def room_for_own(known: Known) -> int:
    """How many of `OWN` fit beside what is documented, the causes and the info.

    It depends on the number of cards alone: a series must not come and go with another one's value.
    """
    cards = 0 if known.guest is None else min(len(known.guest.gpus), MOST_GPUS)
    return MOST_SERIES - len(DOCUMENTED) - len(GPU) * cards - MOST_CAUSES - 1


def info_labels(known: Known) -> dict[str, str]:
    reading = known.reading
    if reading is None:
        return {}
    told = {"model": reading.model, "git_commit": reading.git_commit}
    return {name: value[:_LONGEST_LABEL] for name, value in told.items() if value}
