"""Looks up the prices that payouts still lack, in stretches of time, and stores what two sources agree on.

After an outage it goes on by itself: what has no price is a question to the database, not a thing remembered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import delete, insert

from cocoonpool.db import Database, Session
from cocoonpool.prices import queries
from cocoonpool.prices.choice import Chosen, choose, why_none
from cocoonpool.prices.exchange import Exchange
from cocoonpool.prices.models import PriceGap, StoredFixing, StoredPrice
from cocoonpool.rates.ecb import Fixing
from cocoonpool.rates.faults import RateFault
from cocoonpool.rates.quotes import Quote, Series
from cocoonpool.rates.sources import VENUES, Sources

SETTLED: Final = timedelta(minutes=15)  # minutes younger than this may not have their final figures yet
LONGEST_STRETCH: Final = timedelta(minutes=990)  # one question for candles
MOST_MINUTES: Final = 5000
MOST_STRETCHES: Final = 12  # a run, so that one currency's long past does not keep the others waiting
_SOON: Final = (timedelta(minutes=10), timedelta(hours=1))
_LATER: Final = (timedelta(hours=1), timedelta(days=7))


class Filled(msgspec.Struct):
    """What a run did. `troubles`: the last one of each source."""

    stored: int = 0
    in_vain: int = 0
    troubles: dict[str, RateFault] = {}


class Stretch(msgspec.Struct, frozen=True):
    """Minutes close enough together for one question, newest first."""

    moments: tuple[datetime, ...]

    @property
    def start(self) -> datetime:
        return self.moments[-1]

    @property
    def end(self) -> datetime:
        return self.moments[0] + timedelta(minutes=1)


def stretches(moments: Sequence[datetime]) -> Iterator[Stretch]:
    """Cuts minutes that come newest first."""
    group: list[datetime] = []
    for moment in moments:
        if group and group[0] - moment > LONGEST_STRETCH:
            yield Stretch(tuple(group))
            group = []
        group.append(moment)
    if group:
        yield Stretch(tuple(group))


async def backfill(db: Database, sources: Sources, currency: str, now: datetime) -> Filled:
    """One run for one currency. Asks nobody when nothing is missing."""
    filled = Filled()
    async with db.reading() as session:
        moments = await queries.wanted(session, currency, now - SETTLED, now, MOST_MINUTES)
    for stretch in list(stretches(moments))[:MOST_STRETCHES]:
        quotes, troubles = await ask_until_sure(db, sources, currency, stretch)
        async with db.transaction() as session:
            await _store(session, currency, stretch, quotes, troubles, now, filled)
        filled.troubles |= troubles
    return filled


_Quotes = Mapping[datetime, list[Quote]]
Enough = Callable[[Iterable[bool]], bool]


async def ask_until_sure(
    db: Database, sources: Sources, currency: str, stretch: Stretch, enough: Enough = all
) -> tuple[_Quotes, dict[str, RateFault]]:
    """Asks source after source until every minute (or `any`) has a confirmed price, or none is left."""
    quotes: _Quotes = {moment: [] for moment in stretch.moments}
    troubles: dict[str, RateFault] = {}
    for name in sources.names(currency):
        convert = VENUES[name].dollars_only and currency != "USD"
        answer = await sources.ask(name, "USD" if convert else currency, stretch.start, stretch.end)
        if isinstance(answer, RateFault):
            troubles[name] = answer
            continue
        rates = await _rates(db, currency, stretch) if convert else None
        for moment, found in quotes.items():
            found.extend(_quote(answer, moment, rates))
        if enough(choose(found) is not None for found in quotes.values()):
            break
    return quotes, troubles


async def _rates(db: Database, currency: str, stretch: Stretch) -> Exchange:
    async with db.reading() as session:
        return await queries.exchange(session, currency, stretch.start, stretch.end)


def _quote(answer: Sequence[Series], moment: datetime, rates: Exchange | None) -> Iterator[Quote]:
    """What one source says about a moment: one quote at the most."""
    for series in answer:
        quote = series.at(moment)
        if quote is not None and rates is not None:
            quote = rates.convert(quote, moment)
        if quote is not None:
            yield quote
            return


async def _store(
    session: Session,
    currency: str,
    stretch: Stretch,
    quotes: _Quotes,
    troubles: Mapping[str, RateFault],
    now: datetime,
    filled: Filled,
) -> None:
    tries = await queries.tries(session, currency, stretch.moments)
    await session.execute(delete(PriceGap).where(PriceGap.currency == currency, PriceGap.at.in_(stretch.moments)))
    for moment, found in quotes.items():
        chosen = choose(found)
        if chosen is not None:
            session.add(_price(currency, moment, chosen, now))
            filled.stored += 1
        else:
            session.add(_gap(currency, moment, found, troubles, tries.get(moment, 0), now))
            filled.in_vain += 1


def _price(currency: str, moment: datetime, chosen: Chosen, now: datetime) -> StoredPrice:
    return StoredPrice(
        currency=currency,
        at=moment,
        price=format(chosen.quote.price, "f"),
        source=chosen.quote.source,
        method=chosen.quote.method,
        quoted_at=chosen.quote.quoted_at,
        confirmed_by=chosen.confirmed_by.source,
        confirming_price=format(chosen.confirmed_by.price, "f"),
        fetched_at=now,
    )


def _gap(
    currency: str,
    moment: datetime,
    found: Sequence[Quote],
    troubles: Mapping[str, RateFault],
    tries: int,
    now: datetime,
) -> PriceGap:
    first, longest = _SOON if any(fault.passing for fault in troubles.values()) else _LATER
    told = [f"{name}: {fault.detail}" for name, fault in troubles.items()]
    return PriceGap(
        currency=currency,
        at=moment,
        tries=tries + 1,
        reason=why_none(found, told)[:300],
        next_try_at=now + min(first * 2 ** min(tries, 20), longest),
    )


async def refresh_fixings(db: Database, sources: Sources, now: datetime) -> int | RateFault | None:
    """Stores the fixings of days since the first payout that are not stored yet: how many; None: nobody needs any."""
    async with db.reading() as session:
        first = await queries.first_payout_at(session)
    if first is None or not sources.fixes_currencies:
        return None
    fixings = await sources.fixings((first - timedelta(days=14)).date())
    if isinstance(fixings, RateFault):
        return fixings
    async with db.transaction() as session:
        known = await queries.days_fixed(session)
        rows = [_fixing(fixing, now) for fixing in fixings if str(fixing.day) not in known]
        if rows:
            await session.execute(insert(StoredFixing), rows)
    return len(rows)


def _fixing(fixing: Fixing, now: datetime) -> dict[str, object]:
    rate = format(fixing.per_euro, "f")
    return {"currency": fixing.currency, "day": str(fixing.day), "per_euro": rate, "fetched_at": now}
