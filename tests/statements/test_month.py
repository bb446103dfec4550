"""A month begins and ends where people in its zone say so, if that is a whole hour of UTC; else it is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.statements.month import MonthError, cut

WHOLE_HOURS = (
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Asia/Shanghai",
    "Australia/Sydney", "Pacific/Auckland", "Pacific/Kiritimati", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut",
    "Pacific/Apia",
)  # fmt: skip


@pytest.mark.parametrize(
    ("month", "zone", "start", "end"),
    [
        ("2025-01", "UTC", "2025-01-01T00", "2025-02-01T00"),
        ("2025-12", "UTC", "2025-12-01T00", "2026-01-01T00"),
        ("2024-02", "UTC", "2024-02-01T00", "2024-03-01T00"),
        ("2025-01", "Europe/Berlin", "2024-12-31T23", "2025-01-31T23"),
        ("2025-03", "Europe/Berlin", "2025-02-28T23", "2025-03-31T22"),  # summer time began
        ("2025-10", "Europe/Berlin", "2025-09-30T22", "2025-10-31T23"),
        ("2025-03", "America/New_York", "2025-03-01T05", "2025-04-01T04"),
        ("2025-01", "Pacific/Kiritimati", "2024-12-31T10", "2025-01-31T10"),
        ("2011-12", "Pacific/Apia", "2011-12-01T10", "2011-12-31T10"),  # 30 December was left out
        ("2025-01", "Australia/Lord_Howe", "2024-12-31T13", "2025-01-31T13"),  # half an hour only in winter
    ],
)
def test_a_month_is_cut_at_the_midnights_of_its_zone(month: str, zone: str, start: str, end: str) -> None:
    found = cut(month, zone)
    assert (found.start.isoformat(), found.end.isoformat()) == (f"{start}:00:00+00:00", f"{end}:00:00+00:00")


@pytest.mark.parametrize(
    ("month", "zone"),
    [
        ("2025-01", "Asia/Kolkata"),
        ("2025-01", "Asia/Kathmandu"),
        ("2025-01", "America/St_Johns"),
        ("2025-01", "Australia/Adelaide"),
        ("2025-07", "Australia/Lord_Howe"),
        ("2025-04", "Australia/Lord_Howe"),  # its begin is whole, its end is not
    ],
)
def test_a_month_that_no_whole_hour_cuts_is_refused_in_words(month: str, zone: str) -> None:
    with pytest.raises(MonthError, match="whole hours of UTC") as refused:
        cut(month, zone)
    assert refused.value.asked == "timezone"


@pytest.mark.parametrize(
    "month",
    [
        "",
        "2025",
        "2025-1",
        "2025-13",
        "2025-00",
        "0000-01",
        "99999-01",
        "9999-12",
        "2025-01-01",
        "٢٠٢٥-٠١",
        "2025-01\n",
    ],
)
def test_what_is_not_a_month_is_refused(month: str) -> None:
    with pytest.raises(MonthError, match="YYYY-MM") as refused:
        cut(month, "UTC")
    assert refused.value.asked == "month"


@given(st.sampled_from(WHOLE_HOURS), st.integers(2000, 2037), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap_or_an_overlap(zone: str, year: int, month: int) -> None:
    one = cut(f"{year}-{month:02d}", zone)
    following = cut(f"{year + month // 12}-{month % 12 + 1:02d}", zone)
    assert one.end == following.start
    assert timedelta(days=27) < one.end - one.start < timedelta(days=32)
    local = one.start.astimezone(ZoneInfo(zone))
    assert (local.year, local.month, local.day) == (year, month, 1)
    assert (one.start - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).month != month
    assert one.start.tzinfo is UTC or one.start.utcoffset() == timedelta(0)
    assert isinstance(one.start, datetime)
