"""Prices in the database: what one coin was worth at a moment, and which moments still have no price."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec
from sqlalchemy import BigInteger, column, exists, func, select, table

from cocoonpool.db import ReadSession, Session, from_ms, to_ms
from cocoonpool.prices.exchange import Exchange, per_dollar
from cocoonpool.prices.models import PriceGap, StoredFixing, StoredPrice
from cocoonpool.rates.quotes import Quote

# Payouts stand beside prices, so their table is named here rather than imported.
_payouts: Final = table("payouts", column("transaction_time", BigInteger))
_AROUND: Final = timedelta(days=14)


class Price(msgspec.Struct, frozen=True):
    """What one coin was worth, and who says so. `quoted_at`: the moment the source's own figure stands for."""

    currency: str
    price: Decimal
    source: str
    method: str
    quoted_at: datetime


def minute_of(moment: datetime) -> datetime:
    """Prices are kept by the minute."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def converted(dollars: Price, currency: str, rates: Exchange, at: datetime) -> Price | None:
    """A price in dollars made one in another currency, at the fixing of that moment; None where there is none."""
    quote = Quote(dollars.price, dollars.source, dollars.method, dollars.quoted_at)
    made = rates.convert(quote, at)
    return None if made is None else Price(currency, made.price, made.source, made.method, made.quoted_at)


async def exchange(
    session: ReadSession | Session, currency: str, first: datetime, last: datetime, as_of: datetime | None = None
) -> Exchange:
    """Fixings for the days between two moments. `as_of`: only what was known then."""
    since, until = (first - _AROUND).date().isoformat(), last.date().isoformat()
    known = StoredFixing.fetched_at <= as_of if as_of is not None else StoredFixing.fetched_at.is_not(None)
    rows = await session.execute(
        select(StoredFixing.currency, StoredFixing.day, StoredFixing.per_euro).where(
            StoredFixing.currency.in_((currency, "USD")), StoredFixing.day.between(since, until), known
        )
    )
    by_currency: dict[str, dict[date, Decimal]] = {currency: {}, "USD": {}}
    for code, day, rate in rows:
        by_currency[code][date.fromisoformat(day)] = Decimal(rate)
    newest = await session.scalar(select(func.max(StoredFixing.day)).where(StoredFixing.currency == "USD", known))
    last_fixed = None if newest is None else date.fromisoformat(newest)
    return per_dollar(currency, by_currency[currency], by_currency["USD"], last_fixed)


async def wanted(session: ReadSession, currency: str, before: datetime, now: datetime, limit: int) -> list[datetime]:
    """Minutes of payouts without a price whose turn it is, newest first."""
    minute = _payouts.c.transaction_time - _payouts.c.transaction_time % 60_000
    has_price = exists().where(StoredPrice.currency == currency, StoredPrice.at == minute)
    waits = exists().where(PriceGap.currency == currency, PriceGap.at == minute, PriceGap.next_try_at > now)
    rows = await session.scalars(
        select(minute)
        .distinct()
        .where(_payouts.c.transaction_time <= to_ms(before), ~has_price, ~waits)
        .order_by(minute.desc())
        .limit(limit)
    )
    return [from_ms(milliseconds) for milliseconds in rows]


async def missing(session: ReadSession, currency: str) -> int:
    """Minutes that were looked up in vain so far."""
    return await session.scalar(select(func.count()).where(PriceGap.currency == currency)) or 0


async def first_payout_at(session: ReadSession) -> datetime | None:
    earliest = await session.scalar(select(func.min(_payouts.c.transaction_time)))
    return None if earliest is None else from_ms(earliest)


async def days_fixed(session: ReadSession | Session) -> set[str]:
    """The days whose fixings are stored."""
    return set(await session.scalars(select(StoredFixing.day).where(StoredFixing.currency == "USD")))


async def tries(session: ReadSession | Session, currency: str, moments: Sequence[datetime]) -> Mapping[datetime, int]:
    """How often these minutes were looked up in vain."""
    rows = await session.execute(
        select(PriceGap.at, PriceGap.tries).where(PriceGap.currency == currency, PriceGap.at.in_(moments))
    )
    return {at: number for at, number in rows}  # noqa: C416  rows are no pairs to the type checker
