"""What the coin is worth now: from two sources that agree, the newest that is known, and nothing where nobody knows."""

from decimal import Decimal
from typing import Any

from httpx import AsyncClient
from structlog.testing import capture_logs

from cocoonpool.collector.prices import NewestPrices
from cocoonpool.db import Database
from cocoonpool.prices.current import look_up_current
from cocoonpool.prices.models import CurrentPrice, StoredFixing
from cocoonpool.wire import utc_now
from tests.prices.market import open_market
from tests.tax.people import moment

NOW = moment("2025-01-20T10:00:30Z")
CURRENT = "/api/v1/prices/current"


async def asked(client: AsyncClient, currency: str) -> dict[str, Any]:
    answer = await client.get(CURRENT, params={"currency": currency})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_it_is_the_newest_minute_that_two_sources_agree_on(db: Database, client: AsyncClient) -> None:
    async with open_market() as (_, sources):
        assert (await look_up_current(db, sources, "USD", NOW)).stored
    assert await asked(client, "usd") == {
        "currency": "USD",
        "price": 5,
        "source": "binance",
        "method": "close of the minute, TONUSDT, USDT taken for USD",
        "quoted_at": "2025-01-20T10:00:00Z",
    }


async def test_only_the_newest_is_kept_and_a_failed_look_up_leaves_it(db: Database, client: AsyncClient) -> None:
    async with open_market() as (market, sources):
        await look_up_current(db, sources, "USD", NOW)
        market.prices |= {"binance": "6.00", "coingecko": "6.10"}
        await look_up_current(db, sources, "USD", moment("2025-01-20T10:05:30Z"))
        market.prices |= {"binance": "9.00", "coingecko": None, "tonapi": None}
        looked = await look_up_current(db, sources, "USD", moment("2025-01-20T10:10:30Z"))
    assert (looked.stored, sorted(looked.troubles)) == (False, ["coingecko", "tonapi"])
    found = await asked(client, "USD")
    assert (found["price"], found["quoted_at"]) == (6, "2025-01-20T10:05:00Z")


async def test_nobody_knows_is_null_and_a_word_that_is_no_currency_is_refused(client: AsyncClient) -> None:
    assert (await asked(client, "EUR"))["price"] is None
    assert (await client.get(CURRENT, params={"currency": "DOGE"})).status_code == 422


async def test_other_currencies_are_made_from_dollars_at_the_last_fixing(db: Database, client: AsyncClient) -> None:
    now = utc_now()
    async with db.transaction() as session:
        session.add(CurrentPrice(currency="USD", price="2", source="a", method="m", quoted_at=now,
                                 confirmed_by="b", fetched_at=now))  # fmt: skip
        for currency, rate in (("USD", "1.25"), ("GBP", "0.5")):
            session.add(StoredFixing(currency=currency, day=now.date().isoformat(), per_euro=rate, fetched_at=now))
    found = await asked(client, "GBP")
    assert (Decimal(str(found["price"])), found["source"]) == (Decimal("0.8"), "a, ecb")
    assert Decimal(str((await asked(client, "EUR"))["price"])) == Decimal("1.6")
    assert (await asked(client, "CHF"))["price"] is None


async def test_that_no_price_is_known_is_said_once(db: Database) -> None:
    async with open_market() as (market, sources):
        market.prices |= {"binance": None, "coingecko": None, "tonapi": None}
        loop = NewestPrices(db, sources, ("USD",))
        with capture_logs() as said:
            await loop.run(NOW)
            await loop.run(NOW)
    assert [line["event"] for line in said] == ["no two sources agree on a price of now"]
