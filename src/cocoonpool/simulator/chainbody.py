"""Bodies of pretended messages: bags of cells (BoC) without index and checksum, in base64."""

from base64 import b64encode
from typing import Final

_MAGIC: Final = bytes.fromhex("b5ee9c72")
_CELL_BYTES: Final = 127

EMPTY: Final = "te6cckEBAQEAAgAAAEysuc0="


def text_body(text: str) -> str:
    """A text comment: opcode 0, then UTF-8, over as many cells as it takes."""
    return body(b"\0\0\0\0" + text.encode())


def call_body(opcode: int) -> str:
    """A call with a query id."""
    return body(opcode.to_bytes(4) + bytes(8))


def body(data: bytes) -> str:
    """Whole bytes, over as many cells as it takes, each the only reference of the one before."""
    parts = [data[at : at + _CELL_BYTES] for at in range(0, len(data), _CELL_BYTES)] or [b""]
    last = len(parts) - 1
    cells = b"".join(
        bytes((int(number < last), 2 * len(part))) + part + ((number + 1).to_bytes(2) if number < last else b"")
        for number, part in enumerate(parts)
    )
    counts = len(parts).to_bytes(2) + (1).to_bytes(2) + bytes(2) + len(cells).to_bytes(3) + bytes(2)
    return b64encode(_MAGIC + bytes((2, 3)) + counts + cells).decode()
