"""Money that came back is found, and tied to the payment it was; money that stayed is delivered."""

import msgspec

from cocoonpool.ton.transaction import Transaction
from cocoonpool.ton.transfers import Transfer, bounce, bounced_transfer, delivery, outgoing
from tests.ton.recordings import recorded, recorded_transactions

ROWS = recorded_transactions("pool_payouts_v4r2")
POOL: str = recorded("pool_payouts_v4r2")["_meta"]["pool_wallet"]
SENT = [transfer for row in ROWS if row.account == POOL for transfer in outgoing(row)]
[BACK] = [found for row in ROWS if (found := bounce(row))]


def delivered(transfer: Transfer) -> list[tuple[bool, Transaction]]:
    return [(kept, row) for row in ROWS if (kept := delivery(transfer, row)) is not None]


def by_comment(comment: str) -> Transfer:
    return next(transfer for transfer in SENT if transfer.comment == comment)


def test_a_return_is_seen_with_its_amount() -> None:
    assert (BACK.account, BACK.source) == (POOL, recorded("pool_payouts_v4r2")["_meta"]["ghost"])
    assert BACK.amount == 299_600_000


def test_every_recorded_payment_has_one_recipient() -> None:
    expected = recorded("pool_payouts_v4r2")["_meta"]["outgoing"]
    assert [len(delivered(transfer)) for transfer in SENT] == [1] * len(expected)
    kept = [delivered(transfer)[0][0] for transfer in SENT]
    assert kept == [out["bounced_back"] is None for out in expected]


def test_an_account_without_code_keeps_what_cannot_bounce() -> None:
    [(kept, row)] = delivered(by_comment("stays on uninit account"))
    assert kept
    assert row.aborted


def test_the_payment_that_came_back_is_found_without_the_recipients_side() -> None:
    assert bounced_transfer(BACK, SENT) == by_comment("bounces back")


def test_a_payment_that_could_not_have_come_back_is_not_found() -> None:
    wanted = by_comment("bounces back")
    for change in ({"bounce": False}, {"amount": 299_599_999}, {"lt": BACK.lt + 1}, {"destination": POOL}):
        assert bounced_transfer(BACK, [msgspec.structs.replace(wanted, **change)]) is None


def test_of_several_payments_the_newest_before_the_return_is_meant() -> None:
    wanted = by_comment("bounces back")
    older = msgspec.structs.replace(wanted, lt=wanted.lt - 1, amount=10**10)
    sibling = msgspec.structs.replace(wanted, index=1)
    assert bounced_transfer(BACK, [sibling, wanted, older]) == sibling


def test_only_the_flag_makes_a_return() -> None:
    [row] = [row for row in ROWS if row.hash == BACK.transaction_hash]
    assert row.in_msg
    assert bounce(msgspec.structs.replace(row, in_msg=msgspec.structs.replace(row.in_msg, bounced=False))) is None
    assert bounce(msgspec.structs.replace(row, in_msg=msgspec.structs.replace(row.in_msg, opcode=None))) is not None
