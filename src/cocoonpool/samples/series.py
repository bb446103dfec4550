"""Counters that fall at a restart, turned into what was added; and the figures of a period.

Pure. A worker says no boot id and no uptime: a restart shows only as totals going down. All its counters begin
again together, so one that fell is news about the others too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from cocoonpool.samples.history import COUNTERS
from cocoonpool.workers.causes import Status

Counters = tuple[int | None, ...]
"""What a look showed, in the order of `COUNTERS`; None: it did not tell."""

UNKNOWN: Final[Counters] = (None,) * len(COUNTERS)
# "failed" is computed from three others, of which one may lag: it can fall by itself, which is no restart.
_GROWING: Final = tuple(index for index, name in enumerate(COUNTERS) if name != "failed")
_SUCCESS, _FAILED, _BUSY = COUNTERS.index("success"), COUNTERS.index("failed"), COUNTERS.index("busy_us")


class Meter:
    """Adds up one worker's counters look by look, across restarts: never negative, nothing twice."""

    def __init__(self, start: Counters = UNKNOWN) -> None:
        """`start`: what was shown before the period, so that its first look can already tell an increase."""
        self._last = list(start)

    def add(self, shown: Counters, restarted: bool = False) -> Counters:
        """What was added since the look before. None where either of the two is unknown.

        Between two looks: new >= old gives new - old. After a restart all that is shown is new.
        """
        last = self._last
        if restarted or any(_fell(last[index], shown[index]) for index in _GROWING):
            last[:] = [0] * len(last)
        return tuple([self._step(index, value) for index, value in enumerate(shown)])

    def _step(self, index: int, value: int | None) -> int | None:
        last = self._last[index]
        if value is None:
            return None
        if last is None or value > last:
            self._last[index] = value
            return None if last is None else value - last
        return 0


def _fell(was: int | None, now: int | None) -> bool:
    return was is not None and now is not None and now < was


def total(increases: Iterable[Counters]) -> Counters:
    """The sum of each counter's increases; None where none of them is known."""
    sums: list[int | None] = list(UNKNOWN)
    for added in increases:
        for index, value in enumerate(added):
            if value is not None:
                sums[index] = value + (sums[index] or 0)
    return tuple(sums)


def mean_latency_ms(added: Counters) -> float | None:
    """Time summed over finished requests, per finished request; None when none finished or it is not known.

    An HTTP 500 of the model server counts as success: see docs/worker-protocol.md.
    """
    busy, finished = added[_BUSY], _finished(added)
    return round(busy / finished / 1000, 3) if busy is not None and finished else None


def success_rate(added: Counters) -> float | None:
    """Share of finished requests that succeeded, 0 to 1; None when none finished or it is not known."""
    success, finished = added[_SUCCESS], _finished(added)
    return round(success / finished, 6) if success is not None and finished else None


def _finished(added: Counters) -> int | None:
    success, failed = added[_SUCCESS], added[_FAILED]
    return None if success is None or failed is None else success + failed


class Histogram(msgspec.Struct, frozen=True):
    """How often each whole value came."""

    counts: Mapping[int, int]

    def mean(self) -> float | None:
        looks = sum(self.counts.values())
        return round(sum(v * n for v, n in self.counts.items()) / looks, 2) if looks else None

    def percentile(self, percent: int) -> int | None:
        """By nearest rank: the least value that so many percent of the looks do not exceed."""
        needed, seen = -(-sum(self.counts.values()) * percent // 100), 0
        for value, count in sorted(self.counts.items()):
            seen += count
            if seen >= needed:
                return value
        return None


def uptime_percentage(covered_ms: Mapping[str, int]) -> float | None:
    """Share of the known time in which the worker was not down; None when nothing is known.

    Unknown time is not downtime, and neither is a pause.
    """
    down = covered_ms.get(Status.DOWN, 0)
    up = covered_ms.get(Status.HEALTHY, 0) + covered_ms.get(Status.DEGRADED, 0)
    return round(100 * up / (up + down), 4) if up + down else None


def coverage(covered_ms: Mapping[str, int], period_ms: int) -> float:
    """Share of the period with evidence of any kind, 0 to 1."""
    return round(min(1.0, sum(covered_ms.values()) / period_ms), 6)


STEPS: Final = (60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000)
AUTO_POINTS: Final = 2_000


def auto_width(period_ms: int, looks: int) -> int:
    """The bucket in ms that keeps a period under `AUTO_POINTS` points; 1 is every look by itself."""
    if looks < AUTO_POINTS:
        return 1
    # A period that does not begin on a bucket's edge touches one bucket more.
    return next((step for step in STEPS if period_ms // step + 2 < AUTO_POINTS), STEPS[-1])


def named(values: Sequence[int | None]) -> dict[str, int | None]:
    return dict(zip(COUNTERS, values, strict=True))


def hold_ms(interval_s: float) -> int:
    """How long one look speaks for the time after it: three intervals between two looks."""
    return round(3000 * interval_s)
