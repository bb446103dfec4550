"""Binance-style candles: the close of the minute.

`GET /api/v3/klines?symbol&interval=1m&startTime&endTime&limit` answers
`[[openMs, "o", "h", "l", "c", "v", closeMs, …], …]`, 1,000 at the most; an unknown symbol is 400 with code -1121.
Quoted in USDT, which is taken for USD and said so.
Format: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from cocoonpool.rates.ask import Answer, Asker
from cocoonpool.rates.faults import RateFault, Trouble
from cocoonpool.rates.moments import from_unix_ms, unix_ms
from cocoonpool.rates.quotes import MINUTE, Candles, plausible, rounded

LONGEST: Final = timedelta(minutes=1000)


class _Kline(msgspec.Struct, array_like=True, gc=False):
    open_ms: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    close_ms: int


_decode: Final = msgspec.json.Decoder(list[_Kline]).decode


async def ask(
    asker: Asker, venue: str, symbol: str, currency: str, start: datetime, end: datetime
) -> Candles | RateFault:
    """Every traded minute from `start` to `end`, which may lie `LONGEST` apart. There are pairs with dollars only."""
    if currency != "USD":
        return RateFault(Trouble.NOT_TRADED, f"no pair with {currency}")
    first = start.replace(second=0, microsecond=0)
    answer = await asker.get(
        "/api/v3/klines",
        {"symbol": symbol, "interval": "1m", "startTime": unix_ms(first), "endTime": unix_ms(end), "limit": 1000},
    )
    if isinstance(answer, RateFault):
        return answer
    return _candles(answer, venue, symbol, first, end)


def _candles(answer: Answer, venue: str, symbol: str, first: datetime, end: datetime) -> Candles | RateFault:
    if answer.status != 200:
        return RateFault(Trouble.NOT_TRADED if answer.status == 400 else Trouble.REFUSED, f"status {answer.status}")
    try:
        klines = _decode(answer.body)
    except (msgspec.DecodeError, RecursionError):
        return RateFault(Trouble.MALFORMED, "not a list of candles")
    closes = {from_unix_ms(kline.open_ms): rounded(kline.close) for kline in klines if _usable(kline, first, end)}
    return Candles(venue, f"close of the minute, {symbol}, USDT taken for USD", closes)


def _usable(kline: _Kline, first: datetime, end: datetime) -> bool:
    """A whole minute of the stretch asked for, in which the coin was traded: without trade a close is an old price."""
    one_minute = kline.close_ms - kline.open_ms == 59_999 and kline.open_ms % 60_000 == 0
    if not one_minute or not unix_ms(first) <= kline.open_ms <= unix_ms(end + MINUTE):
        return False
    prices = (kline.low, kline.close, kline.high)
    sound = all(map(plausible, prices)) and kline.low <= kline.close <= kline.high
    return sound and kline.volume.is_finite() and kline.volume > 0
