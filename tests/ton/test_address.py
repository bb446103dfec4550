"""Every spelling of an address means one account, and nothing else passes for an address."""

import json
from base64 import b64encode, urlsafe_b64encode
from binascii import crc_hqx
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.ton.address import AddressError, parse, to_friendly

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "address.json").read_text())
FOUNDATION = "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8"
FRIENDLY = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"

raw_addresses = st.builds(
    lambda wc, digest: f"{wc}:{digest.hex()}", st.sampled_from((0, -1)), st.binary(min_size=32, max_size=32)
)


def friendly(tag: int, workchain: int = 0) -> str:
    body = bytes((tag, workchain)) + bytes.fromhex(FOUNDATION[2:])
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2)).decode()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_vector_gets_its_verdict(vector: dict[str, Any]) -> None:
    if vector["expected"] == "valid":
        assert parse(vector["input"], testnet=True) == vector["canonical_raw"]
    else:
        with pytest.raises(AddressError):
            parse(vector["input"], testnet=True)


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["expected"] == "valid"], ids=lambda v: v["id"])
def test_a_testnet_address_is_refused_on_mainnet_and_nothing_else_is(vector: dict[str, Any]) -> None:
    if vector.get("testnet_only"):
        with pytest.raises(AddressError, match="testnet"):
            parse(vector["input"])
    else:
        assert parse(vector["input"]) == vector["canonical_raw"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if v.get("prefix")], ids=lambda v: v["id"])
def test_it_writes_what_other_libraries_write(vector: dict[str, Any]) -> None:
    if not vector["testnet_only"]:
        assert to_friendly(vector["canonical_raw"], bounceable=vector["bounceable"]) == vector["input"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "48 characters, this has 0"),
        (FRIENDLY[:-1], "48 characters, this has 47"),
        (FRIENDLY + "\n", "48 characters, this has 49"),
        (FRIENDLY[:-1] + "=", "outside the base64 alphabet"),
        ("EQAN5L-O1Uu9FnSVUitxtIp+N7DZMzv3D/pS2vpbHe+cVUDz", "mixes"),
        (FRIENDLY[:-1] + "O", "checksum"),
        (friendly(0x3E), "public key"),
        (friendly(0x00), "tag"),
        (friendly(0x91), "testnet"),
        (friendly(0x11, 1), "workchain"),
        ("1" + FOUNDATION[1:], "workchain"),
        (" " + FOUNDATION, "workchain"),
        (FOUNDATION[:-1], "64 hexadecimal digits, this has 63"),
        (FOUNDATION + "\n", "64 hexadecimal digits, this has 65"),
        (FOUNDATION[:-1] + "g", "not a hexadecimal digit"),
        (FOUNDATION[:-1] + "\u0661", "not a hexadecimal digit"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_repeats_nothing(text: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason) as refusal:
        parse(text)
    assert not text or text.strip() not in str(refusal.value)


@given(raw_addresses, st.booleans())
def test_every_spelling_comes_back_to_the_same_key(raw: str, bounceable: bool) -> None:
    written = to_friendly(raw, bounceable=bounceable)
    plain = written.translate(str.maketrans("-_", "+/"))
    assert parse(written) == parse(plain) == parse(raw.upper()) == parse(raw) == raw


@given(raw_addresses, st.integers(0, 47), st.sampled_from("ABCabc019_-"))
def test_one_mistyped_character_is_always_noticed(raw: str, position: int, character: str) -> None:
    written = to_friendly(raw)
    mistyped = written[:position] + character + written[position + 1 :]
    if mistyped != written:
        with pytest.raises(AddressError):
            parse(mistyped, testnet=True)


@given(st.text(max_size=80) | st.binary(min_size=36, max_size=36).map(lambda raw: b64encode(raw).decode()))
def test_any_text_is_parsed_to_a_canonical_address_or_refused(text: str) -> None:
    try:
        raw = parse(text, testnet=True)
    except AddressError:
        return
    assert parse(to_friendly(raw)) == raw


@pytest.mark.parametrize("raw", [FOUNDATION.upper(), FRIENDLY, "1" + FOUNDATION[1:], FOUNDATION + "\n", ""])
def test_only_the_canonical_form_is_written_as_friendly(raw: str) -> None:
    if raw == FOUNDATION.upper():
        assert raw != FOUNDATION
    with pytest.raises(AddressError):
        to_friendly(raw)
