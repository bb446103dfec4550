"""A comment is the text in a body of opcode 0, in whole, however many cells it takes."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.simulator.chainbody import EMPTY, body, text_body
from cocoonpool.ton.comments import LONGEST, text_of


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_a_comment_is_read_as_it_was_written(text: str) -> None:
    assert text_of(text_body(text)) == text


def test_a_very_long_comment_is_cut() -> None:
    assert text_of(text_body("й" * 20_000)) == "й" * LONGEST


@pytest.mark.parametrize(
    "data",
    [
        EMPTY,
        body(b""),
        body(b"\0\0\0"),
        body(b"\0\0\0\0"),
        body(b"\0\0\0\1text"),
        "",
        "not base64!",
        b64encode(b"x").decode(),
    ],
)
def test_a_body_without_a_text_has_no_comment(data: str) -> None:
    assert text_of(data) is None


def test_broken_characters_are_replaced_and_none_can_break_a_database() -> None:
    assert text_of(body(b"\0\0\0\0a\xff\0b")) == "a\ufffd\ufffdb"


@given(st.binary(max_size=300))
def test_any_body_has_a_comment_or_none(data: bytes) -> None:
    for text in (b64encode(data).decode(), body(data), body(b"\0\0\0\0" + data)):
        comment = text_of(text)
        assert comment is None or (0 < len(comment) <= LONGEST and "\0" not in comment)
