"""What was cashed out and never arrived shows, with its size and since when; a gap is never invented."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.earnings.arrears import Arrears, Held, Part, hold, rate_of
from cocoonpool.money import SUPPLY_LIMIT, Nanoton

FEE, NOW = 19, 1_000_000


def part(before: int, tokens: int, at: int = 10, fee: int = FEE) -> Part:
    return Part(Nanoton((tokens - before) * fee), tokens, at)


def held(*parts: Part, cashed_out: int | None = None, whole: bool = True, before: Arrears | None = None) -> Held:
    return hold(parts, cashed_out, FEE, whole=whole, before=before, now=NOW)


def test_payments_that_follow_each_other_leave_nothing_missing() -> None:
    assert held(part(0, 100), part(100, 250), cashed_out=250) == Held(Nanoton(250 * FEE), 250, 0)


def test_a_payout_the_proxy_could_not_pay_is_missing_from_the_moment_it_is_known() -> None:
    found = held(part(0, 100), cashed_out=250)
    assert found == Held(Nanoton(100 * FEE), 100, 150, Arrears(150, Nanoton(150 * FEE), 100, NOW))


def test_the_next_payment_proves_that_the_one_before_was_lost() -> None:
    found = held(part(0, 100, at=10), part(250, 300, at=70), cashed_out=300)
    assert found.arrears == Arrears(150, Nanoton(150 * FEE), 100, 70)


def test_an_old_gap_keeps_its_age_when_a_new_one_joins_it() -> None:
    old = Arrears(150, Nanoton(150 * FEE), 100, 55)
    found = held(part(0, 100), cashed_out=400, before=old)
    assert found.arrears == Arrears(300, Nanoton(300 * FEE), 100, 55)


def test_a_gap_that_was_filled_leaves_no_age_to_the_next_one() -> None:
    old = Arrears(150, Nanoton(150 * FEE), 100, 55)
    assert held(part(0, 100), part(100, 250), cashed_out=300, before=old).arrears == Arrears(
        50, Nanoton(50 * FEE), 250, NOW
    )


def test_a_claim_older_than_the_chain_is_no_gap() -> None:
    assert held(part(0, 100), cashed_out=40) == Held(Nanoton(100 * FEE), 100, 0)


def test_what_nobody_told_is_unknown() -> None:
    assert held() == Held(Nanoton(0), 0, None)
    assert held(cashed_out=0) == Held(Nanoton(0), 0, 0)
    assert held(cashed_out=50).missing_tokens == 50


def test_a_history_that_begins_late_says_nothing_of_the_time_before() -> None:
    assert held(cashed_out=100, whole=False) == Held(None, None, None)
    assert held(part(500, 600), cashed_out=600, whole=False) == Held(None, None, 0)
    assert held(part(500, 600), cashed_out=650, whole=False).missing_tokens == 50
    first_of_all = held(part(0, 100), cashed_out=100, whole=False)
    assert first_of_all == Held(Nanoton(100 * FEE), 100, 0)  # it began with the contract: nothing was before


def test_an_older_contract_pays_by_its_own_fee_not_by_todays() -> None:
    old = [part(0, 100, fee=7), part(100, 250, fee=7)]
    assert rate_of(old, FEE) == 7
    assert hold(old, 300, FEE, whole=True, before=None, now=NOW).arrears == Arrears(50, Nanoton(350), 250, NOW)


def test_a_payments_own_parts_tell_an_older_fee_where_todays_would_divide_it_too() -> None:
    """7 nanoTON a token, and 19 tokens times whatever: by today's fee more than half would seem to be missing."""
    paid = Part(Nanoton(7 * 19 * 10), 190, 5, fee_unit=7)
    assert hold([paid], 190, FEE, whole=True, before=None, now=NOW) == Held(Nanoton(1330), 190, 0)


def test_payments_that_fit_no_fee_say_how_much_came_but_not_what_is_missing() -> None:
    odd = [Part(Nanoton(1_000), 10, 1), Part(Nanoton(999), 10, 2)]
    assert hold(odd, 50, FEE, whole=True, before=None, now=NOW) == Held(Nanoton(1999), None, None)


def test_more_than_all_money_is_not_believed_to_be_missing() -> None:
    assert held(cashed_out=SUPPLY_LIMIT).missing_tokens is None


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[int, int, bool]], int]:
    """Payouts (before, after, whether it arrived) of a contract with a fee."""
    steps = draw(st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), max_size=12))
    counter, found = 0, []
    for grown, arrived in steps:
        found.append((counter, counter + grown, arrived))
        counter += grown
    return found, draw(st.integers(1, 50))


@given(histories(), st.randoms())
def test_received_and_missing_add_up_to_cashed_out(
    history: tuple[list[tuple[int, int, bool]], int], chance: Random
) -> None:
    payouts, fee = history
    parts = [part(before, after, fee=fee) for before, after, arrived in payouts if arrived]
    chance.shuffle(parts)
    cashed_out = payouts[-1][1] if payouts else 0
    found = hold(parts, cashed_out, fee, whole=True, before=None, now=NOW)
    lost = sum(after - before for before, after, arrived in payouts if not arrived)
    assert (found.received_tokens, found.missing_tokens) == (cashed_out - lost, lost)
    if lost:
        assert found.arrears is not None
        assert found.arrears.amount == lost * fee
        assert found.arrears.start == next(before for before, _, arrived in payouts if not arrived)


@given(st.lists(st.tuples(st.integers(1, 10**18), st.integers(0, 2**63 - 1)), max_size=6), st.integers(0, 100))
def test_nonsense_from_the_chain_is_survived(told: list[tuple[int, int]], fee: int) -> None:
    parts = [Part(Nanoton(amount), tokens, 5) for amount, tokens in told]
    found = hold(parts, None, fee, whole=True, before=None, now=NOW)
    assert found.arrears is None or 0 < found.arrears.amount <= SUPPLY_LIMIT


@pytest.mark.parametrize("cashed_out", [None, 0])
def test_a_fee_of_nothing_divides_nothing(cashed_out: int | None) -> None:
    assert hold([], cashed_out, 0, whole=True, before=None, now=NOW).missing_tokens in (None, 0)
