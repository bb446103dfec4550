"""The sources of prices, and how to ask each. Adding one is adding a file and a line in `VENUES`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import httpx
import msgspec

from cocoonpool.rates import coingecko, ecb, klines, tonapi
from cocoonpool.rates.ask import Asker
from cocoonpool.rates.faults import RateFault, Trouble
from cocoonpool.rates.listings import Listing, spans
from cocoonpool.rates.quotes import Series

Ask = Callable[[Asker, str, str, str, datetime, datetime], Awaitable[Series | RateFault]]
"""(asker, venue, symbol, currency, start, end) -> what it says about that time."""


class Venue(msgspec.Struct, frozen=True):
    """`every_s`: seconds between two questions that its free use allows."""

    url: str
    every_s: float
    ask: Ask | None = None  # None: it has no prices of the coin, only of currencies
    dollars_only: bool = False


ECB: Final = "ecb"
VENUES: Final[Mapping[str, Venue]] = {
    "binance": Venue("https://api.binance.com", 0.25, klines.ask, dollars_only=True),
    "coingecko": Venue("https://api.coingecko.com", 2.5, coingecko.ask),
    "tonapi": Venue("https://tonapi.io", 4.0, tonapi.ask),
    ECB: Venue("https://www.ecb.europa.eu", 1.0),
}
DEFAULT_SOURCES: Final = ", ".join(VENUES)


def parse_sources(text: str) -> dict[str, str | None]:
    """`NAME` or `NAME=URL`, separated by commas, in order of preference; `off` for none. None: its usual address.

    Raises:
        ValueError: says which entry is wrong.
    """
    if text.strip().lower() == "off":
        return {}
    found: dict[str, str | None] = {}
    for entry in filter(None, map(str.strip, text.split(","))):
        name, _, url = entry.partition("=")
        if name not in VENUES:
            raise ValueError(f"{name!r} is no source of prices; there are {', '.join(VENUES)}")
        if url and not url.startswith(("http://", "https://")):
            raise ValueError(f"the address of {name} must begin with http:// or https://")
        found[name] = url or None
    return found


class Sources:
    """What is configured, ready to be asked."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        urls: Mapping[str, str | None],
        listings: Sequence[Listing],
        *,
        headers: Mapping[str, Mapping[str, str]] | None = None,
        paced: bool = True,
    ) -> None:
        """`urls`: by name, in order of preference; None: its usual address. `headers`: by name."""
        self._listings = listings
        self._askers = {
            name: Asker(
                http,
                url or VENUES[name].url,
                every_s=VENUES[name].every_s if paced else 0.0,
                headers=(headers or {}).get(name),
            )
            for name, url in urls.items()
        }
        self._names = tuple(name for name in urls if VENUES[name].ask is not None)
        self.fixes_currencies = ECB in urls

    def names(self, currency: str) -> list[str]:
        """The sources to ask for a currency, best first: those that quote it themselves before those to convert."""
        return sorted(self._names, key=lambda name: currency != "USD" and VENUES[name].dollars_only)

    async def ask(self, name: str, currency: str, start: datetime, end: datetime) -> list[Series] | RateFault:
        """What one source says about a stretch of time, a series for each symbol that was valid in it."""
        ask, found = VENUES[name].ask, list[Series]()
        for symbol, first, last in spans(self._listings, name, start, end):
            if ask is None:
                break
            series = await ask(self._askers[name], name, symbol, currency, first, last)
            if isinstance(series, RateFault):
                return series
            found.append(series)
        return found or RateFault(Trouble.NOT_TRADED, "the coin had no symbol there")

    async def fixings(self, since: date) -> list[ecb.Fixing] | RateFault:
        """The fixings of currencies from a day on."""
        return await ecb.ask(self._askers[ECB], since)
