"""Settings about prices and the coin's name: said in words when they make no sense."""

import pytest
from pydantic import ValidationError

from cocoonpool.rates.sources import VENUES
from cocoonpool.settings import Settings
from cocoonpool.tax.layouts import LAYOUTS, Format
from tests.tax.people import moment


def settings(**values: str) -> Settings:
    return Settings.model_validate(values)


def test_tonapi_is_asked_where_the_setting_says() -> None:
    urls = settings(tonapi_url="http://127.0.0.1:9", price_sources="coingecko=http://127.0.0.1:8, tonapi").price_urls
    assert urls == {"coingecko": "http://127.0.0.1:8", "tonapi": "http://127.0.0.1:9"}


def test_usually_all_sources_are_asked_for_dollars_and_euros() -> None:
    usual = settings()
    assert set(usual.price_urls) == set(VENUES)
    assert usual.currencies == ("USD", "EUR")


def test_dollars_are_always_among_the_currencies() -> None:
    assert settings(price_currencies="chf, eur, chf").currencies == ("USD", "CHF", "EUR")


def test_a_tool_may_know_the_coin_by_another_name() -> None:
    named = settings(tax_symbols="koinly=ID:4242; blockpit=TON, GRAM@2026-09-01")
    at = moment("2026-07-01T00:00:00Z")
    names = {layout.value: named.symbol_in(layout).at(at) for layout in LAYOUTS}
    assert names == {**{one.value: "GRAM" for one in Format}, "koinly": "ID:4242", "blockpit": "TON"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price_sources", "kraken"),
        ("price_currencies", "USD, DOGE"),
        ("price_symbols", "binance TONUSDT"),
        ("coin_symbol", "GRAM@2026-06-15"),
        ("tax_symbols", "turbotax=TON"),
        ("tax_symbols", "koinly"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        settings(**{name: value})
