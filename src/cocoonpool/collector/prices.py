"""Keeps prices coming: every few minutes asks for those that payouts lack, and for the newest one.

Says once when a source gives none.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cocoonpool.db import Database
from cocoonpool.outgoing.client import GuardedTransport, Reach, guarded_client
from cocoonpool.periodic import every
from cocoonpool.prices.backfill import backfill, refresh_fixings
from cocoonpool.prices.current import look_up_current
from cocoonpool.rates.coingecko import headers as coingecko_headers
from cocoonpool.rates.faults import RateFault
from cocoonpool.rates.sources import ECB, VENUES, Sources
from cocoonpool.settings import Settings
from cocoonpool.telemetry import get_logger
from cocoonpool.wire import utc_now

log = get_logger(__name__)

PRICES_EVERY_S: Final = 300.0
_FIXINGS_EVERY: Final = timedelta(hours=3)


async def keep_prices(settings: Settings, db: Database) -> None:
    """Runs for ever, unless prices are switched off."""
    if not settings.price_urls:
        return
    secret = settings.coingecko_api_key
    key = None if secret is None else secret.get_secret_value()
    headers = {"coingecko": coingecko_headers(settings.price_urls.get("coingecko") or "", key)}
    urls = [url or VENUES[name].url for name, url in settings.price_urls.items()]
    async with guarded_client(GuardedTransport(Reach.to(urls, settings.outgoing.allows))) as http:
        sources = Sources(http, settings.price_urls, settings.listings, headers=headers)
        past, newest = PriceLoop(db, sources, settings.currencies), NewestPrices(db, sources, settings.currencies)

        async def run() -> None:
            await newest.run(utc_now())
            await past.run(utc_now())

        await every(PRICES_EVERY_S, "looking up prices", run)


class NewestPrices:
    """What people are shown beside amounts. One run is `run(now)`; that none is known is one line in the log."""

    def __init__(self, db: Database, sources: Sources, currencies: Sequence[str]) -> None:
        self._db, self._sources, self._currencies = db, sources, currencies
        self._unknown: set[str] = set()

    async def run(self, now: datetime) -> None:
        for currency in self._currencies:
            looked = await look_up_current(self._db, self._sources, currency, now)
            if looked.stored:
                self._unknown.discard(currency)
            elif currency not in self._unknown:
                self._unknown.add(currency)
                why = {name: fault.detail for name, fault in looked.troubles.items()}
                log.warning("no two sources agree on a price of now", currency=currency, why=why)


class PriceLoop:
    """One run is `run(now)`; it asks nobody while no payout lacks a price."""

    def __init__(self, db: Database, sources: Sources, currencies: Sequence[str]) -> None:
        self._db, self._sources, self._currencies = db, sources, currencies
        self._fixings_due: datetime | None = None
        self._troubled: set[str] = set()

    async def run(self, now: datetime) -> None:
        await self._fixings(now)
        for currency in self._currencies:
            filled = await backfill(self._db, self._sources, currency, now)
            if filled.stored:
                log.info("prices stored", currency=currency, stored=filled.stored, in_vain=filled.in_vain)
            self._tell(filled.troubles, asked=filled.stored + filled.in_vain > 0)

    async def _fixings(self, now: datetime) -> None:
        if self._fixings_due is not None and now < self._fixings_due:
            return
        result = await refresh_fixings(self._db, self._sources, now)
        if isinstance(result, int):
            self._fixings_due = now + _FIXINGS_EVERY
        elif result is not None:
            self._tell({ECB: result}, asked=False)

    def _tell(self, troubles: dict[str, RateFault], *, asked: bool) -> None:
        """Each source's trouble is one line in the log, until a run in which it had none."""
        for name, fault in troubles.items():
            if name not in self._troubled:
                log.warning("a source of prices gives none", source=name, trouble=fault.trouble.value, why=fault.detail)
        self._troubled = set(troubles) if asked else self._troubled | set(troubles)
