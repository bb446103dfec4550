"""Which time a request asks for."""

import re
from datetime import datetime
from typing import Annotated, Final

import msgspec
from fastapi import Depends, Query
from pydantic import AwareDatetime, BeforeValidator

from cocoonpool.db import from_ms, to_ms
from cocoonpool.errors import Invalid
from cocoonpool.wire import utc_now

MOST_HOURS: Final = 17_544  # two years, one of them a leap year
HOUR_MS: Final = 3_600_000

_RFC_3339: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:")


def _written_out(text: object) -> object:
    """A bare number would be taken for unix seconds, or milliseconds, whichever looks likelier."""
    if isinstance(text, str) and not _RFC_3339.match(text):
        raise ValueError("not a date and time as in 2026-01-31T12:00:00Z")
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]


class Period(msgspec.Struct, frozen=True):
    """Half open: start <= at < end, unix ms."""

    start: int
    end: int

    @property
    def length_ms(self) -> int:
        return self.end - self.start

    @property
    def hours(self) -> int | float:
        """A whole number where it is one."""
        whole, rest = divmod(self.length_ms, HOUR_MS)
        return whole if not rest else round(self.length_ms / HOUR_MS, 6)

    @property
    def start_time(self) -> datetime:
        return from_ms(self.start)

    @property
    def end_time(self) -> datetime:
        return from_ms(self.end)


def period_of(hours: int, start: datetime | None, end: datetime | None, now: datetime) -> Period:
    """`end` is now unless given and never later; `start` is `hours` before `end` unless given.

    Raises:
        Invalid: nothing lies between the two, or more than two years, or it began before 1970.
    """
    # One more than now: the look of this very millisecond is in.
    until = to_ms(now) + 1 if end is None else min(to_ms(end), to_ms(now) + 1)
    since = until - hours * HOUR_MS if start is None else to_ms(start)
    if since < 0:
        raise Invalid("before 1970", "query", "to" if start is None else "from")
    if since >= until:
        raise Invalid("`from` is not before `to`, or not in the past", "query", "from")
    if until - since > MOST_HOURS * HOUR_MS:
        raise Invalid(f"more than {MOST_HOURS} hours", "query", "from")
    return Period(since, until)


def asked_period(
    hours: Annotated[int, Query(ge=1, le=MOST_HOURS, description="So many hours back; `from` goes before it.")] = 24,
    start: Annotated[Moment | None, Query(alias="from", description="RFC 3339 with a zone.")] = None,
    end: Annotated[Moment | None, Query(alias="to", description="RFC 3339 with a zone; default: now.")] = None,
) -> Period:
    return period_of(hours, start, end, utc_now())


Asked = Annotated[Period, Depends(asked_period)]
