"""Cells read from bags have the hashes that the chain gives them, and their fields."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.simulator.cells import Bits, bag, printed
from cocoonpool.ton.cell import Cell, CellError, Slice, crc32c, from_base64, from_boc
from tests.ton.recordings import recorded

VECTORS = Path(__file__).parents[1] / "vectors"
NOBODY = "0:" + "5a" * 32


def vector(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text())


@pytest.mark.parametrize("kind", ["worker", "proxy", "client"])
def test_contract_code_has_the_hash_known_from_mainnet(kind: str) -> None:
    code = from_boc(bytes.fromhex(vector("cocoon_codes_v17")[kind]))
    assert code.hash.hex() == vector("cocoon_vectors")[f"{kind}_code_hash"]


def test_a_real_worker_contract_stands_at_the_hash_of_its_code_and_data() -> None:
    real = vector("cocoon_worker_real")
    code, data = from_boc(bytes.fromhex(real["code_boc_hex"])), from_boc(bytes.fromhex(real["data_boc_hex"]))
    assert code.hash.hex() == real["code_hash"]
    assert "0:" + Cell(0b00110, 5, (code, data)).hash.hex() == real["raw"]


@pytest.mark.parametrize("name", ["cocoon_payouts_ok", "pool_payouts_v4r2", "toncenter_v3_transactions_real_2025-07"])
def test_every_recorded_body_has_the_hash_recorded_with_it(name: str) -> None:
    rows = recorded(name)["transactions"]
    messages = [message for row in rows for message in (row["in_msg"], *row["out_msgs"]) if message]
    bodies = [message["message_content"] for message in messages if message.get("message_content")]
    assert bodies
    for body in bodies:
        assert base64.b64encode(from_base64(body["body"]).hash).decode() == body["hash"]


def test_a_library_cell_is_read_and_hashed_but_holds_no_fields() -> None:
    library = from_boc(bytes.fromhex("b5ee9c72010101010023000842") + b"\x02" + bytes(range(32)))
    assert (library.exotic, library.length) == (True, 264)
    with pytest.raises(CellError, match="library"):
        Slice(library)


def test_the_checksum_is_the_one_of_the_rfc() -> None:
    assert crc32c(b"123456789") == 0xE3069283


@given(st.integers(0, 2**120 - 1), st.booleans(), st.integers(0, 2**64 - 1))
def test_fields_come_out_as_they_were_written(amount: int, flag: bool, counter: int) -> None:
    written = Bits().coins(amount).uint(flag, 1).address(NOBODY).uint(counter, 64).ref(Bits().uint(7, 3))
    fields = Slice(from_boc(bag(written)))
    assert (fields.coins(), fields.uint(1), fields.address(), fields.uint(64)) == (amount, flag, NOBODY, counter)
    assert Slice(fields.ref()).uint(3) == 7
    fields.end()


def test_masterchain_and_missing_addresses() -> None:
    fields = Slice(from_base64(printed(Bits().address("-1:" + "0f" * 32).uint(0, 2))))
    assert (fields.address(), fields.address()) == ("-1:" + "0f" * 32, None)


@pytest.mark.parametrize(
    "read",
    [
        lambda fields: fields.uint(9),
        lambda fields: fields.coins(),
        lambda fields: fields.address(),
        lambda fields: fields.ref(),
        lambda fields: fields.maybe_ref(),
        lambda fields: fields.rest() and fields.uint(1),
    ],
)
def test_reading_more_than_there_is_is_said(read: Any) -> None:
    with pytest.raises(CellError):
        read(Slice(from_boc(bag(Bits().uint(0xFF, 8)))))


def test_what_was_not_read_is_noticed() -> None:
    for left in (Bits().uint(1, 1), Bits().ref(Bits())):
        with pytest.raises(CellError, match="more follows"):
            Slice(from_boc(bag(left))).end()
