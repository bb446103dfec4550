"""Up to where a spool is settled, and what it lost. Not forced to the disk: a lost cursor costs a second sending."""

import secrets
from pathlib import Path

import msgspec

from cocoonpool.telemetry import get_logger

log = get_logger(__name__)


class Cursor(msgspec.Struct):
    """`settled`: no record up to this number is needed any more. In one `stream` no number is used twice."""

    stream: str
    settled: int = 0
    reserved: int = 0  # segments up to here may have been used, also such as never came to the disk
    dropped: int = 0
    damaged: int = 0


def read_cursor(path: Path) -> Cursor:
    """A fresh one where there is none to be read: all that is held is then sent again, in a stream of its own."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Cursor)
    except (OSError, msgspec.DecodeError):
        return Cursor(stream=new_stream())


def new_stream() -> str:
    return secrets.token_hex(16)


def write_cursor(path: Path, cursor: Cursor) -> bool:
    """False: the disk does not take it."""
    fresh = path.with_suffix(".new")
    try:
        fresh.write_bytes(msgspec.json.encode(cursor))
        fresh.replace(path)
    except OSError as error:
        log.debug("the cursor could not be written", error=error.strerror)
        return False
    return True
