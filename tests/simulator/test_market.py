"""The simulated market: two services that agree, seen by the very code that asks the real ones."""

import httpx

from cocoonpool.db import Database
from cocoonpool.prices.current import look_up_current
from cocoonpool.rates.listings import DEFAULT_LISTINGS, parse_listings
from cocoonpool.rates.sources import Sources
from cocoonpool.simulator import market as prices
from cocoonpool.simulator.door import Door
from cocoonpool.wire import utc_now


async def test_a_pool_that_asks_it_knows_a_price_in_dollars_and_in_euros(db: Database) -> None:
    market = Door(prices.respond)
    await market.open("127.0.0.1", 0)
    try:
        async with httpx.AsyncClient() as http:
            urls: dict[str, str | None] = {"binance": market.url, "coingecko": market.url, "tonapi": market.url}
            sources = Sources(http, urls, parse_listings(DEFAULT_LISTINGS), paced=False)
            assert (await look_up_current(db, sources, "USD", utc_now())).stored
            assert (await look_up_current(db, sources, "EUR", utc_now())).stored
            assert not (await look_up_current(db, sources, "XXX", utc_now())).stored
    finally:
        market.close()


async def test_what_it_does_not_understand_it_refuses() -> None:
    market = Door(prices.respond)
    await market.open("127.0.0.1", 0)
    try:
        async with httpx.AsyncClient(base_url=market.url) as http:
            chart = "/api/v3/coins/the-open-network/market_chart/range"
            asked = [
                "/",
                "/api/v3/klines",
                f"{chart}?from=1&to=2&vs_currency=xyz",
                f"{chart}?from=a&to=b&vs_currency=usd",
            ]
            assert [(await http.get(path)).status_code for path in asked] == [404, 400, 404, 400]
    finally:
        market.close()
