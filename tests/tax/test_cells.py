"""A cell is an exact number or harmless text, in every program that opens the file."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.tax.cells import coins, fiat, harmless, shortened, written
from cocoonpool.tax.report import as_csv


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r\n=1", "' =1"),
        ("  =1", "'  =1"),
        ("＝cmd", "'＝cmd"),
        ("thanks;=cmd|' /C calc'!A0", "thanks;'=cmd|' /C calc'!A0"),
        ('a,"=1', "a,'\"=1"),
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("January, thank you - bob", "January, thank you - bob"),
        ("2025-01-15", "2025-01-15"),
        ("Vielen Dank 🙏", "Vielen Dank 🙏"),
        ("a\nb\x00c", "a b c"),
        ("half \ud800", "half  "),
        ("", ""),
    ],
)
def test_text_is_one_line_and_no_formula(text: str, expected: str) -> None:
    assert harmless(text) == expected


def armed(text: str) -> bool:
    """Whether some cell begins like a formula and not with the apostrophe that says "text"."""
    return any(
        cell.lstrip(' "')[:1] in tuple("=+-@＝＋－＠") and cell.strip(' "') != ""
        for cell in re.split(r"[;,|\t\r\n]", text)
    )


@given(st.text(alphabet=st.sampled_from("=+-@＝＋ ;,|\t\r\n\"'aB1\x00\u2028"), max_size=30))
def test_no_text_can_start_a_formula_with_any_separator(text: str) -> None:
    assert not armed(harmless(text))


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=4), min_size=1, max_size=5))
def test_whatever_is_in_the_cells_the_file_has_its_rows_and_columns(rows: list[list[str]]) -> None:
    text = as_csv(rows).decode("utf-8")
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert [len(row) for row in read] == [len(row) for row in rows]
    assert text.count("\r\n") == len(rows)
    assert read == [[harmless(cell) for cell in row] for row in rows]


def test_a_cell_that_is_not_known_is_empty_and_not_0() -> None:
    assert as_csv([[None, 0, Decimal(0)]]) == b",0,0\r\n"


@given(st.integers(0, 6_000_000_000_000_000_000))
def test_coins_are_written_exactly(amount: int) -> None:
    text = written(coins(amount))
    assert re.fullmatch(r"\d+(\.\d{1,9})?", text)
    assert Decimal(text) * 1_000_000_000 == amount


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "0.00"), ("130.6467", "130.6467"), ("47.1", "47.10"), ("0.00000049", "0.00"), ("1.2345675", "1.234568"),
     ("1E+3", "1000.00"), ("123456789012.5", "123456789012.50")],
)  # fmt: skip
def test_worth_is_written_in_full_with_two_to_six_decimals(value: str, expected: str) -> None:
    assert written(fiat(Decimal(value))) == expected


def test_a_long_comment_is_cut_and_says_so() -> None:
    assert shortened("x" * 500) == "x" * 500
    assert shortened("x" * 501) == "x" * 499 + "…"
    assert shortened(None) == ""
