"""Each source's recorded answer gives the price it holds, to the last digit; each of its refusals gives none."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cocoonpool.rates.faults import RateFault, Trouble
from cocoonpool.rates.listings import DEFAULT_LISTINGS, parse_listings
from cocoonpool.rates.quotes import Quote, Series
from cocoonpool.rates.sources import Sources
from tests.rates.venue import Venue, answer, browser, recorded, venue

KLINES = "binance GET /api/v3/klines"
RANGE = "coingecko GET /api/v3/coins/the-open-network/market_chart"
CHART = "tonapi GET /v2/rates/chart"
# Inside the recorded stretch of all three sources.
AT = datetime.fromtimestamp(1795000020, UTC)


async def ask(
    name: str, reply: bytes, currency: str = "USD", at: datetime = AT
) -> tuple[list[Series] | RateFault, Venue]:
    async with venue(reply) as source, browser() as http:
        sources = Sources(http, {name: source.url}, parse_listings(DEFAULT_LISTINGS), paced=False)
        return await sources.ask(name, currency, at, at + timedelta(minutes=1)), source


async def quote(name: str, reply: bytes, at: datetime = AT) -> Quote | None:
    series, _ = await ask(name, reply, at=at)
    assert not isinstance(series, RateFault)
    return series[0].at(at)


async def trouble(name: str, reply: bytes, currency: str = "USD") -> Trouble:
    fault, _ = await ask(name, reply, currency)
    assert isinstance(fault, RateFault)
    return fault.trouble


async def test_a_candle_gives_the_close_of_its_minute() -> None:
    found = await quote("binance", answer(recorded(KLINES)))
    assert found is not None
    assert (found.price, found.source) == (Decimal("1.851"), "binance")
    assert found.method == "close of the minute, GRAMUSDT, USDT taken for USD"
    assert found.quoted_at == AT + timedelta(minutes=1)


async def test_the_second_at_which_a_candle_begins_belongs_to_it() -> None:
    edge = AT + timedelta(minutes=1)
    found = await quote("binance", answer(recorded(KLINES)), edge)
    assert found is not None
    assert found.price == Decimal("1.852")
    before = await quote("binance", answer(recorded(KLINES)), edge - timedelta(seconds=1))
    assert before is not None
    assert before.price == Decimal("1.851")


async def test_binance_is_asked_for_the_minute_and_the_symbol_of_that_time() -> None:
    _, source = await ask("binance", answer(recorded(KLINES)))
    ((path, parameters),) = source.asked
    assert path == "/api/v3/klines"
    assert parameters["symbol"] == "GRAMUSDT"
    assert (parameters["startTime"], parameters["interval"]) == ("1795000020000", "1m")


async def test_between_hourly_points_the_price_lies_on_the_line() -> None:
    at = datetime.fromtimestamp(1794994200, UTC)  # half-way between 1.84 and 1.845
    found = await quote("coingecko", answer(recorded(RANGE)), at)
    assert found is not None
    assert (found.price, found.method) == (Decimal("1.8425"), "line between two points")


async def test_points_out_of_order_are_put_in_order() -> None:
    at = datetime.fromtimestamp(1794996700, UTC)
    found = await quote("tonapi", answer(recorded(CHART)), at)
    assert found is not None
    assert (found.price, found.method) == (Decimal("1.848"), "nearest point")
    assert found.quoted_at == datetime.fromtimestamp(1794996400, UTC)


async def test_beyond_the_last_point_there_is_no_price() -> None:
    late = datetime.fromtimestamp(1795000000, UTC) + timedelta(minutes=11)
    assert await quote("tonapi", answer(recorded(CHART)), late) is None
    assert await quote("coingecko", answer(recorded(RANGE)), late) is None


async def test_a_stretch_without_trading_has_no_price() -> None:
    assert await quote("binance", answer(recorded("binance range without trading"))) is None


async def test_a_candle_in_which_nobody_traded_is_an_old_price() -> None:
    frozen = answer(recorded(KLINES).replace(b'"10234.10"', b'"0.00"'))
    assert await quote("binance", frozen) is None


@pytest.mark.parametrize(
    ("name", "beginning", "status", "expected"),
    [
        ("binance", "binance 400", 400, Trouble.NOT_TRADED),
        ("coingecko", "coingecko 401", 401, Trouble.TOO_OLD),
        ("coingecko", "coingecko 429", 429, Trouble.BUSY),
        ("tonapi", "tonapi error", 400, Trouble.REFUSED),
        ("coingecko", "tonapi error", 200, Trouble.MALFORMED),
        ("tonapi", "binance GET", 200, Trouble.MALFORMED),
        ("binance", "coingecko 429", 200, Trouble.MALFORMED),
    ],
)
async def test_a_refusal_is_told_apart(name: str, beginning: str, status: int, expected: Trouble) -> None:
    assert await trouble(name, answer(recorded(beginning), status)) is expected


@pytest.mark.parametrize("name", ["binance", "coingecko", "tonapi"])
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[" * 100_000, b"<html>", b"[[1,2]]", b'{"prices":[[1e400,1]]}', b"\xff"]
)
async def test_nonsense_is_no_price(name: str, body: bytes) -> None:
    assert await trouble(name, answer(body)) is Trouble.MALFORMED


@pytest.mark.parametrize("price", ["0", "-1.85", "1e300", "NaN", "Infinity", "1e-300"])
async def test_an_impossible_price_is_none(price: str) -> None:
    candle = answer(recorded(KLINES).replace(b'"1.85100000"', b'"%s"' % price.encode()))
    assert await quote("binance", candle) is None


async def test_a_price_never_was_a_float() -> None:
    exact = answer(b'{"points":[[1795000020,1.1234567891]],"more":1}')
    found = await quote("tonapi", exact)
    assert found is not None
    assert str(found.price) == "1.1234567891"


async def test_binance_has_no_pairs_with_other_money() -> None:
    assert await trouble("binance", answer(b"[]"), "EUR") is Trouble.NOT_TRADED


async def test_a_key_goes_along_under_the_name_its_host_expects() -> None:
    async with venue(answer(recorded(RANGE))) as source, browser() as http:
        headers = {"coingecko": {"x-cg-demo-api-key": "k123"}}
        listings = parse_listings(DEFAULT_LISTINGS)
        sources = Sources(http, {"coingecko": source.url}, listings, headers=headers, paced=False)
        await sources.ask("coingecko", "EUR", AT, AT + timedelta(minutes=1))
    assert "x-cg-demo-api-key: k123" in source.headers[0]
    assert source.asked[0][1]["vs_currency"] == "eur"
