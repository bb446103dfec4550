"""Looks are spread, come back on their phase, and none is missed unsaid."""

from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.collector.schedule import after_look, first_due, next_due, phase

moments = st.floats(min_value=0, max_value=1e7)
workers = st.integers(min_value=1, max_value=100_000)


def test_a_thousand_workers_are_spread_evenly_over_the_interval() -> None:
    slots = [0] * 15
    for worker_id in range(1, 1001):
        slots[int(phase(worker_id, 15.0))] += 1
    assert sum(slots) == 1000
    assert min(slots) > 30
    assert max(slots) < 110


def test_a_restart_does_not_move_a_worker() -> None:
    assert phase(7, 15.0) == phase(7, 15.0)


@given(workers, moments)
def test_the_next_look_is_within_one_interval(worker_id: int, now: float) -> None:
    assert now < next_due(worker_id, 15.0, now) <= now + 15.0 + 1e-6


@given(workers, moments, st.floats(min_value=0, max_value=100))
def test_a_look_that_took_long_skips_ticks_and_says_how_many(worker_id: int, due: float, took: float) -> None:
    due = next_due(worker_id, 15.0, due)
    upcoming = after_look(worker_id, 15.0, due, due + took)
    assert upcoming.due >= due + took - 1e-6
    assert abs(upcoming.due - due - 15.0 * (upcoming.missed + 1)) < 1e-3
    assert upcoming.missed == 0 or took > 15.0 * upcoming.missed - 1e-3


def test_a_quick_look_misses_nothing() -> None:
    due = next_due(3, 15.0, 1000.0)
    assert after_look(3, 15.0, due, due + 0.02).missed == 0


@given(workers, st.integers(min_value=1, max_value=5000))
def test_a_small_fleet_is_seen_at_once_and_a_large_one_within_an_interval(worker_id: int, fleet: int) -> None:
    wait = first_due(worker_id, 15.0, fleet, 0.0)
    assert 0 <= wait <= min(15.0, fleet * 0.02)
