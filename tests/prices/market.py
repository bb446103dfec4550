"""Three sources of prices and a table of fixings on local ports, with prices that a test sets."""

import io
import json
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from cocoonpool.rates.listings import parse_listings
from cocoonpool.rates.sources import Sources
from tests.rates.venue import Venue, answer, browser, venue

LISTINGS = parse_listings("binance TONUSDT 2020-01-01, coingecko the-open-network 2020-01-01, tonapi ton 2020-01-01")
FIXINGS = "Date,USD,GBP,\n2025-01-17,1.0305,0.84373,\n2025-01-15,1.0300,0.84383,\n2025-01-14,1.0245,0.84,\n"
DOWN = answer(b"<html>", 503, Retry_After="0")


class Market:
    """`prices` by source name; None: the source is down. A price is the same at every moment."""

    def __init__(self) -> None:
        self.prices: dict[str, str | None] = {"binance": "5.00", "coingecko": "5.10", "tonapi": "5.05"}
        self.fixings: str | None = FIXINGS
        self.venues: dict[str, Venue] = {}

    def reply(self, name: str) -> Callable[[str, dict[str, str]], bytes]:
        makers = {"binance": candles, "coingecko": points, "tonapi": points}

        def said(_: str, asked: dict[str, str]) -> bytes:
            if name == "ecb":
                return DOWN if self.fixings is None else answer(zipped(self.fixings))
            price = self.prices[name]
            return DOWN if price is None else answer(makers[name](asked, price))

        return said

    def asked(self) -> int:
        return sum(len(one.asked) for one in self.venues.values())


def candles(asked: dict[str, str], price: str) -> bytes:
    rows = range(int(asked["startTime"]), int(asked["endTime"]) + 1, 60_000)
    return json.dumps([[at, price, price, price, price, "10", at + 59_999] for at in rows][:1000]).encode()


def points(asked: dict[str, str], price: str) -> bytes:
    first, last = (int(asked.get(a) or asked[b]) for a, b in (("from", "start_date"), ("to", "end_date")))
    scale, name = (1000, "prices") if "from" in asked else (1, "points")
    step = max(300, (last - first) // 199)
    rows = ",".join(f"[{at * scale},{price}]" for at in range(first, last + 1, step))
    return f'{{"{name}":[{rows}]}}'.encode()


def zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return file.getvalue()


@asynccontextmanager
async def open_market() -> AsyncIterator[tuple[Market, Sources]]:
    market = Market()
    async with (
        venue(market.reply("binance")) as binance,
        venue(market.reply("coingecko")) as coingecko,
        venue(market.reply("tonapi")) as tonapi,
        venue(market.reply("ecb")) as ecb,
        browser() as http,
    ):
        market.venues = {"binance": binance, "coingecko": coingecko, "tonapi": tonapi, "ecb": ecb}
        urls: dict[str, str | None] = {name: one.url for name, one in market.venues.items()}
        yield market, Sources(http, urls, LISTINGS, paced=False)


def minutes(first: str, number: int) -> list[datetime]:
    start = datetime.fromisoformat(first)
    return [start + timedelta(minutes=index) for index in range(number)]
