"""Counters that fall at a restart, and what is made of them: pure rules."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.series import (
    AUTO_POINTS,
    UNKNOWN,
    Counters,
    Histogram,
    Meter,
    auto_width,
    coverage,
    mean_latency_ms,
    named,
    success_rate,
    total,
    uptime_percentage,
)

GROWING = [name for name in COUNTERS if name != "failed"]
HOUR_MS = 3_600_000


def counters(**values: int | None) -> Counters:
    return tuple(values.get(name) for name in COUNTERS)


def every(value: int | None) -> Counters:
    return (value,) * len(COUNTERS)


def added(*looks: Counters) -> list[int | None]:
    meter = Meter()
    return [meter.add(look)[0] for look in looks]


def test_new_less_old_and_after_a_restart_all_that_is_new() -> None:
    assert added(every(10), every(15), every(15), every(3), every(4)) == [None, 5, 0, 3, 1]


def test_a_restart_seen_in_one_counter_holds_for_all() -> None:
    meter = Meter(counters(queries=10, busy_us=1_000))
    assert named(meter.add(counters(queries=3, busy_us=9_000)))["busy_us"] == 9_000


def test_a_restart_that_was_seen_as_it_came_in_counts_though_nothing_fell() -> None:
    assert Meter(every(5)).add(every(7), restarted=True)[0] == 7


def test_a_gap_in_what_is_told_loses_nothing_and_invents_nothing() -> None:
    assert added(every(None), every(10), every(None), every(14)) == [None, None, None, 4]


def test_a_failure_count_that_lags_is_no_restart() -> None:
    meter = Meter(counters(queries=10, failed=3))
    looks = [counters(queries=11, failed=2), counters(queries=12, failed=3), counters(queries=13, failed=4)]
    assert [named(meter.add(look))["failed"] for look in looks] == [0, 0, 1]


# A worker's life: runs between restarts, each a list of what each look found added.
LIVES = st.lists(st.lists(st.integers(0, 10**12), min_size=1, max_size=12), min_size=1, max_size=6)


@given(LIVES)
def test_no_history_gives_a_negative_or_a_doubled_increase(life: list[list[int]]) -> None:
    meter, shown = Meter(every(0)), [value for run in life for value in accumulate(run)]
    increases = [meter.add(every(value))[0] or 0 for value in shown]
    assert all(increase >= 0 for increase in increases)
    assert sum(increases) <= sum(map(sum, life)), "never more than truly happened"


@given(LIVES)
def test_with_each_restart_seen_nothing_is_lost(life: list[list[int]]) -> None:
    meter, sums = Meter(every(0)), every(0)
    for run in life:
        for index, value in enumerate(accumulate(run)):
            sums = total((sums, meter.add(every(value), restarted=index == 0)))
    assert sums == every(sum(map(sum, life)))


@given(LIVES, st.data())
def test_what_lies_between_two_restarts_may_be_left_out(life: list[list[int]], data: st.DataObject) -> None:
    """The database hands over both sides of each restart, and what else a bucket needs: the sum is the same."""
    looks = [(value, index == 0, index + 1 == len(run)) for run in life for index, value in enumerate(accumulate(run))]
    kept = [look for look in looks if look[1] or look[2] or data.draw(st.booleans())]
    sums = []
    for some in (looks, kept):
        meter = Meter(every(0))
        sums.append(total(meter.add(every(value), restarted) for value, restarted, _ in some))
    assert sums[0] == sums[1]


@given(st.lists(st.tuples(*[st.none() | st.integers(0, 2**53)] * len(COUNTERS)), max_size=30), st.data())
def test_no_claim_whatsoever_gives_a_negative_increase(looks: list[Counters], data: st.DataObject) -> None:
    meter = Meter()
    for look in looks:
        assert all(value is None or value >= 0 for value in meter.add(look, data.draw(st.booleans())))


def test_latency_is_time_per_finished_request() -> None:
    assert mean_latency_ms(counters(busy_us=64_105_045, success=74, failed=6)) == 801.313
    assert mean_latency_ms(counters(busy_us=0, success=0, failed=0)) is None
    assert mean_latency_ms(counters(busy_us=5, success=1)) is None


@pytest.mark.parametrize(("success", "failed", "rate"), [(74, 6, 0.925), (0, 2, 0), (0, 0, None), (1, None, None)])
def test_a_success_rate_needs_finished_requests(success: int, failed: int | None, rate: float | None) -> None:
    assert success_rate(counters(success=success, failed=failed)) == rate


def test_unknown_time_is_not_downtime() -> None:
    assert uptime_percentage({"healthy": 30, "degraded": 30, "down": 40}) == 60
    assert uptime_percentage({"healthy": 5, "unknown": 900, "paused": 900}) == 100
    assert uptime_percentage({"unknown": 900}) is None
    assert coverage({"healthy": 30, "down": 10}, 80) == 0.5


@given(st.lists(st.integers(0, 100), min_size=1, max_size=200))
def test_p95_is_reached_by_95_of_100_looks(values: list[int]) -> None:
    histogram = Histogram({value: values.count(value) for value in values})
    p95 = histogram.percentile(95)
    assert p95 in values
    assert sum(value <= p95 for value in values) >= 0.95 * len(values) > sum(value < p95 for value in values)
    assert histogram.mean() == pytest.approx(sum(values) / len(values), abs=0.01)


def test_nothing_known_has_no_mean() -> None:
    assert (Histogram({}).mean(), Histogram({}).percentile(95), total([])) == (None, None, UNKNOWN)


@given(st.integers(1, 17_544 * HOUR_MS), st.integers(0, 10**7), st.integers(0, 10**12))
def test_auto_stays_under_its_points(period_ms: int, looks: int, start: int) -> None:
    width = auto_width(period_ms, looks)
    buckets = (start + period_ms - 1) // width - start // width + 1
    assert min(looks, buckets) < AUTO_POINTS
