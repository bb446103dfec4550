"""Whose work it was: shares follow the workers' own counters, and what cannot be shown stays unattributed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.earnings.attribution import share
from tests.earnings.books import HOUR, MINUTE, ONE, SECOND, TWO, A, B, Books, claim, look

C = 3


@given(st.integers(0, 10**18), st.lists(st.integers(0, 10**15), min_size=1, max_size=8))
def test_a_split_is_exact_fair_to_one_token_and_never_above_a_credit(tokens: int, credits: list[int]) -> None:
    parts, total = share(tokens, credits), sum(credits)
    assert sum(parts) == min(tokens, total)
    assert all(0 <= part <= credit for part, credit in zip(parts, credits, strict=True))
    if tokens < total:
        assert all(abs(part * total - tokens * c) < total for part, c in zip(parts, credits, strict=True))


def test_the_largest_remainder_wins_and_the_first_on_a_tie() -> None:
    assert share(10, [3, 3, 6]) == [3, 2, 5]
    assert share(1, [5, 5]) == [1, 0]
    assert share(3, [1, 2, 4]) == [0, 1, 2]


@pytest.mark.parametrize("gap", [0, 10 * SECOND, 100 * SECOND])
def test_growth_seen_through_another_worker_first_waits_for_the_one_that_did_it(gap: int) -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, 15 * MINUTE, 0, 500))
    books.take(look(B, 15 * MINUTE + gap, 500, 500))
    assert (books.share(A), books.share(B), books.unattributed()) == (0, 500, 0)


def test_work_seen_before_the_growth_waits_for_the_growth() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(B, MINUTE, 500, 0))
    books.take(look(A, MINUTE + 20 * SECOND, 0, 500))
    assert (books.share(A), books.share(B), books.unattributed()) == (0, 500, 0)


def test_work_and_growth_further_apart_than_the_lag_are_not_joined() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(B, MINUTE, 500, 0))
    books.take(look(A, 4 * MINUTE, 0, 500))
    assert (books.share(A), books.share(B), books.unattributed()) == (0, 0, 500)


def test_a_worker_back_after_hours_claims_what_stayed_open_in_its_absence() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    for step in range(1, 600):  # five hours; B does half of the work and is not reachable
        books.take(look(A, step * 30 * SECOND, step * 10, step * 20))
    assert (books.share(A), books.unattributed()) == (5_990, 5_990)
    assert len(books.contracts[ONE].pending) < 80
    books.take(look(B, 5 * HOUR, 5_990, 599 * 20))
    assert (books.share(A), books.share(B), books.unattributed()) == (5_990, 5_990, 0)
    assert books.in_period(0, HOUR, B) == pytest.approx(1_190, abs=100)  # dated when it was earned


def test_a_worker_that_came_later_claims_nothing_from_before_its_time() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, HOUR, 0, 500))
    books.take(look(B, 2 * HOUR, 0, 500))
    books.take(look(B, 3 * HOUR, 400, 500))
    assert (books.share(B), books.unattributed()) == (0, 500)


def test_after_a_day_open_growth_is_unattributed_for_good() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, HOUR, 0, 500))
    books.take(look(A, 26 * HOUR, 0, 600))
    assert books.pending() == 100
    books.take(look(B, 27 * HOUR, 600, 600))
    assert (books.share(B), books.unattributed()) == (100, 500)


def test_an_unwatched_machine_leaves_few_records_behind() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0))
    for step in range(1, 3_000):
        books.take(look(A, step * 60 * SECOND, step, step * 3, fee=8 + step // 1_000))
    assert (books.tokens_of(A), len(books.contracts[ONE].pending) < 80) == (2_999, True)
    assert len(books.workers[A].credits) < 10


def test_growth_is_shared_pro_rata_when_more_work_was_done_than_it_shows() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, MINUTE, 300, 0), look(B, MINUTE, 100, 0), look(C, MINUTE, 0, 100))
    assert (books.share(A), books.share(B), books.share(C)) == (75, 25, 0)


def test_a_little_work_is_not_lost_behind_a_busy_neighbour() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, 15 * SECOND, 1_000, 0), look(B, 15 * SECOND, 15_000, 0))
    for step in range(2, 30):  # the contract's figure lags a round behind, all the time
        at = step * 15 * SECOND
        books.take(look(A, at, 1_000, 1_000 + (step - 1) * 15_000), look(B, at, step * 15_000, 0))
    assert (books.share(A), books.unattributed()) == (1_000, 0)


def test_growth_of_two_fees_within_seconds_is_attributed_at_both() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, MINUTE, 0, 10, fee=8), look(A, MINUTE + SECOND, 0, 20, fee=19))
    books.take(look(B, MINUTE + 2 * SECOND, 20, 20, fee=19))
    assert (books.share(B), books.unattributed()) == (10 * 8 + 10 * 19, 0)


def test_one_counter_is_spent_once_over_several_contracts() -> None:
    books = Books()
    books.take(look(A, 0, 0, claim(0, of=ONE), claim(0, of=TWO)))
    books.take(look(B, MINUTE, 0, claim(80, of=ONE)), look(C, MINUTE, 0, claim(80, of=TWO)))
    books.take(look(A, MINUTE, 100, claim(80, of=ONE), claim(80, of=TWO)))
    assert books.tokens_of(A) == 100
    assert books.unattributed(ONE) + books.unattributed(TWO) == 60


def test_a_restart_never_loses_the_work_since() -> None:
    books = Books()
    books.take(look(A, 0, 900, 900))
    books.take(look(A, MINUTE, 40, 940))
    assert (books.share(A), books.unattributed()) == (940, 0)


def test_a_restart_while_the_fee_is_unknown_hides_no_work() -> None:
    books = Books()
    books.take(look(A, 0, 50, 50))
    books.take(look(A, MINUTE, 0, fee=None))
    books.take(look(A, 2 * MINUTE, 60, 110))
    assert (books.share(A), books.unattributed()) == (110, 0)


def test_a_late_delivery_is_no_restart() -> None:
    books = Books()
    books.take(look(A, 0, 900, 900))
    books.take(look(A, 2 * MINUTE, 950, 950))
    books.take(look(A, MINUTE, 920, 920), look(A, 2 * MINUTE, 950, 950))
    books.take(look(B, 3 * MINUTE, 0, 1_000))
    assert (books.share(A), books.unattributed()) == (950, 50)


def test_at_first_sight_a_worker_with_one_contract_claims_its_past() -> None:
    books = Books()
    books.take(look(A, 0, 400, 1_000))
    assert (books.share(A), books.unattributed()) == (400, 600)
    books.take(look(B, MINUTE, 700, 1_000))
    assert (books.share(A), books.share(B), books.unattributed()) == (400, 600, 0)
    assert books.in_period(0, HOUR) == 0


def test_at_first_sight_a_worker_with_several_contracts_claims_nothing() -> None:
    books = Books()
    books.take(look(A, 0, 400, claim(1_000, of=ONE), claim(5, of=TWO)))
    assert (books.share(A), books.unattributed(ONE), books.unattributed(TWO)) == (0, 1_000, 5)


def test_a_foreign_worker_gets_its_own_growth_and_nothing_of_the_past() -> None:
    books = Books()
    books.take(look(A, 0, 0, 1_000), look(B, 0, 5_000, 1_000, trusted=False))
    assert (books.share(B), books.unattributed()) == (0, 1_000)
    books.take(look(A, MINUTE, 0, 1_010), look(B, MINUTE, 5_010, 1_010, trusted=False))
    assert (books.share(B), books.unattributed()) == (10, 1_000)


def test_a_worker_registered_late_claims_open_growth_before_the_opening() -> None:
    books = Books()
    books.take(look(A, 0, 0, 1_000))
    books.take(look(A, 30 * MINUTE, 0, 1_200))
    books.take(look(B, 50 * MINUTE, 500, 1_200))  # B worked all the time, unwatched
    assert books.share(B) == 500
    assert books.in_period(0, HOUR, B) == 200


def test_a_newcomer_is_served_after_those_who_were_here_first() -> None:
    books = Books()
    books.take(look(A, 0, 0, 500), look(B, 0, 0, 500))
    books.take(look(A, 10 * MINUTE, 0, 1_000))
    books.take(look(B, HOUR, 500, 1_000), look(C, HOUR + 1, 500, 1_000))
    assert (books.share(B), books.share(C), books.unattributed()) == (500, 500, 0)


def test_the_first_work_on_a_new_proxy_is_found_in_its_opening() -> None:
    books = Books()
    books.take(look(A, 0, 0))
    books.take(look(A, 15 * SECOND, 70, 70))
    assert (books.share(A), books.unattributed()) == (70, 0)


def test_work_after_a_contract_was_first_seen_is_not_in_its_opening() -> None:
    books = Books()
    books.take(look(A, 0, 0, 1_000))
    books.take(look(A, 15 * SECOND, 10, 1_000))
    assert (books.share(A), books.unattributed()) == (0, 1_000)
    books.take(look(A, 30 * SECOND, 10, 1_010))
    assert books.share(A) == books.in_period(0, HOUR, A) == 10


def test_work_for_several_contracts_claims_no_opening() -> None:
    books = Books()
    books.take(look(A, 0, 0, claim(0, of=ONE)))
    books.take(look(A, 15 * SECOND, 70, claim(0, of=ONE), claim(70, of=TWO)))
    assert (books.share(A), books.unattributed(TWO)) == (0, 70)
    books.take(look(A, 30 * SECOND, 70, claim(50, of=ONE), claim(70, of=TWO)))
    assert (books.share(A, ONE), books.unattributed(TWO)) == (50, 70)


def test_a_removed_worker_keeps_its_share_and_gets_no_more() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(A, MINUTE, 10, 15), look(B, MINUTE, 10, 15))
    assert books.share(A) + books.share(B) == 15
    share_of_b = books.share(B)
    del books.workers[B]
    books.take(look(A, 2 * MINUTE, 10, 40))
    assert (books.share(A), books.share(B)) == (10, share_of_b)
    assert books.unattributed() == 30 - share_of_b


def test_slow_rounds_need_a_longer_lag() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0), look(B, 0, 0, 0))
    books.take(look(B, 5 * MINUTE, 500, 0), lag=10 * MINUTE)
    books.take(look(A, 10 * MINUTE, 0, 500), lag=10 * MINUTE)
    assert (books.share(B), books.unattributed()) == (500, 0)
