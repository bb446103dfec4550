"""Messages and data of Cocoon's contracts are read as the real code writes them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.simulator.cells import Bits, printed
from cocoonpool.ton.cell import CellError, from_base64
from cocoonpool.ton.cocoon import WORKER_CODES, worker_data, worker_request
from tests.ton.recordings import recorded

VECTORS = Path(__file__).parents[1] / "vectors"
OWNER, PAYEE = "0:" + "a1" * 32, "0:" + "c0" * 32


def vectors() -> Any:
    return json.loads((VECTORS / "cocoon_vectors.json").read_text())


def message(name: str) -> Any:
    return next(one for one in vectors()["messages"] if name in one["name"])


def test_the_order_to_pay_is_read() -> None:
    told = message("with payout payload")
    request = worker_request(told["body"])
    expected, order = told["decoded"], told["decoded"]["payload"]
    assert request.order is not None
    assert (str(request.query_id), request.owner) == (expected["query_id"], expected["owner_address"])
    assert (str(request.tokens), request.closed) == (expected["tokens"], False)
    assert (str(request.order.worker_part), str(request.order.proxy_part)) == (
        order["worker_part"],
        order["proxy_part"],
    )


def test_both_parts_of_an_order_tell_the_fee() -> None:
    order = worker_request(message("with payout payload")["body"]).order
    assert order is not None
    assert str(order.fee_unit) == vectors()["worker_fee_per_token"]


def test_a_registration_orders_nothing() -> None:
    assert worker_request(message("registration")["body"]).order is None


def test_the_last_payout_closes_the_contract() -> None:
    told = recorded("cocoon_payout_last")
    request = worker_request(told["transactions"][2]["in_msg"]["message_content"]["body"])
    assert (request.closed, str(request.tokens)) == (True, told["_meta"]["tokens_after"])


@pytest.mark.parametrize("name", ["signed payout request", "payout", "excesses"])
def test_other_messages_are_no_order(name: str) -> None:
    body = next(one["body"] for one in vectors()["messages"] if one["name"] == name)
    with pytest.raises(CellError, match="another message"):
        worker_request(body)


def test_the_data_of_a_contract_are_read_before_and_after_a_payout() -> None:
    told = vectors()
    before = worker_data(from_base64(told["worker_initial_data_boc"]))
    after = worker_data(from_base64(told["worker_data_after_boc"]))
    assert (before.owner, before.proxy, before.tokens) == (told["owner"], told["proxy"], 0)
    assert (after.owner, after.proxy_public_key) == (told["owner"], told["proxy_public_key"])
    assert (str(after.tokens), after.closed) == (told["new_tokens"], False)


def test_the_codes_we_know_are_those_recorded() -> None:
    real = json.loads((VECTORS / "cocoon_worker_real.json").read_text())
    assert {real["code_hash"], vectors()["worker_code_hash"]} == WORKER_CODES


@given(st.integers(0, 2**120 - 1), st.integers(0, 2**63 - 1), st.integers(0, 3))
def test_any_order_comes_out_as_written(amount: int, tokens: int, state: int) -> None:
    payload = Bits().uint(0x08E7D036, 32).coins(amount).coins(amount // 19).address(PAYEE)
    head = Bits().uint(0x4D725D2C, 32).uint(9, 64).address(OWNER).uint(state, 2).uint(tokens, 64)
    request = worker_request(printed(head.uint(1, 1).ref(payload)))
    assert request.order is not None
    assert (request.owner, request.tokens, request.closed) == (OWNER, tokens, state == 2)
    assert request.order.worker_part == amount


def test_a_counter_beyond_what_can_be_stored_is_refused() -> None:
    head = Bits().uint(0x4D725D2C, 32).uint(9, 64).address(OWNER).uint(0, 2).uint(2**64 - 1, 64).uint(0, 1)
    with pytest.raises(CellError, match="more tokens"):
        worker_request(printed(head))


def test_a_longer_layout_is_another_layout() -> None:
    head = Bits().uint(0x4D725D2C, 32).uint(9, 64).address(OWNER).uint(0, 2).uint(5, 64).uint(0, 1)
    with pytest.raises(CellError, match="more follows"):
        worker_request(printed(head.uint(1, 1)))
