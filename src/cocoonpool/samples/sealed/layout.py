"""Which columns a segment may hold, their numbers in it, and what each is stored as the difference to.

Numbers are for ever: a new column takes the next free one. A prediction only saves space: the difference is taken
modulo 2**64, so that whatever a worker claims comes back exactly.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np

from cocoonpool.cocoon.reading import FailureKind
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Ints
from cocoonpool.workers.causes import Status

GAUGES: Final = (
    "duration_ms", "active_requests", "gpu_utilization", "gpu_temperature", "gpu_memory_mib", "gpu_power_w",
)  # fmt: skip
LAST: Final = ("wallet_balance", "coefficient")
"""Of a rollup's bucket only the last value is kept."""

RAW: Final = ("status", "failure", "restarted", *COUNTERS, *GAUGES, *LAST, "ton_synced_at", "revenue")

STATUSES: Final = (Status.PAUSED, Status.UNKNOWN, Status.HEALTHY, Status.DEGRADED, Status.DOWN)
"""By their number in a segment: the higher, the worse; not knowing is no news beside something known."""
FAILURES: Final = (
    FailureKind.REFUSED, FailureKind.TIMEOUT, FailureKind.RESET, FailureKind.UNREACHABLE, FailureKind.TOO_LARGE,
    FailureKind.BAD_STATUS, FailureKind.NOT_A_WORKER, FailureKind.MALFORMED, FailureKind.NOT_ALLOWED,
)  # fmt: skip


def added(counter: str) -> str:
    """The column of what a counter rose by in a bucket."""
    return f"{counter}.added"


def spent(status: str) -> str:
    """The column of the milliseconds a bucket was in a status."""
    return f"ms.{status}"


ROLLED: Final = (
    "looks", "restarts", "status", "revenue", "ton_age",
    *(spent(status) for status in STATUSES),
    *COUNTERS,
    *(added(name) for name in COUNTERS),
    *LAST,
    *(f"{gauge}.{part}" for gauge in GAUGES for part in ("last", "n", "min", "max", "sum")),
)  # fmt: skip

_NUMBERED: Final = """
    status failure restarted queries success failed bytes_received bytes_sent busy_us tokens_total tokens_prompt
    tokens_cached tokens_completion tokens_reasoning duration_ms active_requests gpu_utilization gpu_temperature
    gpu_memory_mib gpu_power_w wallet_balance coefficient ton_synced_at revenue looks restarts ton_age ms.paused
    ms.unknown ms.healthy ms.degraded ms.down queries.added success.added failed.added bytes_received.added
    bytes_sent.added busy_us.added tokens_total.added tokens_prompt.added tokens_cached.added
    tokens_completion.added tokens_reasoning.added duration_ms.last duration_ms.n duration_ms.min
    duration_ms.max duration_ms.sum active_requests.last active_requests.n active_requests.min
    active_requests.max active_requests.sum gpu_utilization.last gpu_utilization.n gpu_utilization.min
    gpu_utilization.max gpu_utilization.sum gpu_temperature.last gpu_temperature.n gpu_temperature.min
    gpu_temperature.max gpu_temperature.sum gpu_memory_mib.last gpu_memory_mib.n gpu_memory_mib.min
    gpu_memory_mib.max gpu_memory_mib.sum gpu_power_w.last gpu_power_w.n gpu_power_w.min gpu_power_w.max
    gpu_power_w.sum
"""  # never in another order, nothing taken out: what is new comes at the end
NUMBERS: Final = {name: number for number, name in enumerate(_NUMBERED.split(), start=1)}

Predict = Callable[..., Ints]
"""From the moments, the places where segments begin, and the values of its sources (0 where unknown) to what a column
will be about."""


def _clock(at: Ints, _: Sequence[int]) -> Ints:
    return at // 1000


def _sum(_: Ints, __: Sequence[int], *parts: Ints) -> Ints:
    return sum(parts[1:], parts[0])


def _unfinished(_: Ints, __: Sequence[int], queries: Ints, success: Ints, active: Ints) -> Ints:
    return queries - success - active


def _growth(_: Ints, begins: Sequence[int], shown: Ints) -> Ints:
    grown = np.diff(shown, prepend=shown[:1])
    grown[begins] = 0
    return grown


def _same(_: Ints, __: Sequence[int], other: Ints) -> Ints:
    return other


def _times(_: Ints, __: Sequence[int], value: Ints, count: Ints) -> Ints:
    return value * count


PREDICTIONS: Final[dict[str, tuple[Predict, tuple[str, ...]]]] = {
    "ton_synced_at": (_clock, ()),
    "tokens_total": (_sum, ("tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning")),
    "failed": (_unfinished, ("queries", "success", "active_requests")),
    **{added(name): (_growth, (name,)) for name in COUNTERS},
    **{f"{gauge}.n": (_same, ("looks",)) for gauge in GAUGES},
    **{f"{gauge}.min": (_same, (f"{gauge}.last",)) for gauge in GAUGES},
    **{f"{gauge}.max": (_same, (f"{gauge}.last",)) for gauge in GAUGES},
    **{f"{gauge}.sum": (_times, (f"{gauge}.last", f"{gauge}.n")) for gauge in GAUGES},
}


def with_sources(names: Iterable[str]) -> frozenset[str]:
    """The columns, and those that must be read to tell them."""
    wanted = set(names)
    for name in list(wanted):
        if name in PREDICTIONS:
            wanted |= with_sources(PREDICTIONS[name][1])
    return frozenset(wanted)
