"""Reads a tax year's payouts with their prices, page by page: no session stays open while a client reads."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ColumnExpressionArgument,
    FromClause,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from cocoonpool.db import ReadSession, from_ms, to_ms
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.payouts.models import Payout
from cocoonpool.prices.exchange import Exchange
from cocoonpool.prices.models import StoredPrice
from cocoonpool.rates.quotes import Quote
from cocoonpool.tax.cells import fiat
from cocoonpool.tax.receipt import Receipt, Terms

PAGE: Final = 200  # rows are written between other requests: so few keep nobody waiting
_DAY_MS: Final = 86_400_000

_Columns = tuple[Any, ...]
Place = tuple[int, int]
"""(unix ms, id) of the last payout read."""

# Plain rows: a hundred thousand of them make no objects of the database's.
_PAYOUTS = cast("Table", Payout.__table__)
_PRICES = cast("Table", StoredPrice.__table__)
_direct, _dollars = _PRICES.alias("direct"), _PRICES.alias("dollars")
_P = _PAYOUTS.c
_at_ms: Final = type_coerce(_P.transaction_time, BigInteger)
_minute: Final = _at_ms - _at_ms % 60_000
_PRICE: Final = ("price", "source", "method", "quoted_at")
_COLUMNS: Final = (
    _at_ms,
    _P.id,
    _P.amount,
    _P.fee,
    _P.transaction_hash,
    _P.from_address,
    _P.to_address,
    _P.comment,
    _P.amount_usd,
    _P.verification,
    _P.period_start,
    _P.period_end,
    *(_direct.c[name] for name in _PRICE),
)
_DOLLAR_COLUMNS: Final = tuple(_dollars.c[name] for name in _PRICE)


class Counted(msgspec.Struct, frozen=True):
    """How many rows a report has, and how many of them have no price."""

    rows: int
    missing: int


async def count(session: ReadSession, terms: Terms, exchange: Exchange | None) -> Counted:
    """Counted by the database, so that it is known before the first row goes out."""
    priced = func.count(_direct.c.price)
    if exchange is None:
        rows, known = (await session.execute(_with_prices(select(func.count(), priced), terms))).one()
        return Counted(rows, rows - known)
    in_dollars = func.count(case((_direct.c.price.is_(None), _dollars.c.price)))
    day = _at_ms - _at_ms % _DAY_MS
    per_day = _with_prices(select(day, func.count(), priced, in_dollars), terms).group_by(day)
    total = missing = 0
    for start, rows, known, convertible in await session.execute(per_day):
        fixed = exchange.on(from_ms(start).date()) is not None
        total, missing = total + rows, missing + rows - known - (convertible if fixed else 0)
    return Counted(total, missing)


async def page(session: ReadSession, terms: Terms, exchange: Exchange | None, after: Place | None) -> list[Receipt]:
    """The next rows in order of time; empty at the end."""
    columns = _COLUMNS if exchange is None else (*_COLUMNS, *_DOLLAR_COLUMNS)
    query = _with_prices(select(*columns), terms).order_by(_at_ms, _P.id).limit(PAGE)
    if after is not None:
        at, number = after
        query = query.where(_at_ms >= at, or_(_at_ms > at, _P.id > number))
    zone = terms.year.timezone
    rows = await session.execute(query)
    return [_receipt(row, from_ms(row[0]), exchange, zone) for row in rows]


def _in_report(terms: Terms) -> Sequence[ColumnExpressionArgument[bool]]:
    return (
        _P.participant_id == terms.participant_id,
        _at_ms >= to_ms(terms.year.start),
        _at_ms < to_ms(terms.year.end),
        _P.counted,
        _P.created_at <= terms.as_of,
    )


def _with_prices(query: Select[*_Columns], terms: Terms) -> Select[*_Columns]:
    """Payouts of the report, each with the price in the currency and the price in dollars, where there are any."""
    joined = query.select_from(_PAYOUTS).outerjoin(_direct, _stored(_direct, terms.currency, terms))
    if terms.currency != "USD":
        joined = joined.outerjoin(_dollars, _stored(_dollars, "USD", terms))
    return joined.where(*_in_report(terms))


def _stored(prices: FromClause, currency: str, terms: Terms) -> ColumnElement[bool]:
    return and_(prices.c.currency == currency, prices.c.at == _minute, prices.c.fetched_at <= terms.as_of)


def _receipt(row: Sequence[Any], at: datetime, exchange: Exchange | None, zone: Any) -> Receipt:
    _, payout_id, amount, fee, hash_, sender, to, comment, usd, verification, since, until, *prices = row
    quote = _quote(prices, exchange, at)
    return Receipt(
        payout_id,
        at,
        at.astimezone(zone),
        amount,
        fee,
        hash_,
        sender,
        to,
        comment,
        usd,
        verification,
        since,
        until,
        quote,
        None if quote is None else fiat(to_ton(Nanoton(amount)) * quote.price),
    )


def _quote(prices: Sequence[Any], exchange: Exchange | None, at: datetime) -> Quote | None:
    """From the price in the currency, else from the one in dollars."""
    direct, dollars = prices[:4], prices[4:]
    if direct[0] is not None:
        return Quote(Decimal(direct[0]), *direct[1:])
    if exchange is None or dollars[0] is None:
        return None
    return exchange.convert(Quote(Decimal(dollars[0]), *dollars[1:]), at)
