"""A payment is revenue if a worker contract of its owner ordered it; the opcode alone says nothing."""

from typing import Any

import msgspec
import pytest

from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.recognition import Judged, Proof, Standing, judge, payment, prove
from cocoonpool.money import Nanoton
from cocoonpool.simulator.cocoonchain import contract_data, order_body
from cocoonpool.ton.cocoon import WORKER_CODES
from cocoonpool.ton.transaction import AccountState, Message, Transaction
from tests.ton.recordings import recorded, recorded_transactions

META = recorded("cocoon_payouts_ok")["_meta"]
OWNER, WORKER, PROXY = META["owner"], META["worker"], META["proxy"]
STRANGER = "0:" + "5a" * 32
CODE = min(WORKER_CODES)


def contract(**fields: Any) -> Contract:
    described = {
        "sc_address": WORKER,
        "participant_id": 1,
        "owner_address": OWNER,
        "proxy_address": PROXY,
        "first_seen_at": 0,
        "fee": 19,
        "opening_tokens": 0,
        "opening_fee": 19,
        "opening_left": 0,
        "opening": Nanoton(0),
        "earned": Nanoton(0),
        "unattributed": Nanoton(0),
    }
    return Contract(**{**described, **fields})


def rows(account: str, name: str = "cocoon_payouts_ok") -> list[Transaction]:
    return [row for row in recorded_transactions(name) if row.account == account]


def judged(*contracts: Contract, told: Transaction | None = None, paid: Transaction | None = None) -> Judged:
    """The first recorded payment, held against its recorded parent; either may be changed."""
    received = payment(paid or rows(OWNER)[0])
    assert received is not None
    return judge(received, [told or rows(PROXY)[0]], {one.sc_address: one for one in contracts or (contract(),)})


def change(row: Transaction, **fields: Any) -> Transaction:
    """The transaction with another in-message."""
    assert row.in_msg is not None
    return msgspec.structs.replace(row, in_msg=msgspec.structs.replace(row.in_msg, **fields))


def test_all_recorded_payouts_are_recognised_to_the_nanoton() -> None:
    for name in ("cocoon_payouts_ok", "cocoon_payout_last"):
        found = [payment(row) for row in recorded_transactions(name)]
        expected = recorded(name)["_meta"]["expected_revenue_events"]
        assert [str(one.amount) for one in found if one] == [event["amount"] for event in expected]
        for received, parent in zip(filter(None, found), rows(PROXY, name), strict=True):
            verdict = judge(received, [parent], {WORKER: contract()})
            assert (verdict.standing, verdict.sc_address) == (Standing.REVENUE, WORKER)


def test_the_counter_comes_along() -> None:
    assert judged().tokens == 236_849_910


def test_a_transaction_that_was_aborted_kept_the_money() -> None:
    tiny = rows(OWNER)[2]
    received = payment(tiny)
    assert tiny.aborted is True
    assert received is not None
    assert received.amount == 19


def test_a_payout_that_the_proxy_could_not_pay_reaches_nobody() -> None:
    assert [payment(row) for row in recorded_transactions("cocoon_payout_proxy_short_of_funds")] == [None] * 4


@pytest.mark.parametrize("fields", [{"bounced": True}, {"value": Nanoton(0)}, {"opcode": 0x2565934C}, {"source": None}])
def test_what_did_not_bring_a_payouts_money_is_not_even_a_candidate(fields: dict[str, Any]) -> None:
    assert payment(change(rows(OWNER)[0], **fields)) is None


def test_a_refund_or_a_withdrawal_carries_the_same_opcode_and_is_not_revenue() -> None:
    """A client's refund, a top-up sent back by a closed proxy, the proxy owner's own share: other parents."""
    for opcode in (0xC68EBC7B, 0xF4C354C9, 0x5CFC6B87, 0x7610E6EB, 0x636A4391):
        assert judged(told=change(rows(PROXY)[0], opcode=opcode)).standing is Standing.OTHER
    outside = msgspec.structs.replace(rows(PROXY)[0], in_msg=None)
    assert judged(told=outside).standing is Standing.OTHER


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (order_body(OWNER, 5, None), "no payout"),
        (order_body(STRANGER, 5, 4_500_148_290), "another owner"),
        (order_body(OWNER, 5, 4_500_148_289), "amount"),
        (order_body(OWNER, 5, 4_500_148_290, opcode=0xA040AD28), "not readable"),
        ("AAAA", "not readable"),
        (None, "not readable"),
    ],
)
def test_an_order_for_another_owner_or_amount_or_none_at_all_is_not_revenue(body: str | None, why: str) -> None:
    verdict = judged(told=change(rows(PROXY)[0], body=body))
    assert verdict.standing is Standing.OTHER
    assert why in str(verdict.reason)


def test_a_parent_that_did_not_send_this_message_is_no_parent() -> None:
    wrong = rows(PROXY)[1]
    assert judged(told=wrong).standing is Standing.PENDING
    elsewhere = msgspec.structs.replace(rows(PROXY)[0], account=STRANGER)
    assert judged(told=elsewhere).standing is Standing.PENDING


def test_what_the_ledger_does_not_know_waits_with_its_worker_contract_noted() -> None:
    verdict = judged(contract(sc_address=STRANGER))
    assert (verdict.standing, verdict.sc_address, verdict.tokens) == (Standing.UNKNOWN, WORKER, 236_849_910)
    other_proxy = judged(contract(proxy_address=STRANGER))
    assert (other_proxy.standing, other_proxy.sc_address) == (Standing.UNKNOWN, None)


def test_a_contract_that_never_showed_its_proxy_does_not_stand_in_the_way() -> None:
    assert judged(contract(proxy_address=None)).standing is Standing.REVENUE


def test_no_message_at_all_is_no_payment() -> None:
    assert payment(msgspec.structs.replace(rows(OWNER)[0], in_msg=None)) is None
    assert isinstance(rows(OWNER)[0].in_msg, Message)


@pytest.mark.parametrize(
    ("owner", "proxy", "code", "expected"),
    [
        (OWNER, PROXY, CODE, (Proof.PROVEN, 77)),
        (OWNER, PROXY, "ab" * 32, (Proof.UNKNOWN_CODE, 77)),
        (STRANGER, PROXY, CODE, (Proof.CONTRADICTED, None)),
        (OWNER, STRANGER, CODE, (Proof.CONTRADICTED, None)),
        (STRANGER, PROXY, "ab" * 32, (Proof.UNKNOWN_CODE, None)),
    ],
)
def test_the_chain_confirms_or_contradicts_what_workers_say_of_a_contract(
    owner: str, proxy: str, code: str, expected: tuple[Proof, int | None]
) -> None:
    state = AccountState(address=WORKER, status="active", code_hash=code, data=contract_data(owner, proxy, 77))
    assert prove(contract(), state) == expected


@pytest.mark.parametrize("data", [None, "AAAA", order_body(OWNER, 5, 5)])
def test_without_readable_data_nothing_is_said_of_a_contract(data: str | None) -> None:
    state = AccountState(address=WORKER, status="active", code_hash=CODE, data=data)
    assert prove(contract(), state) == (Proof.UNREAD, None)
    assert prove(contract(), None) == (Proof.UNREAD, None)
