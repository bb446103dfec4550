"""Where a tax year begins and ends, as moments: cut at midnight in the zone of whoever pays the tax. Pure."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import msgspec

FIRST_YEAR, LAST_YEAR = 1970, 9998
_NO_PLACE: Final = frozenset({"localtime", "Factory"})  # in the list of zones, but not a zone
_DAY: Final = re.compile(r"(\d\d)-(\d\d)", re.ASCII)


class TaxYear(msgspec.Struct, frozen=True):
    """From `start` up to, but without, `end` (both UTC); `first_day` and `last_day` as people there count."""

    zone: str
    first_day: date
    last_day: date
    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        """`2025`, or `2025-04-06-to-2026-04-05` when it is not a calendar year."""
        if (self.first_day.month, self.first_day.day) == (1, 1):
            return str(self.first_day.year)
        return f"{self.first_day}-to-{self.last_day}"

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_PLACE


def parse_zone(name: str) -> str:
    """Raises ValueError unless it is the name of an IANA time zone."""
    if name not in _zones():
        raise ValueError("not a time zone of the IANA list; they look like Europe/Berlin or UTC")
    return name


def parse_year_start(text: str) -> str:
    """Raises ValueError unless it is a day, MM-DD, that every year has."""
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        date(2025, int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError("a day is MM-DD, as in 04-06, and one that every year has") from None
    return text


def tax_year(year: int, zone: str, year_start: str = "01-01") -> TaxYear:
    """The tax year that begins in `year`, on the day `year_start` (MM-DD), at midnight in `zone`.

    `year` is FIRST_YEAR to LAST_YEAR; zone and day have been parsed.
    """
    month, day = map(int, year_start.split("-"))
    first, following = date(year, month, day), date(year + 1, month, day)
    return TaxYear(zone, first, following - timedelta(days=1), _midnight(first, zone), _midnight(following, zone))


def _midnight(day: date, zone: str) -> datetime:
    """The moment a day begins in a zone.

    Where clocks are set back over midnight, it begins at the first one; where they skip midnight (Beirut, Cairo,
    Havana), at the jump: reading the missing time by the rule before the jump (fold 0) gives exactly that moment.
    """
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
