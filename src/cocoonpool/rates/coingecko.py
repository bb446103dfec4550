"""CoinGecko's chart over a range: five-minute points within the last day, hourly ones up to 90 days a question.

`GET /api/v3/coins/{id}/market_chart/range?vs_currency&from&to` answers `{"prices": [[ms, price], …]}`. Without a paid
key it gives the last 365 days; older is 401 with error_code 10012.
Format: https://docs.coingecko.com/reference/coins-id-market-chart-range
"""

from datetime import datetime
from typing import Final

import msgspec

from cocoonpool.rates.ask import Answer, Asker
from cocoonpool.rates.faults import RateFault, Trouble
from cocoonpool.rates.moments import unix_s
from cocoonpool.rates.points import Raw, in_order
from cocoonpool.rates.quotes import MARGIN, Curve

_BEYOND_FREE_HISTORY: Final = b"10012"


class _Chart(msgspec.Struct, gc=False):
    prices: list[Raw]


_decode: Final = msgspec.json.Decoder(_Chart).decode


def headers(base_url: str, api_key: str | None) -> dict[str, str]:
    """The key goes under another name at the host for paying users."""
    if api_key is None:
        return {}
    return {"x-cg-pro-api-key" if "://pro-" in base_url else "x-cg-demo-api-key": api_key}


async def ask(
    asker: Asker, venue: str, symbol: str, currency: str, start: datetime, end: datetime
) -> Curve | RateFault:
    """The chart from a little before `start` to a little after `end`; `symbol` is CoinGecko's id of the coin."""
    params: dict[str, str | int] = {
        "vs_currency": currency.lower(),
        "from": unix_s(start - MARGIN),
        "to": unix_s(end + MARGIN),
    }
    answer = await asker.get(f"/api/v3/coins/{symbol}/market_chart/range", params)
    if isinstance(answer, RateFault):
        return answer
    if answer.status != 200:
        return _refusal(answer)
    try:
        chart = _decode(answer.body)
    except (msgspec.DecodeError, RecursionError):
        return RateFault(Trouble.MALFORMED, "not a chart")
    return Curve(venue, in_order(chart.prices, 1, start, end))


def _refusal(answer: Answer) -> RateFault:
    if answer.status == 401 and _BEYOND_FREE_HISTORY in answer.body[:2000]:
        return RateFault(Trouble.TOO_OLD, "beyond its free history of 365 days")
    return RateFault(Trouble.NOT_TRADED if answer.status == 404 else Trouble.REFUSED, f"status {answer.status}")
