"""What a worker counts since its start, and the per-second rates it prints beside each total."""

from dataclasses import dataclass, field
from math import exp
from typing import Final

from .face import COUNTERS

_WINDOWS_S: Final = (1.0, 10.0, 60.0, 600.0, 3600.0, 86400.0)
# All at once: printing 77 numbers is most of the work of a page.
_PRINTED: Final = b";".join([b"|".join([b"%.6f"] * (1 + len(_WINDOWS_S)))] * len(COUNTERS))


@dataclass(slots=True)
class Counters:
    """Totals since the worker's start; tokens are adjusted tokens. `failed` counts each failure once."""

    queries: int = 0
    success: int = 0
    failed: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0
    time: float = 0.0  # seconds summed over finished requests
    prompt: int = 0
    cached: int = 0
    completion: int = 0
    reasoning: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt + self.cached + self.completion + self.reasoning

    def totals(self, failed_counts: int) -> tuple[float, ...]:
        """In the order of the pages. Builds of 2025-12 count each failure twice."""
        return (
            self.queries,
            self.success,
            self.failed * failed_counts,
            self.bytes_received,
            self.bytes_sent,
            self.time,
            self.tokens,
            self.prompt,
            self.cached,
            self.completion,
            self.reasoning,
        )


@dataclass(slots=True)
class Rates:
    """Decaying averages: an amount a, t seconds ago, adds a/T * exp(-t/T) to the rate over T (captures, 17_)."""

    at: float = 0.0  # seconds since the beginning, of the last call
    _totals: tuple[float, ...] = (0.0,) * len(COUNTERS)
    _rates: list[tuple[float, ...]] = field(default_factory=lambda: [(0.0,) * len(_WINDOWS_S)] * len(COUNTERS))

    def rows(self, now: float, totals: tuple[float, ...]) -> list[bytes]:
        """Total and rates of each counter as workers print numbers, `|` between them.

        What came since the last call is taken as spread evenly over that time.
        """
        passed = now - self.at
        if passed > 0:
            decays = [exp(-passed / window) for window in _WINDOWS_S]
            pairs = zip(totals, self._totals, self._rates, strict=True)
            self._rates = [_decayed(rates, decays, (total - before) / passed) for total, before, rates in pairs]
            self._totals, self.at = totals, now
        numbers = [number for total, rates in zip(totals, self._rates, strict=True) for number in (total, *rates)]
        return (_PRINTED % tuple(numbers)).split(b";")


def _decayed(rates: tuple[float, ...], decays: list[float], inflow: float) -> tuple[float, ...]:
    if not inflow and not rates[-1]:
        return rates
    return tuple([inflow + (rate - inflow) * decay for rate, decay in zip(rates, decays, strict=True)])
