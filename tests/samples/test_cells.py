"""Figures as text, thousands at once: the same numbers as one by one, whatever their size."""

import json
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.db import from_ms
from cocoonpool.samples.cells import Cells, csv_rows, json_columns, json_rows, plain
from cocoonpool.samples.sealed.columns import Column

ANY = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 2**31) | st.integers(0, 12)
VALUES = st.lists(st.none() | ANY, min_size=1, max_size=40) | st.lists(st.integers(0, 2**62), min_size=1, max_size=40)


@given(VALUES, st.integers(0, 9))
@settings(deadline=None)
def test_numbers_come_out_exactly(values: list[int | None], decimals: int) -> None:
    cells = Cells("x", Column.of(values), decimals)
    exact = [None if v is None else Decimal(v).scaleb(-decimals) for v in values]
    assert [row["x"] for row in json.loads(json_rows([cells]), parse_float=Decimal)] == exact
    assert json.loads(json_columns([cells]), parse_float=Decimal)["x"] == exact
    lines = csv_rows([cells]).decode().split("\r\n")[:-1]
    assert [Decimal(line) if line else None for line in lines] == exact


@given(st.lists(st.integers(0, 4_102_444_800_000), min_size=1, max_size=40))
def test_times_are_rfc_3339_in_utc(at: list[int]) -> None:
    found = json.loads(json_rows([Cells("t", Column(np.array(at)), is_time=True)]))
    fraction = any(moment % 1000 for moment in at)
    for row, moment in zip(found, at, strict=True):
        text = from_ms(moment).strftime("%Y-%m-%dT%H:%M:%S")
        assert row["t"] == text + (f".{moment % 1000:03d}Z" if fraction else "Z")


def test_a_row_holds_all_its_fields() -> None:
    fields = [
        Cells("status", Column.of([0, 1, None]), texts=("up", "down")),
        Cells("n", Column.of([None, None, None])),
        Cells("m", Column.of([1, 20_000, 3])),
    ]
    assert json.loads(json_rows(fields)) == [
        {"status": "up", "n": None, "m": 1},
        {"status": "down", "n": None, "m": 20_000},
        {"status": None, "n": None, "m": 3},
    ]
    assert csv_rows(fields) == b"up,,1\r\ndown,,20000\r\n,,3\r\n"


def test_nothing_is_an_empty_list() -> None:
    assert json_rows([Cells("n", Column.of([]))]) == b"[]"
    assert json_columns([Cells("n", Column.of([]))]) == b'{"n":[]}'
    assert csv_rows([Cells("n", Column.of([]))]) == b""


def test_plain_numbers_have_no_exponent() -> None:
    assert [plain(v, d) for v, d in ((1, 9), (-1_500, 3), (0, 9), (123, 0))] == ["0.000000001", "-1.500", "0", "123"]
