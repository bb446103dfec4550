"""What the coin is worth now: confirmed by two sources like every price, and only the newest is kept.

It is for people who read a page. Books and tax files use the stored price of the minute of each payout.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec
from sqlalchemy import select

from cocoonpool.db import Database, ReadSession, Session
from cocoonpool.prices.backfill import Stretch, ask_until_sure
from cocoonpool.prices.choice import Chosen, choose
from cocoonpool.prices.models import CurrentPrice, StoredPrice
from cocoonpool.prices.queries import Price, converted, exchange, minute_of
from cocoonpool.rates.faults import RateFault
from cocoonpool.rates.sources import Sources

RECENT: Final = timedelta(minutes=10)
"""How far back a minute may lie in which two sources agree; the coin is not traded in each."""

_FIXED_WITHIN: Final = timedelta(days=10)  # holidays


class Looked(msgspec.Struct, frozen=True):
    stored: bool
    troubles: dict[str, RateFault]


async def look_up_current(db: Database, sources: Sources, currency: str, now: datetime) -> Looked:
    """Asks for the last minutes, and keeps the newest price that two sources agree on. The old one stays without."""
    last = minute_of(now) - timedelta(minutes=1)  # the running minute has no close yet
    moments = tuple(last - timedelta(minutes=back) for back in range(RECENT // timedelta(minutes=1)))
    quotes, troubles = await ask_until_sure(db, sources, currency, Stretch(moments), any)
    chosen = next((found for moment in moments if (found := choose(quotes[moment]))), None)
    if chosen is not None:
        async with db.transaction() as session:
            await _keep(session, currency, chosen, now)
    return Looked(chosen is not None, troubles)


async def _keep(session: Session, currency: str, chosen: Chosen, now: datetime) -> None:
    await session.merge(
        CurrentPrice(
            currency=currency,
            price=format(chosen.quote.price, "f"),
            source=chosen.quote.source,
            method=chosen.quote.method,
            quoted_at=chosen.quote.quoted_at,
            confirmed_by=chosen.confirmed_by.source,
            fetched_at=now,
        )
    )


async def current_price(session: ReadSession, currency: str, now: datetime) -> Price | None:
    """The newest price that is known; else made from the newest in dollars at the last fixing; else None."""
    direct = await _newest(session, currency)
    if direct is not None or currency == "USD":
        return direct
    dollars = await _newest(session, "USD")
    if dollars is None:
        return None
    rates = await exchange(session, currency, now, now)
    if rates.newest is None or now.date() - rates.newest > _FIXED_WITHIN:
        return None
    return converted(dollars, currency, rates, min(now, datetime.combine(rates.newest, now.timetz())))


async def _newest(session: ReadSession, currency: str) -> Price | None:
    newest = select(StoredPrice).where(StoredPrice.currency == currency).order_by(StoredPrice.at.desc()).limit(1)
    found = (await session.get(CurrentPrice, currency), await session.scalar(newest))
    rows = [row for row in found if row is not None]
    if not rows:
        return None
    row = max(rows, key=lambda one: one.quoted_at)
    return Price(currency, Decimal(row.price), row.source, row.method, row.quoted_at)
