"""A hash is 32 bytes however it is spelled; what is not one is refused in words."""

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.ton.hashes import parse_hash, to_base64

DIGEST = bytes.fromhex("2bbf211a9667b5445922a153fc17b07c90ac0cf91ecbd6675fcfd3ee6b0e0cd4")


def spellings(digest: bytes) -> list[str]:
    standard, safe = b64encode(digest).decode(), urlsafe_b64encode(digest).decode()
    hexadecimal = digest.hex()
    plain = [hexadecimal, hexadecimal.upper(), f"0x{hexadecimal}", f"0X{hexadecimal.upper()}"]
    return [*plain, standard, standard.rstrip("="), safe, safe.rstrip("=")]


@given(st.binary(min_size=32, max_size=32))
def test_every_spelling_is_the_same_hash(digest: bytes) -> None:
    assert {parse_hash(text) for text in spellings(digest)} == {digest.hex()}
    assert to_base64(digest.hex()) == b64encode(digest).decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "this has 0"),
        (DIGEST.hex()[:-1], "this has 63"),
        (DIGEST.hex() + "0", "this has 65"),
        (DIGEST.hex()[:-1] + "g", "neither hexadecimal nor base64"),
        ("٠" * 64, "neither hexadecimal nor base64"),
        (b64encode(DIGEST).decode()[:-2], "this has 42"),
        ("-" + b64encode(DIGEST).decode()[1:42] + "+=", "mixes the two base64 alphabets"),
        (b64encode(DIGEST).decode()[:42] + "V=", "the last character of the hash is mistyped"),
        (f" {DIGEST.hex()}", "this has 65"),
        (DIGEST.hex() + "\n", "this has 65"),
        ("0x" + b64encode(DIGEST).decode(), "this has 46"),
        (b64encode(DIGEST).decode() + "=", "this has 45"),
        (b64encode(DIGEST[:31]).decode(), "neither hexadecimal nor base64"),
    ],
)
def test_what_is_not_a_hash_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refusal:
        parse_hash(text)
    assert not text or text not in str(refusal.value)


@given(st.text(max_size=70))
def test_any_text_is_a_hash_or_a_refusal(text: str) -> None:
    try:
        digest = parse_hash(text)
    except ValueError:
        return
    assert len(bytes.fromhex(digest)) == 32
