"""What could not be sent yet, on disk: bounded, checksummed, oldest dropped first. It outlives kill and power cut.

    00000000012.seg   records in the order they were taken; a new file at every start and every mebibyte
    cursor.json       up to which record everything is settled, and what was lost
    in-memory         how many records are on no disk

A record's number is its segment and its place in it, so no number is ever used twice, whatever happens to the files.
Each record is on the disk (fdatasync) before it is sent. While the disk takes nothing, records wait in memory, each
as a segment without a file.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from cocoonpool.agent.cursor import new_stream, read_cursor, write_cursor
from cocoonpool.agent.segment import Stored, lost, lost_behind, pack, scan
from cocoonpool.agent.tally import Tally
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

MOST_BYTES: Final = 256 << 20
MOST_IN_MEMORY: Final = 240  # records, while the disk takes none
_SEGMENT: Final = 1 << 20  # bytes; less in a small spool, which is given up in at least this many parts
_PARTS: Final = 16
_RESERVED: Final = 1 << 20  # segments
_SHIFT: Final = 20  # a segment has less than 2**20 records


class Held(msgspec.Struct, frozen=True, gc=False):
    """A record that waits to be sent."""

    sequence: int
    payload: bytes


class Spool:
    """One process at a time. It waits for the disk: call it from a thread, one call at a time."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._most = folder, most_bytes
        self._segment_size = max(4 << 10, min(_SEGMENT, most_bytes // _PARTS))
        self._cursor_path = folder / "cursor.json"
        self._cursor = read_cursor(self._cursor_path)
        self._tally = Tally(folder / "in-memory")
        self._gone = self._tally.left  # with the run before; on the disk until the cursor has it
        if self._gone:
            log.error("records that waited in memory were lost when the agent ended", records=self._gone)
            self._cursor.dropped += self._gone
        self._sizes = {int(path.stem): path.stat().st_size for path in sorted(folder.glob("*.seg"))}
        self._number = self._reserve()  # the highest that may have been used
        self._memory: dict[int, Stored] = {}
        self._file: int | None = None  # that of segment `_number`
        self._index = 0
        self._refused = False  # the disk took nothing last time

    def _reserve(self) -> int:
        """Sets numbers aside for this run: after a kill nobody knows which of them were used for what was in memory."""
        number = max([*self._sizes, self._cursor.settled >> _SHIFT, self._cursor.reserved])
        self._cursor.reserved = number + _RESERVED
        if write_cursor(self._cursor_path, self._cursor):
            self._gone = 0
        else:
            self._cursor.stream = new_stream()
        self._tally.write(self._gone)
        return number

    @property
    def stream(self) -> str:
        return self._cursor.stream

    @property
    def oldest(self) -> int:
        """No record below this number is held."""
        return self._cursor.settled + 1

    @property
    def dropped(self) -> int:
        """Records lost because there was no room."""
        return self._cursor.dropped

    @property
    def damaged(self) -> int:
        """Records lost because the disk did not give them back as they were."""
        return self._cursor.damaged

    def append(self, payload: bytes) -> None:
        """Keeps a record: on disk, or in memory while the disk takes none."""
        try:
            self._write(payload)
        except OSError as error:
            self._remember(payload, error)
        else:
            if self._refused:
                log.info("the spool's disk takes records again")
                self._refused = not self._save_memory()
        self._make_room()
        self._tally.write(self._gone + len(self._memory))

    def peek(self, most_bytes: int, most_records: int) -> list[Held]:
        """The oldest records that are not settled, at least one if there are any."""
        found: list[Held] = []
        size = 0
        for number in self._numbers():
            for record in self._read(number)[0]:
                sequence = number << _SHIFT | record.index
                size += len(record.payload) if sequence > self._cursor.settled else 0
                if found and (size > most_bytes or len(found) >= most_records):
                    return found
                if sequence > self._cursor.settled:
                    found.append(Held(sequence, record.payload))
        return found

    def settle(self, sequence: int) -> None:
        """Everything up to this record may be forgotten. Damaged records that were passed over are counted."""
        for number in self._numbers():
            if number <= sequence >> _SHIFT:
                self._pass(number, sequence)
        self._cursor.settled = max(self._cursor.settled, sequence)
        self._forget_settled()
        if write_cursor(self._cursor_path, self._cursor):
            self._gone = 0
        self._tally.write(self._gone + len(self._memory))

    def give_up(self, sequence: int) -> None:
        """The oldest record cannot be sent, whatever one does: it counts as damaged."""
        self._cursor.damaged += 1
        self.settle(sequence)

    def close(self) -> None:
        """Ends the segment that is written to; the next record begins another."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, payload: bytes) -> None:
        if self._file is None or self._sizes[self._number] >= self._segment_size:
            self._open_next()
        record, size = pack(self._index + 1, payload), self._sizes[self._number]
        try:
            self._force(record)
        except OSError:
            self._undo(size)
            raise
        self._index += 1
        self._sizes[self._number] = size + len(record)

    def _force(self, record: bytes) -> None:
        handle = -1 if self._file is None else self._file
        if os.write(handle, record) != len(record):
            raise OSError("only a part of the record was written")
        os.fdatasync(handle)

    def _undo(self, size: int) -> None:
        """Takes back what a failed write left, so that it is not taken for a damaged record."""
        path = self._path(self._number)
        self.close()
        if size:
            os.truncate(path, size)
        else:
            del self._sizes[self._number]
            path.unlink()

    def _open_next(self) -> None:
        self.close()
        self._number, self._index = self._number + 1, 0
        self._file = os.open(self._path(self._number), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._sizes[self._number] = 0
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _remember(self, payload: bytes, error: OSError) -> None:
        if not self._refused:
            log.error("the spool's disk takes no record; they wait in memory", error=error.strerror or str(error))
        self._refused = True
        self.close()
        self._number += 1
        self._memory[self._number] = Stored(1, payload)

    def _save_memory(self) -> bool:
        """Gives the segments without a file one each. False: the disk is full again."""
        try:
            for number, record in sorted(self._memory.items()):
                data = pack(record.index, record.payload)
                fresh = self._path(number).with_suffix(".new")
                fresh.write_bytes(data)
                fresh.replace(self._path(number))
                self._sizes[number] = len(data)
                del self._memory[number]
        except OSError:
            return False
        return True

    def _numbers(self) -> list[int]:
        return sorted([*self._sizes, *self._memory])

    def _read(self, number: int) -> tuple[list[Stored], int]:
        """The whole records of a segment, and how many damaged ones lie behind the last."""
        if number in self._memory:
            return [self._memory[number]], 0
        try:
            return scan(self._path(number).read_bytes())
        except OSError as error:
            log.error("a segment of the spool cannot be read", segment=number, error=error.strerror)
            return [], 1

    def _pass(self, number: int, sequence: int) -> None:
        """Counts what is missing in a segment from the cursor on, up to `sequence`."""
        records, tail = self._read(number)
        first = number << _SHIFT
        if self._cursor.settled >> _SHIFT > number:
            return
        after = max(0, self._cursor.settled - first)
        missing = lost(records, after, sequence - first)
        missing += lost_behind(records, tail, after) if sequence >> _SHIFT > number else 0
        if missing:
            self._cursor.damaged += missing
            log.error("records in the spool were damaged and are lost", segment=number, records=missing)

    def _make_room(self) -> None:
        while sum(self._sizes.values()) > self._most and len(self._sizes) > 1:
            self._drop(min(self._sizes))
        if len(self._memory) > MOST_IN_MEMORY:  # the oldest may be a file: then the disk has room again
            self._drop(min(self._numbers()))

    def _drop(self, number: int) -> None:
        first = number << _SHIFT
        unsent = sum(first | record.index > self._cursor.settled for record in self._read(number)[0])
        if unsent:
            log.warning("the spool is full: its oldest records were dropped", records=unsent)
        self._cursor.dropped += unsent
        self.settle((number + 1 << _SHIFT) - 1)

    def _forget_settled(self) -> None:
        """Removes what is wholly settled. The segment that is written to stays until the next one."""
        settled = self._cursor.settled
        for number in [number for number in self._sizes if self._is_done(number, settled)]:
            self._path(number).unlink(missing_ok=True)
            del self._sizes[number]
        for number in [number for number in self._memory if number << _SHIFT | 1 <= settled]:
            del self._memory[number]

    def _is_done(self, number: int, settled: int) -> bool:
        if number == self._number and self._file is not None:
            return False
        return (number + 1 << _SHIFT) - 1 <= settled

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:011d}.seg"
