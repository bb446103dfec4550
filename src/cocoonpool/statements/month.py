"""A month, cut in a time zone, as two moments. Earnings are kept by whole UTC hours, so it must be cut at one. Pure."""

import re
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

FIRST_YEAR, LAST_YEAR = 1970, 9998
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class MonthError(ValueError):
    """Says what is wrong in words for whoever asked, and with which of the two things asked."""

    def __init__(self, message: str, asked: str) -> None:
        super().__init__(message)
        self.asked = asked


class Month(msgspec.Struct, frozen=True):
    """From `start` up to, but without, `end`: UTC, each a whole hour."""

    name: str
    zone: str
    start: datetime
    end: datetime


def cut(text: str, zone: str) -> Month:
    """The month `YYYY-MM` as people in `zone` (a name of the IANA list) count it.

    Raises:
        MonthError: not a month, or one that does not begin and end at a whole UTC hour there.
    """
    match = _MONTH.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise MonthError(f"a month is YYYY-MM, as in 2025-01, from {FIRST_YEAR} to {LAST_YEAR}", "month")
    year, month = int(match[1]), int(match[2])
    start, end = _begin(year, month, zone), _begin(year + month // 12, month % 12 + 1, zone)
    if any(moment.minute or moment.second for moment in (start, end)):
        raise MonthError(
            f"in {zone} this month does not begin and end at a whole hour of UTC; earnings are kept by whole hours of"
            " UTC, so it cannot be cut there exactly",
            "timezone",
        )
    return Month(text, zone, start, end)


def _begin(year: int, month: int, zone: str) -> datetime:
    """A midnight that clocks skip is read by the rule before the jump: that is the jump itself."""
    return datetime(year, month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
