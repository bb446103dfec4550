"""Our own layout, for people and their tax advisers: everything known about a payout, and sums by month and year."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from cocoonpool.tax.cells import Cell, coins, fiat, shortened, utc
from cocoonpool.tax.layouts.layout import Layout
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Sum, Totals
from cocoonpool.ton.address import to_friendly

_HEADER: Final = (
    "kind", "payout_id", "time_utc", "time_local", "timezone",
    "amount", "asset", "price", "currency", "fair_market_value", "price_missing",
    "price_source", "price_time_utc", "price_method", "recorded_value_usd", "recorded_value_origin",
    "transaction_hash", "transaction_link", "from_address", "to_address", "verification",
    "fee_paid_by_pool", "comment", "period_start", "period_end",
    "month_amount", "month_value", "year_amount", "year_value",
)  # fmt: skip
_EXPLORER: Final = "https://tonviewer.com/transaction/"

_address = lru_cache(1024)(to_friendly)  # the same few again and again


def _row(receipt: Receipt, totals: Totals, terms: Terms) -> Sequence[Cell]:
    quote = receipt.quote
    return (
        "pool payout received",
        receipt.id,
        utc(receipt.at),
        receipt.local.isoformat("T", "seconds"),
        terms.year.zone,
        coins(receipt.amount),
        terms.symbol.at(receipt.at),
        None if quote is None else quote.price,
        terms.currency,
        receipt.value,
        1 if receipt.value is None else 0,
        None if quote is None else quote.source,
        None if quote is None else utc(quote.quoted_at),
        None if quote is None else quote.method,
        receipt.amount_usd,
        None if receipt.amount_usd is None else "given when the payout was recorded",
        receipt.transaction_hash,
        _EXPLORER + receipt.transaction_hash,
        _address(receipt.from_address),
        _address(receipt.to_address),
        receipt.verification,
        None if receipt.fee is None else coins(receipt.fee),
        shortened(receipt.comment),
        utc(receipt.period_start),
        utc(receipt.period_end),
        *_so_far(totals.month),
        *_so_far(totals.year),
    )


def _so_far(sums: Sum) -> tuple[Cell, Cell]:
    return coins(sums.amount), None if sums.value is None else fiat(sums.value)


def _footer(totals: Totals, terms: Terms) -> Iterator[Sequence[Cell]]:
    for month, sums in totals.months.items():
        yield _total(f"total {month}", sums, terms)
    yield _total(f"total {terms.year.first_day} to {terms.year.last_day}", totals.year, terms)


def _total(name: str, sums: Sum, terms: Terms) -> Sequence[Cell]:
    """`price_missing` is how many of its rows have no value and are not in the sum of values."""
    amount, value = _so_far(sums)
    asset = terms.symbol.at(sums.last_at or terms.year.start)
    shown: list[Cell] = [
        name,
        None,
        None,
        None,
        terms.year.zone,
        amount,
        asset,
        None,
        terms.currency,
        value,
        sums.missing,
    ]
    return shown + [None] * (len(_HEADER) - len(shown))


LAYOUT: Final = Layout(_HEADER, _row, _footer)
