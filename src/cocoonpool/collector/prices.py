"""Keeps prices coming: every few minutes asks for those that payouts lack, and says once when a source gives none."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cocoonpool.db import Database
from cocoonpool.prices.backfill import backfill, refresh_fixings
from cocoonpool.rates.faults import RateFault
from cocoonpool.rates.sources import ECB, Sources
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

PRICES_EVERY_S: Final = 300.0
_FIXINGS_EVERY: Final = timedelta(hours=3)


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
        fault = await refresh_fixings(self._db, self._sources, now)
        if fault is None:
            self._fixings_due = now + _FIXINGS_EVERY
        self._tell({} if fault is None else {ECB: fault}, asked=False)

    def _tell(self, troubles: dict[str, RateFault], *, asked: bool) -> None:
        """Each source's trouble is one line in the log, until a run in which it had none."""
        for name, fault in troubles.items():
            if name not in self._troubled:
                log.warning("a source of prices gives none", source=name, trouble=fault.trouble.value, why=fault.detail)
        self._troubled = set(troubles) if asked else self._troubled | set(troubles)
