"""A day has one rate for good: its own fixing, or on days without one that of the working day before."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cocoonpool.prices.exchange import per_dollar
from cocoonpool.rates.quotes import Quote

POUNDS = {date(2025, 1, 16): Decimal("0.84"), date(2025, 1, 17): Decimal("0.85"), date(2025, 1, 20): Decimal("0.86")}
DOLLARS = dict.fromkeys(POUNDS, Decimal(1))
EXCHANGE = per_dollar("GBP", POUNDS, DOLLARS, date(2025, 1, 20))


@pytest.mark.parametrize(
    ("day", "fixed", "rate"),
    [
        (date(2025, 1, 17), date(2025, 1, 17), "0.85"),
        (date(2025, 1, 18), date(2025, 1, 17), "0.85"),  # Saturday
        (date(2025, 1, 19), date(2025, 1, 17), "0.85"),
        (date(2025, 1, 20), date(2025, 1, 20), "0.86"),
    ],
)
def test_a_day_has_its_fixing_or_the_one_before(day: date, fixed: date, rate: str) -> None:
    assert EXCHANGE.on(day) == (fixed, Decimal(rate))


def test_a_day_that_may_still_be_fixed_has_none_yet() -> None:
    assert EXCHANGE.on(date(2025, 1, 21)) is None


def test_a_saturday_has_none_until_the_next_fixing_closes_it() -> None:
    friday = date(2025, 1, 17)
    early = per_dollar("GBP", POUNDS, {friday: Decimal(1)}, friday)
    assert early.on(friday) is not None
    assert early.on(date(2025, 1, 18)) is None


def test_a_currency_that_is_no_longer_fixed_is_not_carried_on() -> None:
    gone = per_dollar("HRK", {date(2025, 1, 2): Decimal("7.5")}, {date(2025, 1, 2): Decimal(1)}, date(2025, 2, 1))
    assert gone.on(date(2025, 1, 12)) is not None
    assert gone.on(date(2025, 1, 13)) is None


def test_the_euro_is_what_everything_is_fixed_against() -> None:
    euro = per_dollar("EUR", {}, {date(2025, 1, 17): Decimal("1.25")}, date(2025, 1, 17))
    assert euro.on(date(2025, 1, 17)) == (date(2025, 1, 17), Decimal("0.8"))


def test_a_conversion_says_which_day_it_used() -> None:
    saturday = datetime(2025, 1, 18, 12, tzinfo=UTC)
    made = EXCHANGE.convert(Quote(Decimal("5.1234567891"), "binance", "close", saturday), saturday)
    assert made is not None
    assert made.price == Decimal("4.3549382707")
    assert (made.source, made.method) == ("binance, ecb", "close; USD to GBP as fixed on 2025-01-17")
