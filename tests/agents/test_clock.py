"""When a look was taken, whatever the clock of its host says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.agents.clock import TOLERATED_MS, wrong_by
from cocoonpool.cocoon.batch import Batch, Round

NOW = 1_795_000_000_000
AGO = st.integers(min_value=0, max_value=7 * 86_400_000)
WRONG = st.integers(min_value=-40 * 365 * 86_400_000, max_value=40 * 365 * 86_400_000)


def sent(wall: int, mono: int) -> Batch:
    return Batch("stream", "boot", wall, mono, 1, [])


@settings(deadline=None)
@given(AGO, WRONG, WRONG, st.integers(min_value=0, max_value=3_000))
def test_within_a_boot_the_even_clock_alone_counts(ago: int, wrong_then: int, wrong_now: int, on_the_way: int) -> None:
    taken = Round("boot", NOW - ago + wrong_then, 10**12 - ago, [])
    found = wrong_by(sent(NOW + wrong_now, 10**12), taken, NOW + on_the_way)
    allowed = TOLERATED_MS + 1_000 if found == 0 else 3_500
    assert abs(taken.wall_ms - found - (NOW - ago)) <= allowed


@settings(deadline=None)
@given(AGO, WRONG)
def test_across_a_boot_the_hosts_own_note_counts(ago: int, wrong: int) -> None:
    taken = Round("earlier boot", NOW - ago + wrong, 5, [], server_ms=NOW - ago)
    assert abs(taken.wall_ms - wrong_by(sent(NOW, 10), taken, NOW) - (NOW - ago)) <= TOLERATED_MS


@settings(deadline=None)
@given(WRONG)
def test_without_a_note_the_clock_is_taken_to_be_as_wrong_as_now(wrong: int) -> None:
    taken = Round("earlier boot", NOW - 60_000 + wrong, 5, [])
    assert abs(taken.wall_ms - wrong_by(sent(NOW + wrong, 10), taken, NOW) - (NOW - 60_000)) <= TOLERATED_MS


def test_a_clock_that_is_nearly_right_is_believed_to_the_millisecond() -> None:
    taken = Round("boot", NOW - 15_000, 85_000, [])
    assert wrong_by(sent(NOW, 100_000), taken, NOW + 1_234) == 0
