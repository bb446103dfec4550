"""Comments in messages: text (opcode 0, then UTF-8 over as many cells as it takes) or encrypted.

Format: https://docs.ton.org/standard/wallets/comment. A comment is a stranger's text: shown, never acted upon.
"""

from typing import Final

from cocoonpool.ton.cell import Cell, CellError, Slice, from_base64

TEXT: Final = 0x00000000
ENCRYPTED: Final = 0x2167DA4B
LONGEST: Final = 4096  # characters kept

_LONGEST_BYTES: Final = LONGEST * 4


def text_of(body: str) -> str | None:
    """The text in a message's body (base64 BoC) that starts with opcode 0; None when there is none to read."""
    try:
        return tidy(_snake(from_base64(body)).decode("utf-8", "replace"))
    except CellError:
        return None


def tidy(text: str) -> str | None:
    """As it can be stored anywhere: no zero characters, at most `LONGEST` characters, None when nothing is left."""
    return text[:LONGEST].replace("\0", "\ufffd") or None


def _snake(cell: Cell) -> bytes:
    """The bytes after the opcode, and those of the cell below, and below that.

    Raises:
        CellError: not laid out so.
    """
    start = Slice(cell)
    if start.uint(32) != TEXT:
        raise CellError("not a text")
    parts = [start.rest()]
    size = 0
    while cell.refs and size < _LONGEST_BYTES:
        cell = cell.refs[0]
        parts.append(Slice(cell).rest())
        size += len(parts[-1])
    return b"".join(parts)
