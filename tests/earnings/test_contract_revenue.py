"""What a contract earned: growth of its highest figure, each part at the fee of the look that showed it."""

import pytest

from cocoonpool.earnings.ledger import Claim, record
from cocoonpool.money import SUPPLY_LIMIT
from tests.earnings.books import HOUR, MINUTE, ONE, OWNER, PROXY, START, TWO, A, B, Books, claim, look


def test_what_was_earned_before_is_in_all_time_revenue_and_in_no_period() -> None:
    books = Books()
    books.take(look(A, 0, 0, 1_000, fee=19))
    books.take(look(A, MINUTE, 10, 1_010, fee=19))
    assert books.earned() == 1_010 * 19
    assert books.contracts[ONE].opening == 1_000 * 19
    assert books.in_period(0, HOUR) == 10 * 19


def test_growth_is_priced_by_the_fee_of_the_look_that_showed_it() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0, fee=8))
    books.take(look(A, MINUTE, 100, 100, fee=8))
    books.take(look(A, 2 * MINUTE, 150, 150, fee=19))
    assert books.earned() == books.share(A) == 100 * 8 + 50 * 19
    assert books.contracts[ONE].fee == 19


@pytest.mark.parametrize("fee", [None, -1])
def test_without_a_fee_growth_waits_until_it_can_be_priced(fee: int | None) -> None:
    books = Books()
    books.take(look(A, 0, 0, 0, fee=8))
    books.take(look(A, HOUR, 100, 100, fee=fee))
    assert (books.earned(), books.contracts[ONE].tokens) == (0, 0)
    books.take(look(A, 2 * HOUR, 150, 150, fee=19))
    assert books.earned() == books.share(A) == 150 * 19


def test_a_contract_is_not_opened_without_a_fee_or_a_figure() -> None:
    books = Books()
    books.take(look(A, 0, 5, 500, fee=None), look(A, 1, 5, claim(None)))
    assert books.contracts == {}
    books.take(look(A, 2, 5, 500, fee=2))
    assert books.contracts[ONE].opening == 1_000


def test_any_of_the_three_figures_can_be_the_highest() -> None:
    books = Books()
    books.take(look(A, 0, 0, claim(10, 20, 30)))
    books.take(look(A, 1, 0, claim(40, None, None)))
    books.take(look(A, 2, 0, claim(None, 45, 41, cashed_out=12)))
    contract = books.contracts[ONE]
    assert (contract.max_known, contract.committed_to_proxy_db, contract.committed_to_blockchain) == (40, 45, 41)
    assert (books.earned(), contract.cashed_out) == (45, 12)


def test_a_lower_figure_never_takes_back_and_growth_below_the_highest_earns_nothing() -> None:
    books = Books()
    for minute, figure in enumerate((100, 90, 0, 60, 99, 100, 103)):
        books.take(look(A, minute * MINUTE, 0, figure))
    assert books.earned() == 103


def test_a_contract_keeps_the_participant_and_owner_it_was_first_seen_with() -> None:
    books = Books()
    books.take(look(A, 0, 0, 5, participant=7), look(B, 1, 0, 9, participant=8))
    contract = books.contracts[ONE]
    assert (contract.participant_id, contract.owner_address, contract.proxy_address) == (7, OWNER, PROXY)
    assert (contract.first_seen_at, contract.last_growth_at) == (START, START + 1)


def test_a_foreign_worker_can_neither_create_nor_raise_a_contract() -> None:
    books = Books()
    books.take(look(B, 0, 0, 10**9, trusted=False))
    assert books.contracts == {}
    books.take(look(A, 1, 0, 100))
    recorded = books.take(look(B, 2, 0, 10**9, fee=99, trusted=False))
    assert (books.earned(), books.contracts[ONE].fee, recorded.changed_contracts) == (100, 1, set())


@pytest.mark.parametrize(
    ("shown", "fee", "reason"),
    [
        (claim(-1), 1, "negative"),
        (claim(200, -5), 1, "negative"),
        (claim(200, cashed_out=-1), 1, "negative"),
        (claim(SUPPLY_LIMIT + 1), 1, "more than all TON"),
        (claim(SUPPLY_LIMIT // 19 + 1), 19, "more than all TON"),
        (claim(SUPPLY_LIMIT + 1), 0, "more than all TON"),
        (claim(200, cashed_out=2**80), 1, "more than all TON"),
        (claim(200), 2**80, "more than all TON"),
    ],
)
def test_an_absurd_figure_is_refused_and_changes_nothing(shown: Claim, fee: int, reason: str) -> None:
    books = Books()
    books.take(look(A, 0, 0, 100))
    recorded = books.take(look(A, 1, 0, shown, fee=fee))
    assert [(r.worker_id, r.sc_address) for r in recorded.refused] == [(A, ONE)]
    assert reason in recorded.refused[0].reason
    assert (books.earned(), books.contracts[ONE].fee, recorded.changed_contracts) == (100, 1, set())


def test_no_fee_change_can_push_the_sum_beyond_the_supply() -> None:
    books = Books()
    books.take(look(A, 0, 0, SUPPLY_LIMIT // 2, fee=2))
    recorded = books.take(look(A, 1, 0, SUPPLY_LIMIT, fee=1))
    assert [r.reason for r in recorded.refused] == ["worth more than all TON"]
    assert books.earned() == SUPPLY_LIMIT


@pytest.mark.parametrize("own", [-1, 2**80])
def test_an_absurd_counter_of_the_worker_is_refused_and_its_claims_still_count(own: int) -> None:
    books = Books()
    books.take(look(A, 0, 0, 0))
    recorded = books.take(look(A, MINUTE, own, 100))
    assert [(r.worker_id, r.sc_address) for r in recorded.refused] == [(A, None)]
    assert (books.earned(), books.share(A)) == (100, 0)


def test_two_contracts_of_one_worker_have_each_their_own_book() -> None:
    books = Books()
    books.take(look(A, 0, 0, claim(5, of=ONE), claim(7, of=TWO)))
    books.take(look(A, MINUTE, 30, claim(15, of=ONE), claim(27, of=TWO)))
    assert (books.earned(ONE), books.earned(TWO)) == (15, 27)
    assert (books.share(A, ONE), books.share(A, TWO)) == (10, 20)


def test_a_look_that_shows_nothing_new_changes_nothing() -> None:
    books = Books()
    books.take(look(A, 0, 10, 100), look(B, 1, 20, 100))
    recorded = books.take(look(A, 15_000, 10, 100), look(B, 15_001, 20, 99))
    assert (recorded.entries, recorded.refused) == ([], [])
    assert (recorded.changed_contracts, recorded.changed_workers) == (set(), set())


def test_a_look_from_the_future_is_dated_now() -> None:
    books = Books()
    books.take(look(A, 0, 0, 0))
    recorded = record(books.contracts, books.workers, [look(A, 100 * HOUR, 10, 10)], START + MINUTE)
    assert [(entry.worker_id, entry.amount, entry.at) for entry in recorded.entries] == [(A, 10, START + MINUTE)]
