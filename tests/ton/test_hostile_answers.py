"""Whatever an indexer sends, the parsers answer: with what it says, or with a fault that repeats nothing of it."""

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.money import SUPPLY_LIMIT
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.parse import parse_accounts, parse_head, parse_method, parse_traces, parse_transactions
from tests.ton.recordings import NAMES, Json, batch, recorded_bytes

PARSERS = (parse_transactions, parse_traces, parse_head, parse_accounts, parse_method)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def page(printed: Json) -> bytes:
    return msgspec.json.encode({"transactions": [printed]})


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(body: bytes) -> None:
    for parse in PARSERS:
        parse(body)


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=30)
def test_a_mutated_recording_is_answered(name: str, seed: int) -> None:
    chance = random.Random(seed)
    body = bytearray(recorded_bytes(name))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body))
        body[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    read = parse_transactions(bytes(body[: chance.choice([None, chance.randrange(len(body))])]))
    assert isinstance(read, tuple | ChainFault)


@given(field=st.sampled_from(sorted(batch())), value=JSON)
def test_any_value_in_any_field_is_answered(field: str, value: object) -> None:
    assert isinstance(parse_transactions(page(batch() | {field: value})), tuple | ChainFault)


@given(field=st.sampled_from(sorted(batch()["in_msg"])), value=JSON)
def test_any_value_in_any_field_of_a_message_is_answered(field: str, value: object) -> None:
    printed = batch()
    assert isinstance(
        parse_transactions(page(printed | {"in_msg": printed["in_msg"] | {field: value}})), tuple | ChainFault
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"account": "somebody-secret"},
        {"account": "1:" + "0" * 64},
        {"hash": "somebody-secret"},
        {"lt": "-1"},
        {"lt": str(2**63)},
        {"now": 2**32},
        {"total_fees": "-1"},
        {"total_fees": str(SUPPLY_LIMIT + 1)},
        {"prev_trans_hash": None},
        {"out_msgs": None},
        {"description": None},
        {"mc_block_seqno": "somebody-secret"},
    ],
)
def test_a_value_that_cannot_be_spoils_the_page_and_is_not_repeated(fields: Json) -> None:
    fault = parse_transactions(page(batch() | fields))
    assert isinstance(fault, ChainFault)
    assert fault.kind is FaultKind.MALFORMED
    assert "somebody-secret" not in repr(fault)


@pytest.mark.parametrize(
    "body", [b"[" * 500_000, b'{"transactions":' * 100_000, b'{"transactions":[],"a":' + b"[" * 10**6]
)
def test_deep_nesting_is_a_fault(body: bytes) -> None:
    assert all(isinstance(parse(body), ChainFault) for parse in PARSERS)


@pytest.mark.parametrize("value", ["", "0x", "1e9", "0x" + "f" * 80, "9" * 5000, None, {}])
def test_a_number_of_a_stack_that_is_none_is_a_fault(value: object) -> None:
    body = msgspec.json.encode({"exit_code": 0, "stack": [{"type": "num", "value": value}]})
    assert isinstance(parse_method(body), ChainFault)
