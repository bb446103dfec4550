"""Every out message of a wallet is told for what it is: a payment of TON, or something else."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.ton.hashes import parse_hash
from cocoonpool.ton.transfers import TransferKind, outgoing
from tests.ton.recordings import Json, parsed, recorded, recorded_transactions
from tests.ton.sendings import SORTS, TRIGGERS, Sort, transaction

SOME = ("plain", "text", "jetton transfer", "self", "zero", "log", "excesses", "encrypted text")
FAILURES: dict[str, Json] = {
    "the action failed": {"action": {"success": False, "result_code": 37}},
    "there was no action": {"action": None},
    "the code failed": {"compute_ph": {"skipped": False, "success": False, "exit_code": 9}, "aborted": True},
    "no code ran": {"compute_ph": {"skipped": True, "reason": "no_state"}, "aborted": True},
    "aborted": {"aborted": True},
}


def kinds(*sorts: Sort, **how: object) -> list[str]:
    [read] = parsed(transaction(*sorts, **how))  # type: ignore[arg-type]
    return [transfer.kind.value for transfer in outgoing(read)]


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("name", SORTS)
def test_a_message_is_what_it_is_whatever_made_the_wallet_send_it(name: str, trigger: str) -> None:
    sort = SORTS[name]
    [read] = parsed(transaction(sort, trigger=TRIGGERS[trigger]))
    [transfer] = outgoing(read)
    assert (transfer.kind.value, transfer.comment) == (sort.kind, sort.comment)
    assert transfer.amount == int(sort.fields.get("value", 500_000_000) or 0)
    assert transfer.encrypted_comment is (name == "encrypted text")


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(SOME, 2)))
def test_neighbours_in_a_batch_do_not_rub_off(first: str, second: str) -> None:
    assert kinds(SORTS[first], SORTS[second], SORTS[first]) == [SORTS[n].kind for n in (first, second, first)]


@pytest.mark.parametrize("why", FAILURES)
@pytest.mark.parametrize("name", SOME)
def test_nothing_of_a_failed_transaction_is_a_payment(name: str, why: str) -> None:
    expected = "log" if name == "log" else "failed"
    assert kinds(SORTS[name], **FAILURES[why]) == [expected]


@pytest.mark.parametrize("size", [4, 100, 254, 255])
def test_a_large_batch_is_all_its_payments(size: int) -> None:
    assert kinds(*itertools.islice(itertools.cycle([SORTS["plain"], SORTS["text"]]), size)) == ["transfer"] * size


def test_a_message_dropped_for_lack_of_money_is_absent_and_the_rest_are_payments() -> None:
    action = {"success": True, "valid": True, "result_code": 0, "tot_actions": 3, "skipped_actions": 2}
    assert kinds(SORTS["plain"], action=action) == ["transfer"]


def test_a_wallet_that_sends_nothing_pays_nobody() -> None:
    assert kinds() == []


def test_the_recorded_payouts_are_exactly_those_expected() -> None:
    answer = recorded("pool_payouts_v4r2")
    pool = answer["_meta"]["pool_wallet"]
    found = [
        {"tx_hash": t.transaction_hash, "to": t.destination, "amount": str(t.amount), "comment": t.comment, "self": own}
        for row in recorded_transactions("pool_payouts_v4r2")
        if row.account == pool
        for t in outgoing(row)
        for own in [t.kind is TransferKind.SELF]
    ]
    expected = [
        {"tx_hash": parse_hash(out["tx_hash"]), "to": out["to"].lower(), "amount": out["amount"]}
        | {"comment": out["comment"], "self": out["self"]}
        for out in answer["_meta"]["outgoing"]
    ]
    assert found == expected


@given(st.lists(st.sampled_from(sorted(SORTS)), min_size=1, max_size=20), st.integers(0, 10**10))
def test_the_fees_of_a_batch_add_up_to_the_nano(names: list[str], total_fees: int) -> None:
    [read] = parsed(transaction(*(SORTS[name] for name in names)) | {"total_fees": str(total_fees)})
    transfers = outgoing(read)
    forwarding = sum(message.fwd_fee or 0 for message in read.out_msgs)
    paying = [transfer for transfer in transfers if transfer.kind is not TransferKind.LOG]
    assert sum(transfer.fee for transfer in transfers) == forwarding + (total_fees if paying else 0)


def test_each_transfer_has_its_own_key() -> None:
    [read] = parsed(transaction(*([SORTS["plain"]] * 50)))
    transfers = outgoing(read)
    assert [transfer.index for transfer in transfers] == list(range(50))
    assert len({transfer.message_hash for transfer in transfers}) == 50


def test_there_are_more_than_two_hundred_cases() -> None:
    assert len(SORTS) * len(TRIGGERS) + len(SOME) * (len(SOME) - 1 + len(FAILURES)) > 200
    assert len(SORTS) >= 70
