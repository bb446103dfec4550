"""Pages prove that nothing of an account's history was skipped, and name the first gap."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.ton.continuity import Cursor, prove
from cocoonpool.ton.hashes import NO_HASH
from cocoonpool.ton.transaction import Transaction
from tests.ton.recordings import recorded, recorded_transactions


def history(length: int) -> list[Transaction]:
    [model, *_] = recorded_transactions("pool_payouts_v4r2")
    rows: list[Transaction] = []
    for number in range(1, length + 1):
        before = (rows[-1].lt, rows[-1].hash) if rows else (0, NO_HASH)
        link = {"prev_trans_lt": before[0], "prev_trans_hash": before[1]}
        rows.append(msgspec.structs.replace(model, lt=10 * number, hash=f"{number:064x}", **link))
    return rows


def test_the_recorded_wallet_has_no_gap() -> None:
    wallet = recorded("pool_payouts_v4r2")["_meta"]["pool_wallet"]
    rows = [row for row in recorded_transactions("pool_payouts_v4r2") if row.account == wallet]
    proven = prove(Cursor(), rows)
    assert proven.gap is None
    assert proven.transactions == tuple(rows)
    assert proven.cursor == Cursor(20_000_000, rows[-1].hash)


@given(st.integers(2, 12), st.data())
def test_any_missing_transaction_is_named(length: int, data: st.DataObject) -> None:
    rows = history(length)
    lost = data.draw(st.integers(0, length - 2))
    proven = prove(Cursor(), rows[:lost] + rows[lost + 1 :])
    assert proven.transactions == tuple(rows[:lost])
    assert proven.gap is not None
    assert (proven.gap.after_lt, proven.gap.before_lt) == (10 * lost, 10 * (lost + 2))
    assert f"lt {10 * (lost + 1)} is missing" in proven.gap.reason


@given(st.integers(1, 12), st.data())
def test_pages_of_any_size_prove_the_same(length: int, data: st.DataObject) -> None:
    rows, cursor, taken = history(length), Cursor(), list[Transaction]()
    while len(taken) < length:
        size = data.draw(st.integers(1, length))
        proven = prove(cursor, rows[len(taken) : len(taken) + size])
        assert proven.gap is None
        taken += proven.transactions
        cursor = proven.cursor
    assert taken == rows


def test_another_history_under_the_cursor_is_a_gap() -> None:
    proven = prove(Cursor(10, "f" * 64), history(3)[1:])
    assert proven.transactions == ()
    assert proven.gap and "has another hash" in proven.gap.reason


def test_a_cursor_that_is_not_of_this_history_is_a_gap() -> None:
    proven = prove(Cursor(15, "f" * 64), history(3)[1:])
    assert proven.gap and "is not part of this history" in proven.gap.reason


def test_a_point_chosen_by_hand_may_lie_between_two_transactions() -> None:
    assert prove(Cursor(15), history(3)[1:]).gap is None


def test_a_point_chosen_by_hand_still_shows_what_is_missing_after_it() -> None:
    assert prove(Cursor(5), history(3)[1:]).gap is not None


def test_a_transaction_twice_is_not_taken_twice() -> None:
    rows = history(2)
    assert prove(Cursor(), [rows[0], *rows]).transactions == (rows[0],)
