"""A tax year is cut at midnight where the tax is paid, whatever the clocks do there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cocoonpool.tax.year import parse_year_start, parse_zone, tax_year
from tests.tax.edges import EDGES

ZONES = sorted({zone for zone, *_ in EDGES})


@pytest.mark.parametrize(("zone", "year_start", "start", "end"), EDGES)
def test_the_year_of_each_zone_begins_and_ends_at_its_midnight(
    zone: str, year_start: str, start: str, end: str
) -> None:
    year = tax_year(2025, zone, year_start)
    assert (year.start, year.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2019, 1, 1), date(2040, 12, 31)).filter(lambda day: (day.month, day.day) != (2, 29)),
    offset=st.timedeltas(timedelta(days=-400), timedelta(days=400)),
)
@example("America/Havana", date(2025, 3, 9), timedelta(0))
@example("Atlantic/Azores", date(2025, 10, 26), timedelta(minutes=30))
def test_a_moment_is_in_the_year_of_its_local_date(zone: str, day: date, offset: timedelta) -> None:
    year = tax_year(day.year, zone, f"{day:%m-%d}")
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + offset
    local = moment.astimezone(ZoneInfo(zone)).date()
    assert (year.start <= moment < year.end) == (year.first_day <= local <= year.last_day)


@given(year=st.integers(1970, 9997), zone=st.sampled_from(ZONES), start=st.sampled_from(["01-01", "04-06", "12-31"]))
def test_years_follow_each_other_without_a_gap(year: int, zone: str, start: str) -> None:
    assert tax_year(year, zone, start).end == tax_year(year + 1, zone, start).start


def test_a_year_that_begins_on_the_first_of_march_ends_on_the_leap_day() -> None:
    assert tax_year(2023, "UTC", "03-01").last_day == date(2024, 2, 29)
    assert tax_year(2024, "UTC", "03-01").last_day == date(2025, 2, 28)


def test_a_year_is_named_by_its_days_when_it_is_none_of_the_calendar() -> None:
    assert tax_year(2025, "Europe/London", "04-06").name == "2025-04-06-to-2026-04-05"
    assert tax_year(2025, "Europe/London").name == "2025"


@pytest.mark.parametrize("text", ["02-29", "13-01", "04-31", "00-01", "4-6", "04/06", "", "04-06 ", "٠٤-٠٦"])
def test_a_day_that_not_every_year_has_begins_none(text: str) -> None:
    with pytest.raises(ValueError, match="every year has"):
        parse_year_start(text)


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "europe/berlin", "/etc/passwd", "../UTC", "Europe", "localtime", "Factory", "UTC+1", "\0"],
)
def test_a_zone_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="IANA"):
        parse_zone(name)
