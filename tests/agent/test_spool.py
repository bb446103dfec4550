"""What is in the spool comes out once, in order, whatever happens to process and disk; and what is lost is counted."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.agent.segment import pack, scan
from cocoonpool.agent.spool import MOST_IN_MEMORY, Spool

ON_DISK = settings(deadline=None, max_examples=40)  # how long a disk takes is no promise of ours
PAYLOADS = st.binary(min_size=1, max_size=400)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def drain(spool: Spool) -> list[bytes]:
    """As a sender does it: small batches, each settled."""
    found: list[bytes] = []
    while held := spool.peek(1_000, 3):
        found += [record.payload for record in held]
        spool.settle(held[-1].sequence)
    return found


@ON_DISK
@given(st.lists(st.one_of(PAYLOADS, st.sampled_from(["send", "kill", "kill while sending"])), max_size=60))
def test_every_record_comes_out_once_in_order_across_kills(events: list[bytes | str]) -> None:
    with folder() as place:
        spool, kept, sent = Spool(place, 1 << 20), list[bytes](), dict[int, bytes]()
        for event in [*events, "send"]:
            if isinstance(event, bytes):
                spool.append(event)
                kept.append(event)
                continue
            held = spool.peek(500, 4) if event != "send" else spool.peek(1 << 20, 1_000)
            if event != "kill":
                sent |= {record.sequence: record.payload for record in held}
            if event == "send" and held:
                spool.settle(held[-1].sequence)
            elif event != "send":
                spool = Spool(place, 1 << 20)  # the old one is not closed: it was killed
        assert [sent[sequence] for sequence in sorted(sent)] == kept
        assert (spool.dropped, spool.damaged) == (0, 0)


@ON_DISK
@given(st.integers(2, 40), st.integers(0, 10**6), st.integers(1, 255), st.booleans())
def test_a_flipped_byte_costs_one_record_and_is_counted(count: int, where: int, flip: int, restarted: bool) -> None:
    with folder() as place:
        spool = Spool(place, 1 << 20)
        kept = [f"record {number} ".encode() * 9 for number in range(count)]
        for payload in kept:
            spool.append(payload)
        (path,) = place.glob("*.seg")
        data = bytearray(path.read_bytes())
        data[where % len(data)] ^= flip
        path.write_bytes(data)
        spool = Spool(place, 1 << 20) if restarted else spool
        spool.close()
        spool.append(b"the next segment")
        out = drain(spool)
        missing = [payload for payload in kept if payload not in out]
        assert len(missing) == 1
        assert out == [*(payload for payload in kept if payload not in missing), b"the next segment"]
        assert spool.damaged == 1


@ON_DISK
@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=200))
def test_a_full_spool_gives_up_its_oldest_and_counts_them(sizes: list[int]) -> None:
    most, payloads = 64 << 10, [f"{number} ".encode() * size for number, size in enumerate(sizes)]
    with folder() as place:
        spool = Spool(place, most)
        for payload in payloads:
            spool.append(payload)
        assert sum(path.stat().st_size for path in place.glob("*.seg")) <= most
        out = drain(spool)
        assert out == payloads[len(payloads) - len(out) :]
        assert (spool.dropped, spool.damaged) == (len(payloads) - len(out), 0)


class FullDisk(Spool):
    """A spool whose disk takes nothing while `full`."""

    full = False

    def _force(self, record: bytes) -> None:
        if self.full:
            super()._force(record[: len(record) // 2])  # a part gets there before the disk says no
            raise OSError(28, "No space left on device")
        super()._force(record)


@ON_DISK
@given(st.lists(st.tuples(st.booleans(), PAYLOADS), max_size=40))
def test_while_the_disk_is_full_records_wait_in_memory_in_order(events: list[tuple[bool, bytes]]) -> None:
    with folder() as place:
        spool = FullDisk(place, 1 << 20)
        for full, payload in events:
            spool.full = full
            spool.append(payload)
        assert drain(spool) == [payload for _, payload in events]
        assert (spool.dropped, spool.damaged) == (0, 0)


@ON_DISK
@given(st.lists(st.sampled_from(["look", "look", "full", "room", "send", "kill"]), max_size=40))
def test_what_was_in_memory_only_at_a_kill_is_reported_by_the_next_run(events: list[str]) -> None:
    with folder() as place:
        spool, kept, out = FullDisk(place, 1 << 20), list[bytes](), list[bytes]()
        for event in [*events, "room", "send"]:
            if event == "look":
                kept.append(str(len(kept)).encode())
                spool.append(kept[-1])
            elif event == "send":
                out += drain(spool)
            elif event == "kill":  # it is not closed
                full, spool = spool.full, FullDisk(place, 1 << 20)
                spool.full = full
            else:
                spool.full = event == "full"
        assert len(out) + spool.dropped == len(kept)
        assert (spool.damaged, FullDisk(place, 1 << 20).dropped) == (0, spool.dropped)


def test_memory_is_bounded_while_the_disk_is_full(tmp_path: Path) -> None:
    spool = FullDisk(tmp_path)
    spool.full = True
    payloads = [str(number).encode() for number in range(MOST_IN_MEMORY + 60)]
    for payload in payloads:
        spool.append(payload)
    assert drain(spool) == payloads[60:]
    assert spool.dropped == 60


@pytest.mark.parametrize("damage", [b"", b"{", b'{"stream": 5}'])
def test_a_lost_cursor_sends_all_again_in_a_stream_of_its_own(tmp_path: Path, damage: bytes) -> None:
    spool = Spool(tmp_path)
    for payload in (b"one", b"two"):
        spool.append(payload)
    spool.settle(spool.peek(100, 1)[0].sequence)
    (tmp_path / "cursor.json").write_bytes(damage)
    again = Spool(tmp_path)
    assert again.stream != spool.stream
    assert drain(again) == [b"one", b"two"]


def test_a_number_is_never_used_twice(tmp_path: Path) -> None:
    seen: list[int] = []
    for _ in range(4):
        spool = Spool(tmp_path)
        spool.append(b"x")
        held = spool.peek(1 << 20, 100)
        seen += [record.sequence for record in held]
        spool.settle(held[-1].sequence)
        for path in tmp_path.glob("*.seg"):
            path.unlink()
    assert seen == sorted(set(seen))


@ON_DISK
@given(st.lists(PAYLOADS, max_size=20), st.binary(max_size=200))
def test_whatever_follows_whole_records_hides_none_of_them(payloads: list[bytes], rest: bytes) -> None:
    whole = b"".join(pack(index + 1, payload) for index, payload in enumerate(payloads))
    found, damaged = scan(whole + rest)
    assert [record.payload for record in found][: len(payloads)] == payloads
    assert (damaged > 0) == (rest != b"")
