"""Whatever an indexer sends as a bag of cells, it is read or refused: nothing else is raised, nothing takes long."""

import base64
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.simulator.cells import MAGIC, Bits, bag
from cocoonpool.ton.cell import MAX_BYTES, MAX_CELLS, Cell, CellError, from_base64, from_boc
from tests.ton.recordings import recorded


@cache
def real() -> bytes:
    """A worker contract's order to pay, with a checksum."""
    body: str = recorded("cocoon_payouts_ok")["transactions"][2]["in_msg"]["message_content"]["body"]
    return base64.b64decode(body)


def counted(cells: int, root: int, body: bytes) -> bytes:
    """A bag whose figures say what they like."""
    counts = cells.to_bytes(2) + (1).to_bytes(2) + bytes(2) + len(body).to_bytes(4) + root.to_bytes(2)
    return MAGIC + bytes((2, 4)) + counts + body


def refused(data: bytes) -> bool:
    try:
        from_boc(data)
    except CellError:
        return True
    return False


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(data: bytes, as_bag: bool) -> None:
    refused(MAGIC + data if as_bag else data)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        from_base64(text)
    except CellError as error:
        assert len(text) < 10 or text not in str(error)  # a letter or two stand in any sentence


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_of_a_checked_bag_is_always_noticed(place: int, change: int) -> None:
    data = bytearray(real())
    data[place % len(data)] ^= change
    assert refused(bytes(data))


@given(st.integers(0, 200))
def test_a_bag_cut_short_or_lengthened_is_refused(kept: int) -> None:
    assert refused(real()[: kept % len(real())])
    assert refused(real() + bytes(kept % 7 + 1))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a circle", counted(2, 0, b"\x01\x00\x00\x01" + b"\x01\x00\x00\x00")),
        ("itself", counted(1, 0, b"\x01\x00\x00\x00")),
        ("outside", counted(1, 0, b"\x01\x00\x00\x07")),
        ("no such root", counted(1, 5, b"\x00\x00")),
        ("more cells said than there are", counted(60_000, 0, b"\x00\x00")),
        ("fewer cells said than there are", counted(1, 0, b"\x00\x00\x00\x00")),
        ("five references", counted(1, 0, b"\x05\x00")),
        ("a pruned branch", counted(1, 0, b"\x28\x48\x01\x01" + bytes(34))),
        ("hashes kept inside", counted(1, 0, b"\x10\x00" + bytes(34))),
        ("a cell that hides its length", counted(1, 0, b"\x00\x01\x00")),
        ("a byte of filling only", counted(1, 0, b"\x00\x01\x80")),
    ],
)
def test_impossible_bags_are_refused(name: str, data: bytes) -> None:
    assert refused(data), name


def test_a_tower_of_cells_is_refused_without_falling() -> None:
    tower = b"".join(b"\x01\x00" + (number + 1).to_bytes(2) for number in range(3_000)) + b"\x00\x00"
    assert refused(counted(3_001, 0, tower))


def test_a_doubling_tower_is_one_cell_a_floor() -> None:
    """Each cell refers to the next one four times: 4^200 ways down, 201 cells to hash."""
    floors = b"".join(b"\x04\x00" + (number + 1).to_bytes(2) * 4 for number in range(200)) + b"\x00\x00"
    assert from_boc(counted(201, 0, floors)).depth == 200


def test_the_caps_hold() -> None:
    assert refused(bytes(MAX_BYTES + 1))
    assert refused(counted(MAX_CELLS + 1, 0, b"\x00\x00" * (MAX_CELLS + 1)))
    with pytest.raises(CellError, match="too large"):
        from_base64("A" * (2 * MAX_BYTES))
    with pytest.raises(CellError):
        Cell(0, 1024)
    assert from_boc(bag(Bits("1" * 1023))).length == 1023
