"""Recorded answers are read as what they are: amounts, hashes, links, and which of them is final."""

import msgspec
import pytest

from cocoonpool.ton import parse
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.hashes import NO_HASH, parse_hash
from cocoonpool.ton.transaction import Head, MethodResult, StackEntry, Transaction
from tests.ton.recordings import NAMES, Json, batch, parsed, recorded, recorded_transactions


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_transaction_is_read_as_printed(name: str) -> None:
    for printed, read in zip(recorded(name)["transactions"], recorded_transactions(name), strict=True):
        assert (read.lt, read.now, read.total_fees) == (int(printed["lt"]), printed["now"], int(printed["total_fees"]))
        assert read.account == printed["account"].lower()
        assert read.hash == parse_hash(printed["hash"])
        assert read.mc_block_seqno == printed["mc_block_seqno"]
        assert len(read.out_msgs) == len(printed["out_msgs"])


@pytest.mark.parametrize("name", NAMES)
def test_comments_are_those_the_indexer_saw(name: str) -> None:
    for printed, read in zip(recorded(name)["transactions"], recorded_transactions(name), strict=True):
        for shown, message in zip(printed["out_msgs"], read.out_msgs, strict=True):
            decoded = shown["message_content"]["decoded"]
            assert message.comment == (decoded["comment"] if decoded else None)


def test_the_real_transaction_balances() -> None:
    [read] = recorded_transactions("toncenter_v3_transactions_real_2025-07")
    assert read.in_msg and read.in_msg.value and read.balance_before is not None
    sent = sum(message.value or 0 for message in read.out_msgs)
    forwarding = sum(message.fwd_fee or 0 for message in read.out_msgs)
    assert read.balance_after == read.balance_before + read.in_msg.value - sent - read.total_fees - forwarding


def test_a_log_has_no_destination_and_no_value() -> None:
    [read] = recorded_transactions("toncenter_v3_transactions_real_2025-07")
    assert (read.out_msgs[0].destination, read.out_msgs[0].value) == (None, None)
    assert read.out_msgs[1].value == 93_402_800


@pytest.mark.parametrize("name", ["cocoon_payouts_ok", "cocoon_payout_last", "cocoon_payout_proxy_short_of_funds"])
def test_an_owners_revenue_stands_in_its_inbound_messages(name: str) -> None:
    meta = recorded(name)["_meta"]
    received = [
        {"tx_hash": read.hash, "lt": str(read.lt), "amount": str(read.in_msg.value)}
        for read in recorded_transactions(name)
        if read.account == meta["owner"] and read.in_msg and read.in_msg.opcode == 0xC59A7CD3
    ]
    expected = [event | {"tx_hash": parse_hash(event["tx_hash"])} for event in meta["expected_revenue_events"]]
    assert received == expected


def test_a_bounce_is_seen_by_its_flag() -> None:
    back = [read.in_msg for read in recorded_transactions("pool_payouts_v4r2") if read.in_msg and read.in_msg.bounced]
    assert [(message.value, message.opcode) for message in back] == [(299_600_000, 0xFFFFFFFF)]


def changed(**fields: object) -> Transaction:
    [read] = parsed(batch() | fields)
    return read


@pytest.mark.parametrize(
    ("fields", "final"),
    [
        ({}, True),
        ({"finality": 2}, True),
        ({"finality": None}, True),
        ({"finality": 1}, False),
        ({"finality": "confirmed"}, False),
        ({"emulated": True}, False),
        ({"mc_block_seqno": None}, False),
        ({"mc_block_seqno": 0}, False),
    ],
)
def test_final_is_what_the_masterchain_committed(fields: Json, final: bool) -> None:
    assert changed(**fields).final is final


def test_numbers_may_come_as_strings_or_as_numbers() -> None:
    printed = batch()
    assert parsed(printed | {"lt": int(printed["lt"]), "now": str(printed["now"])}) == parsed(printed)


def test_a_first_transaction_has_none_before_it() -> None:
    assert changed(prev_trans_lt="0", prev_trans_hash=None).prev_trans_hash == NO_HASH


@pytest.mark.parametrize("opcode", ["0x4d725d2c", 0x4D725D2C, str(0x4D725D2C)])
def test_an_opcode_is_read_in_every_spelling(opcode: object) -> None:
    printed = batch()
    [read] = parsed(printed | {"in_msg": printed["in_msg"] | {"opcode": opcode}})
    assert read.in_msg and read.in_msg.opcode == 0x4D725D2C


def test_a_signed_opcode_is_the_same_as_the_unsigned() -> None:
    printed = batch()
    [read] = parsed(printed | {"in_msg": printed["in_msg"] | {"opcode": 0xC59A7CD3 - 2**32}})
    assert read.in_msg and read.in_msg.opcode == 0xC59A7CD3


def test_every_recorded_refusal_is_a_fault() -> None:
    for status, body in recorded("toncenter_v3_errors").items():
        if status.isdecimal():
            fault = parse.parse_transactions(msgspec.json.encode(body))
            assert isinstance(fault, ChainFault)
            assert fault.kind is FaultKind.MALFORMED


def test_nothing_found_is_an_empty_page() -> None:
    assert parse.parse_transactions(b'{"transactions":[],"address_book":{}}') == ()


def test_other_answers_are_read() -> None:
    head = parse.parse_head(b'{"last":{"seqno":60000015,"gen_utime":"1795000300"},"first":{"seqno":1,"gen_utime":"1"}}')
    assert head == Head(60_000_015, 1_795_000_300)
    method = parse.parse_method(b'{"gas_used":1,"exit_code":0,"stack":[{"type":"num","value":"-0x2"},{"type":"list"}]}')
    assert method == MethodResult(0, (StackEntry("num", -2), StackEntry("list", None)))


def test_a_trace_is_read_by_hash() -> None:
    rows = recorded("cocoon_payouts_ok")["transactions"][:5]
    trace = {"trace_id": rows[0]["trace_id"], "is_incomplete": False, "transactions": {r["hash"]: r for r in rows}}
    read = parse.parse_traces(msgspec.json.encode({"traces": [trace]}))
    assert not isinstance(read, ChainFault)
    assert set(read[0].transactions) == {parse_hash(row["hash"]) for row in rows}
