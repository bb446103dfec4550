"""What the coin is called depends on the day, and on who reads it."""

from datetime import UTC, datetime

import pytest

from cocoonpool.rates.coin import DEFAULT_SYMBOL, parse_symbol


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2021, 1, 1, tzinfo=UTC), "TON"),
        (datetime(2026, 6, 14, 23, 59, 59, tzinfo=UTC), "TON"),
        (datetime(2026, 6, 15, tzinfo=UTC), "GRAM"),
        (datetime(2030, 1, 1, tzinfo=UTC), "GRAM"),
    ],
)
def test_the_coin_has_the_name_of_its_day(at: datetime, expected: str) -> None:
    assert parse_symbol(DEFAULT_SYMBOL).at(at) == expected


def test_one_name_for_all_days_is_enough() -> None:
    assert parse_symbol("ID:4242").at(datetime(2026, 7, 1, tzinfo=UTC)) == "ID:4242"


@pytest.mark.parametrize("text", ["", "GRAM@2026-06-15", "TON, GRAM@soon", "=1+1", "@x", "TON GRAM", "-TON"])
def test_a_name_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"symbol|day"):
        parse_symbol(text)
