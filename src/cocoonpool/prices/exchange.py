"""From dollars to another currency, at the European Central Bank's fixing of the day. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from cocoonpool.rates.quotes import Quote, rounded

_LONGEST_HOLIDAY: Final = 10  # days without a fixing that the fixing before them still covers


class Exchange(msgspec.Struct, frozen=True):
    """How much one dollar was worth by day; `newest` is the last day that was fixed in all."""

    currency: str
    per_dollar: Mapping[date, Decimal]
    newest: date | None

    def on(self, day: date) -> tuple[date, Decimal] | None:
        """The fixing of the day, or on days without one that of the last working day before.

        None while the day may still get its own: what is said once must stay so.
        """
        if self.newest is None or day > self.newest:
            return None
        for back in range(_LONGEST_HOLIDAY + 1):
            fixed = day - timedelta(days=back)
            if (rate := self.per_dollar.get(fixed)) is not None:
                return fixed, rate
        return None

    def convert(self, dollars: Quote, at: datetime) -> Quote | None:
        """A quote in dollars as one in the currency; None without a fixing."""
        fixing = self.on(at.date())
        if fixing is None:
            return None
        day, rate = fixing
        method = f"{dollars.method}; USD to {self.currency} as fixed on {day}"
        return Quote(rounded(dollars.price * rate), f"{dollars.source}, ecb", method, dollars.quoted_at)


def per_dollar(
    currency: str, units: Mapping[date, Decimal], dollars: Mapping[date, Decimal], newest: date | None
) -> Exchange:
    """From fixings, which say how many units and how many dollars a euro was worth on a day."""
    euro = currency == "EUR"
    return Exchange(
        currency,
        {
            day: (Decimal(1) if euro else units[day]) / rate
            for day, rate in dollars.items()
            if rate > 0 and (euro or day in units)
        },
        newest,
    )
