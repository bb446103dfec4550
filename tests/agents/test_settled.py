"""A record is taken once, in whatever order and however often records come."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.agents.settled import MOST_RANGES, Settled, settle

SEQUENCES = st.integers(min_value=1, max_value=60)


@settings(deadline=None)
@given(st.lists(st.lists(SEQUENCES, max_size=8), max_size=12))
def test_each_record_is_fresh_exactly_once(batches: list[list[int]]) -> None:
    settled, taken = Settled(), list[int]()
    for batch in batches:
        fresh = [sequence for sequence in dict.fromkeys(batch) if sequence not in settled]
        taken += fresh
        settled = settle(settled, fresh, oldest=1)
    assert sorted(taken) == sorted({sequence for batch in batches for sequence in batch})


@settings(deadline=None)
@given(st.sets(SEQUENCES), SEQUENCES)
def test_what_the_agent_no_longer_holds_is_behind_us(sequences: set[int], oldest: int) -> None:
    settled = settle(settle(Settled(), sorted(sequences), 1), [], oldest)
    assert all((number in settled) == (number < oldest or number in sequences) for number in range(1, 70))


def test_gaps_without_end_stay_few_and_take_nothing_twice() -> None:
    settled = settle(Settled(), list(range(1, 10 * MOST_RANGES, 2)), 1)
    assert len(settled.ranges) == MOST_RANGES
    assert all(number in settled for number in range(1, 10 * MOST_RANGES, 2))
