"""The coin was renamed: a symbol counts only in its own time."""

from datetime import UTC, datetime, timedelta

import pytest

from cocoonpool.rates.faults import RateFault
from cocoonpool.rates.listings import DEFAULT_LISTINGS, parse_listings, spans
from cocoonpool.rates.sources import Sources, parse_sources
from tests.rates.venue import answer, browser, venue

USUAL = parse_listings(DEFAULT_LISTINGS)


def symbols(venue_name: str, day: str) -> list[str]:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return [symbol for symbol, _, _ in spans(USUAL, venue_name, start, start + timedelta(hours=1))]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-08-08", []),  # not listed yet
        ("2024-08-09", ["TONUSDT"]),
        ("2026-06-30", ["TONUSDT"]),
        ("2026-07-02", []),  # nobody knows which name at which hour
        ("2026-07-04", ["GRAMUSDT"]),
        ("2027-01-01", ["GRAMUSDT"]),
    ],
)
def test_binance_is_asked_for_the_name_of_that_day(day: str, expected: list[str]) -> None:
    assert symbols("binance", day) == expected


def test_the_ticker_that_was_another_coin_is_never_asked_for_before_the_rename() -> None:
    before = [
        listing for listing in USUAL if "GRAM" in listing.symbol and listing.since < datetime(2026, 6, 15, tzinfo=UTC)
    ]
    assert before == []


def test_a_stretch_over_the_rename_is_asked_for_in_parts() -> None:
    listings = parse_listings("v OLD 2026-01-01 2026-07-02T08:00, v NEW 2026-07-02T08:00")
    at = datetime(2026, 7, 2, 8, tzinfo=UTC)
    start, end = at - timedelta(hours=1), at + timedelta(hours=1)
    assert spans(listings, "v", start, end) == [("OLD", start, at), ("NEW", at, end)]


async def test_before_its_listing_a_venue_is_not_asked() -> None:
    async with venue(answer(b"[]")) as source, browser() as http:
        sources = Sources(http, {"binance": source.url}, USUAL, paced=False)
        early = datetime(2023, 1, 1, tzinfo=UTC)
        assert isinstance(await sources.ask("binance", "USD", early, early), RateFault)
    assert source.asked == []


@pytest.mark.parametrize(
    "text", ["binance", "binance TONUSDT", "binance TONUSDT yesterday", "a b 2026-01-01 2026-02-02 c"]
)
def test_a_table_that_makes_no_sense_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|dates look"):
        parse_listings(text)


def test_sources_are_named_with_or_without_an_address() -> None:
    assert parse_sources("coingecko=http://127.0.0.1:9, ecb") == {"coingecko": "http://127.0.0.1:9", "ecb": None}
    assert parse_sources("off") == {}


@pytest.mark.parametrize("text", ["kraken", "ecb=ftp://x", "binance=api.binance.com"])
def test_a_source_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no source|must begin"):
        parse_sources(text)


def test_for_dollars_the_exchange_is_asked_first_and_for_euros_last() -> None:
    import_order = ("binance", "coingecko", "tonapi", "ecb")
    async_client = None
    sources = Sources(async_client, dict.fromkeys(import_order), USUAL)  # type: ignore[arg-type]
    assert sources.names("USD") == ["binance", "coingecko", "tonapi"]
    assert sources.names("EUR") == ["coingecko", "tonapi", "binance"]
