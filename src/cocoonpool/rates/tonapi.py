"""tonapi's chart: at most 200 points a question, thinned, in no promised order.

`GET /v2/rates/chart?token&currency&start_date&end_date&points_count` (unix seconds) answers
`{"points": [[s, price], …]}`.
Format: https://github.com/tonkeeper/opentonapi/blob/master/api/openapi.yml
"""

from datetime import datetime
from typing import Final

import msgspec

from cocoonpool.rates.ask import Asker
from cocoonpool.rates.faults import RateFault, Trouble
from cocoonpool.rates.moments import unix_s
from cocoonpool.rates.points import Raw, in_order
from cocoonpool.rates.quotes import MARGIN, Curve

MOST_POINTS: Final = 200


class _Chart(msgspec.Struct, gc=False):
    points: list[Raw]


_decode: Final = msgspec.json.Decoder(_Chart).decode


async def ask(
    asker: Asker, venue: str, symbol: str, currency: str, start: datetime, end: datetime
) -> Curve | RateFault:
    """The chart from a little before `start` to a little after `end`; `symbol` is tonapi's name of the coin."""
    params: dict[str, str | int] = {
        "token": symbol,
        "currency": currency.lower(),
        "start_date": unix_s(start - MARGIN),
        "end_date": unix_s(end + MARGIN),
        "points_count": MOST_POINTS,
    }
    answer = await asker.get("/v2/rates/chart", params)
    if isinstance(answer, RateFault):
        return answer
    if answer.status != 200:
        return RateFault(Trouble.REFUSED, f"status {answer.status}")
    try:
        chart = _decode(answer.body)
    except (msgspec.DecodeError, RecursionError):
        return RateFault(Trouble.MALFORMED, "not a chart")
    return Curve(venue, in_order(chart.points, 1000, start, end))
