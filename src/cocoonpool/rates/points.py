"""Points `[time, price]` of a chart, as price services send them: checked, sorted, doubles dropped."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from cocoonpool.rates.moments import from_unix_ms
from cocoonpool.rates.quotes import plausible, rounded

Raw = tuple[int, Decimal | None]


def in_order(raw: Iterable[Raw], unit_ms: int, first: datetime, last: datetime) -> tuple[tuple[datetime, Decimal], ...]:
    """The usable points between two moments; `unit_ms` is 1 or 1000. Order and doubles are never promised by anyone."""
    found: dict[datetime, Decimal] = {}
    slack = timedelta(days=1)
    for stamp, price in raw:
        if price is None or not plausible(price) or not 0 < stamp * unit_ms < 1 << 47:
            continue
        at = from_unix_ms(stamp * unit_ms)
        if first - slack <= at <= last + slack:
            found[at] = rounded(price)
    return tuple(sorted(found.items()))
