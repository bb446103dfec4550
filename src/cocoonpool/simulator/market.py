"""Stands in for services that tell what the coin is worth, with a price that swings gently, so that pages show one.

GET /api/v3/klines                              as Binance does: candles of a minute, in dollars
GET /api/v3/coins/{id}/market_chart/range       as CoinGecko does: points, in euros too
GET /v2/rates/chart                             as tonapi does: the same, the newest first
"""

import math
import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

from .door import answer

_REQUEST: Final = re.compile(rb"GET (/[\w/.-]*)(?:\?(\S*))? HTTP/1\.[01]\r\n", re.ASCII)
_COIN: Final = re.compile(r"(?<=^/api/v3/coins/)[\w-]+", re.ASCII)
_DOLLARS: Final = 1.85
_SWING: Final = 0.04
_DAY_S: Final = 86_400
_OF_A_DOLLAR: Final = {"usd": 1.0, "eur": 0.92}
_MINUTE_MS: Final = 60_000
_POINTS_EVERY_S: Final = 300
_MOST: Final = 1_000


def price(at_s: float, currency: str = "usd") -> float | None:
    """Of one coin; None in a currency nobody trades it in here."""
    rate = _OF_A_DOLLAR.get(currency)
    return None if rate is None else round(_DOLLARS * rate * (1 + _SWING * math.sin(2 * math.pi * at_s / _DAY_S)), 6)


async def respond(head: bytes) -> bytes:
    """The answer to a request's head, as a `Door` asks for it."""
    request = _REQUEST.match(head)
    if request is None:
        return answer(HTTPStatus.BAD_REQUEST, {"detail": "not a request"})
    path = request[1].decode()
    asked = {name: values[0] for name, values in parse_qs((request[2] or b"").decode("ascii", "replace")).items()}
    draw = _CHARTS.get(_COIN.sub("{id}", path))
    try:
        drawn = None if draw is None else draw(asked)
    except (KeyError, ValueError):
        return answer(HTTPStatus.BAD_REQUEST, {"detail": "what is asked for is not understood"})
    return answer(HTTPStatus.NOT_FOUND, {"detail": "not here"}) if drawn is None else answer(HTTPStatus.OK, drawn)


def _candles(asked: dict[str, str]) -> list[list[Any]]:
    first, last = int(asked["startTime"]) // _MINUTE_MS, int(asked["endTime"]) // _MINUTE_MS
    return [_candle(minute) for minute in range(first, min(last, first + _MOST - 1) + 1)]


def _candle(minute: int) -> list[Any]:
    close = f"{price(minute * 60):.4f}"
    opened = minute * _MINUTE_MS
    return [opened, close, close, close, close, "100", opened + _MINUTE_MS - 1]


def _points(asked: dict[str, str]) -> dict[str, Any] | None:
    drawn = _drawn(int(asked["from"]), int(asked["to"]), asked["vs_currency"])
    return None if drawn is None else {"prices": [[at * 1000, price] for at, price in drawn]}


def _rates(asked: dict[str, str]) -> dict[str, Any] | None:
    drawn = _drawn(int(asked["start_date"]), int(asked["end_date"]), asked["currency"])
    return None if drawn is None else {"points": drawn[::-1]}


def _drawn(first: int, last: int, currency: str) -> list[tuple[int, float]] | None:
    """A point every few minutes, none of what is still to come."""
    step, now = max(_POINTS_EVERY_S, (last - first) // _MOST), int(time.time())
    points = [(at, price(at, currency)) for at in range(first, min(last, now) + 1, step)]
    return [(at, told) for at, told in points if told is not None] or None


_CHARTS: Final[dict[str, Callable[[dict[str, str]], Any]]] = {
    "/api/v3/klines": _candles,
    "/api/v3/coins/{id}/market_chart/range": _points,
    "/v2/rates/chart": _rates,
}
