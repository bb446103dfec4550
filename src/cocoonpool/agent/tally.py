"""How many records are in memory only: a number that is written over in place, which a full disk takes, too.

What was in memory when the agent was killed is gone; by this the next start knows how much it was.
"""

import os
import struct
from pathlib import Path
from typing import Final

from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

_FORM: Final = struct.Struct(">QQ")  # the number, and again with all bits turned: half a number is none
_ALL: Final = 2**64 - 1


class Tally:
    def __init__(self, path: Path) -> None:
        """`left`: what the run before left behind."""
        self._path = path
        self._stands: int | None = None
        self.left = _read(path)

    def write(self, number: int) -> None:
        """Waits for the disk, where the number is another than the last."""
        if number == self._stands:
            return
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.pwrite(handle, _FORM.pack(number, number ^ _ALL), 0)
                os.fdatasync(handle)
            finally:
                os.close(handle)
            self._stands = number
        except OSError as error:
            log.debug("the number of records in memory could not be written", error=error.strerror)


def _read(path: Path) -> int:
    try:
        data = path.read_bytes()
    except OSError:
        return 0
    return _number(data)


def _number(data: bytes) -> int:
    if len(data) != _FORM.size:
        return 0
    number, turned = _FORM.unpack(data)
    return int(number) if number ^ turned == _ALL else 0
