"""Rollups say what the looks say: checked against a plain reckoning, look by look."""

from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Column, Columns
from cocoonpool.samples.sealed.increase import LARGEST, increases
from cocoonpool.samples.sealed.layout import GAUGES, STATUSES, added, spent
from cocoonpool.samples.sealed.rollup import Before, regrouped, rolled
from cocoonpool.samples.series import Counters, Meter
from tests.samples.sealed.looks import DAY, HOLD, HOUR, T0, drawn, same, steady

PLAIN = st.integers(0, 2**40)
BEFORE = st.none() | st.tuples(*[st.none() | PLAIN] * len(COUNTERS))


def by_the_meter(past: Columns, before: Counters | None) -> list[Counters]:
    meter = Meter() if before is None else Meter(before)
    shown = zip(*(past[name].listed() for name in COUNTERS), strict=True)
    return [meter.add(row, bool(again)) for row, again in zip(shown, past["restarted"].listed(), strict=True)]


def check_increases(past: Columns, before: Counters | None) -> None:
    found = increases(past, before)
    expected = by_the_meter(past, before)
    for index, name in enumerate(COUNTERS):
        told = found[name].listed() if name in found else [None] * len(past)
        assert told == [None if row[index] is None else min(row[index] or 0, LARGEST) for row in expected], name


@given(drawn(PLAIN), BEFORE)
@settings(max_examples=40, deadline=None)
def test_increases_are_those_of_the_meter(past: Columns, before: Counters | None) -> None:
    check_increases(past, before)


@given(drawn(), BEFORE)
@settings(max_examples=40, deadline=None)
def test_absurd_claims_too(past: Columns, before: Counters | None) -> None:
    check_increases(past, before)


def test_a_counter_that_nobody_tells_any_more_is_no_restart() -> None:
    told = {name: Column(np.array([7, 8])) for name in COUNTERS} | {"success": Column.unknown(2)}
    check_increases(Columns(T0 + np.array([0, 15_000]), told), (5,) * len(COUNTERS))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.data(), BEFORE)
@settings(max_examples=60, deadline=None)
def test_the_fast_way_is_the_meters_way(steps: list[int], data: st.DataObject, before: Counters | None) -> None:
    """All counters told by the same looks, restarts among them, and a count of failures that lags."""
    count = len(steps)
    known = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    values = {name: np.array(steps) * (index + 1) for index, name in enumerate(COUNTERS)}
    told = {name: Column(np.where(known, value, 0), known) for name, value in values.items()}
    again = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)), np.int64)
    past = Columns(T0 + np.arange(count) * 15_000, told | {"restarted": Column(again)})
    check_increases(past, before)


@given(drawn(PLAIN), st.sampled_from([60_000, 300_000, HOUR, DAY]))
@settings(max_examples=30, deadline=None)
def test_a_bucket_is_the_sum_of_its_looks(past: Columns, width: int) -> None:
    made = rolled(past, Before(), T0, T0 + DAY, width, HOLD)
    expected: dict[int, list[int]] = defaultdict(list)
    for index, at in enumerate(past.at.tolist()):
        expected[at // width * width].append(index)
    adds = by_the_meter(past, None)
    for number, at in enumerate(made.at.tolist()):
        mine = expected.pop(at, [])
        bucket = {name: column.listed()[number] for name, column in made.data.items()}
        assert bucket["looks"] == len(mine)
        for index, name in enumerate(COUNTERS):
            known = [value for i in mine if (value := adds[i][index]) is not None]
            assert bucket[added(name)] == (sum(known) if known else None)
        for gauge in GAUGES:
            values = [value for i in mine if (value := past[gauge].listed()[i]) is not None]
            told = [bucket[f"{gauge}.{part}"] for part in ("last", "min", "max", "sum")]
            assert told == ([values[-1], min(values), max(values), sum(values)] if values else [None] * 4)
    assert not expected


@given(drawn(PLAIN), st.sampled_from([60_000, 300_000, HOUR]))
@settings(max_examples=30, deadline=None)
def test_every_moment_has_the_status_of_the_look_before(past: Columns, width: int) -> None:
    made = rolled(past, Before(), T0, T0 + DAY, width, HOLD)
    expected: dict[tuple[int, int], int] = defaultdict(int)
    ends = [*past.at.tolist()[1:], T0 + DAY]
    for at, end, status in zip(past.at.tolist(), ends, past["status"].listed(), strict=True):
        end = min(end, at + HOLD)
        while at < end:
            edge = min(end, at // width * width + width)
            expected[at // width * width, status or 0] += edge - at
            at = edge
    found = {
        (at, code): time
        for code, status in enumerate(STATUSES)
        for at, time in zip(made.at.tolist(), made[spent(status)].listed(), strict=True)
        if time
    }
    assert found == {key: time for key, time in expected.items() if time}


@given(drawn(PLAIN))
@settings(max_examples=20, deadline=None)
def test_wider_buckets_of_narrow_ones_are_wider_buckets_of_looks(past: Columns) -> None:
    narrow = rolled(past, Before(), T0, T0 + DAY, 60_000, HOLD)
    for width in (300_000, 900_000, HOUR, DAY):
        assert same(regrouped(narrow, width), rolled(past, Before(), T0, T0 + DAY, width, HOLD)) == []


def test_a_look_before_the_first_bucket_speaks_into_it() -> None:
    made = rolled(steady(1, T0 + 30_000), Before(at=T0 - 5_000, status=4), T0, T0 + HOUR, 60_000, HOLD)
    assert made[spent("down")].listed() == [30_000, 0]
    assert made[spent("healthy")].listed() == [30_000, 15_000]
    assert made["looks"].listed() == [1, 0]
