"""What goes into a segment comes out of it, whatever a worker claims."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.cocoon.reading import FailureKind
from cocoonpool.samples.sealed import layout
from cocoonpool.samples.sealed.codec import Unreadable, checksum, decode, decode_all, encode
from cocoonpool.samples.sealed.columns import Column, Columns
from cocoonpool.samples.sealed.layout import NUMBERS, RAW, ROLLED, STATUSES
from cocoonpool.samples.sealed.rollup import Before, rolled
from cocoonpool.samples.sealed.segments import Damaged, made, opened
from cocoonpool.workers.causes import Status
from tests.samples.sealed.looks import BIG, DAY, HOLD, HOUR, T0, drawn, same, steady


@given(drawn())
@settings(max_examples=50, deadline=None)
def test_looks_come_back_to_the_last_bit(past: Columns) -> None:
    assert same(decode(encode(past), len(past)), past) == []


@given(drawn(), st.sets(st.sampled_from(RAW), min_size=1))
@settings(max_examples=30, deadline=None)
def test_some_columns_alone_are_the_same(past: Columns, names: set[str]) -> None:
    found = decode(encode(past), len(past), names)
    assert [name for name in names if found[name].listed() != past[name].listed()] == []


@given(drawn(), st.sampled_from([60_000, 300_000, HOUR, DAY]))
@settings(max_examples=30, deadline=None)
def test_rollups_come_back_to_the_last_bit(past: Columns, width: int) -> None:
    buckets = rolled(past, Before(), T0, T0 + DAY, width, HOLD)
    assert same(decode(encode(buckets), len(buckets)), buckets) == []


@given(st.lists(drawn(), min_size=2, max_size=4), st.sampled_from([None, 60_000, HOUR]))
@settings(max_examples=30, deadline=None)
def test_many_together_are_what_each_is_alone(pasts: list[Columns], width: int | None) -> None:
    parts = [past if width is None else rolled(past, Before(), T0, T0 + DAY, width, HOLD) for past in pasts]
    found = decode_all([(encode(part), len(part)) for part in parts])
    assert found.at.tolist() == [at for part in parts for at in part.at.tolist()]
    for name in RAW if width is None else ROLLED:
        assert found[name].listed() == [value for part in parts for value in part[name].listed()], name


def test_a_day_of_the_same_takes_next_to_nothing() -> None:
    past = steady(5_760)
    still = Columns(past.at, {name: Column(np.full(len(past), BIG)) for name in RAW})
    assert len(encode(still)) < 500


def test_what_nobody_tells_takes_nothing() -> None:
    past = steady(100)
    more = Columns(past.at, past.data | {"gpu_power_w": Column.unknown(100)})
    assert encode(more) == encode(past)
    assert decode(encode(more), 100)["gpu_power_w"].listed() == [None] * 100


def test_every_status_and_failure_has_its_number_for_ever() -> None:
    assert {*STATUSES} == {*Status}
    assert {*layout.FAILURES} == {*FailureKind}
    assert [NUMBERS[name] for name in ("status", "queries", "revenue", "looks")] == [1, 4, 24, 25]
    assert {*NUMBERS} == {*RAW, *ROLLED}
    assert max(NUMBERS.values()) < 256


def test_a_flipped_bit_is_found_wherever_it_is() -> None:
    row = made(7, 0, steady(200))
    assert not isinstance(opened(list(row.values())), Damaged)
    rng = random.Random(1)
    for place in rng.sample(range(len(row["payload"])), 200):
        broken = bytearray(row["payload"])
        broken[place] ^= 1 << rng.randrange(8)
        found = opened([*list(row.values())[:-1], bytes(broken)])
        assert isinstance(found, Damaged)
        assert str(found).startswith("the raw segment of worker 7 from 2026-08-01T00:00Z is damaged")


def test_a_segment_under_a_strangers_name_is_damaged() -> None:
    assert isinstance(opened(list((made(7, 0, steady(200)) | {"worker_id": 8}).values())), Damaged)


@given(st.binary(max_size=200), st.integers(1, 50))
def test_bytes_that_are_no_payload_are_refused_and_never_crash(payload: bytes, count: int) -> None:
    try:
        decode(payload, count)
    except Unreadable:
        return


def test_a_payload_of_a_later_format_is_named() -> None:
    named = (7, 0, T0, T0, T0, 1, 99)
    found = opened([*named, checksum(b"?", *named), b"?"])
    assert "format 99" in str(found)


@pytest.mark.parametrize("cut", [0, 1, 5, 40])
def test_a_payload_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(Unreadable):
        decode(encode(steady(50))[:cut], 50)
