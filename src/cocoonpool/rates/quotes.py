"""What a source said about a stretch of time, and what that makes of one moment. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

MINUTE: Final = timedelta(minutes=1)
NEAR: Final = timedelta(minutes=10)  # a point so close stands for the moment itself
WIDEST_STEP: Final = timedelta(minutes=130)  # hourly points, one of them missing; wider would be guessing
MARGIN: Final = timedelta(minutes=65)  # asked for on both sides, so that hourly points enclose the stretch
_DECIMALS: Final = Decimal("1E-10")
_SMALLEST, _LARGEST = Decimal("1E-9"), Decimal("1E9")


class Quote(msgspec.Struct, frozen=True):
    """The price of one coin at a moment. `quoted_at`: what moment the source's own figure stands for."""

    price: Decimal
    source: str
    method: str
    quoted_at: datetime


def plausible(price: Decimal) -> bool:
    """Finite, positive, and of a size that a coin's price can have in some currency."""
    return price.is_finite() and _SMALLEST <= price <= _LARGEST


def rounded(price: Decimal) -> Decimal:
    """A plausible price with ten decimals at the most: no source's digits are endless."""
    return price.quantize(_DECIMALS).normalize()


class Candles(msgspec.Struct, frozen=True):
    """Closing prices of whole minutes, by the minute's start."""

    source: str
    method: str
    closes: Mapping[datetime, Decimal]

    def at(self, moment: datetime) -> Quote | None:
        """The close of the minute that holds the moment."""
        start = moment.replace(second=0, microsecond=0)
        close = self.closes.get(start)
        return None if close is None else Quote(close, self.source, self.method, start + MINUTE)


class Curve(msgspec.Struct, frozen=True):
    """Points in order of time, as far apart as the source pleases."""

    source: str
    points: Sequence[tuple[datetime, Decimal]]

    def at(self, moment: datetime) -> Quote | None:
        """The nearest point within ten minutes; else on the line between the points around, if they are close."""
        index = bisect_right(self.points, moment, key=lambda point: point[0])
        around = self.points[max(0, index - 1) : index + 1]
        near = min(around, key=lambda point: abs(point[0] - moment), default=None)
        if near is not None and abs(near[0] - moment) <= NEAR:
            return Quote(near[1], self.source, "nearest point", near[0])
        if len(around) < 2 or around[1][0] - around[0][0] > WIDEST_STEP:
            return None
        (before, first), (after, second) = around
        share = Decimal((moment - before) // MINUTE) / Decimal((after - before) // MINUTE)
        price = rounded(first + (second - first) * share)
        return Quote(price, self.source, "line between two points", before)


Series = Candles | Curve
