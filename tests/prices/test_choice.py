"""No price stands alone, and none is taken that is more than 5 % off the source that confirms it."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.prices.choice import agree, choose
from cocoonpool.rates.quotes import Quote

AT = datetime(2025, 1, 15, tzinfo=UTC)
PRICES = st.decimals(min_value="0.0001", max_value="100000", places=4)


def quotes(*prices: str | Decimal) -> list[Quote]:
    names = ("binance", "coingecko", "tonapi")
    return [Quote(Decimal(price), name, "", AT) for name, price in zip(names, prices, strict=False)]


def chosen(*prices: str | Decimal) -> tuple[Decimal, str] | None:
    found = choose(quotes(*prices))
    return None if found is None else (found.quote.price, found.confirmed_by.source)


def test_five_percent_off_is_still_taken_and_more_is_not() -> None:
    assert chosen("5.25", "5") == (Decimal("5.25"), "coingecko")
    assert chosen("5.2501", "5") is None
    assert chosen("4.75", "5") == (Decimal("4.75"), "coingecko")
    assert chosen("4.7499", "5") is None


def test_one_source_is_not_enough() -> None:
    assert chosen("5") is None
    assert chosen() is None


def test_a_source_does_not_confirm_itself() -> None:
    assert choose([Quote(Decimal(5), "binance", "", AT), Quote(Decimal(5), "binance", "", AT)]) is None


def test_the_best_source_is_taken_when_all_agree() -> None:
    assert chosen("5", "5.01", "5.02") == (Decimal(5), "coingecko")


@given(st.lists(PRICES, max_size=3))
def test_what_is_taken_was_confirmed(prices: list[Decimal]) -> None:
    found = choose(quotes(*prices))
    pairs = [(a, b) for i, a in enumerate(prices) for b in prices[i + 1 :] if agree(a, b)]
    assert (found is not None) == bool(pairs)
    if found is not None:
        assert abs(found.quote.price - found.confirmed_by.price) * 20 <= found.confirmed_by.price
        assert found.quote.source != found.confirmed_by.source
