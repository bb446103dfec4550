"""Writes cells as bags, by the description of the format and not by our reader; for messages that nobody recorded."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

MAGIC: Final = bytes.fromhex("b5ee9c72")


@dataclass(frozen=True)
class Bits:
    """A cell in the making: its bits as text of zeros and ones, and what it refers to."""

    text: str = ""
    refs: tuple["Bits", ...] = ()

    def uint(self, value: int, bits: int) -> "Bits":
        return Bits(self.text + f"{value:0{bits}b}", self.refs)

    def address(self, raw: str) -> "Bits":
        workchain, digits = raw.split(":")
        return Bits(self.text + "100", self.refs).uint(int(workchain) % 256, 8).uint(int(digits, 16), 256)

    def coins(self, amount: int) -> "Bits":
        size = (amount.bit_length() + 7) // 8
        longer = self.uint(size, 4)
        return longer.uint(amount, size * 8) if size else longer

    def ref(self, below: "Bits") -> "Bits":
        return Bits(self.text, (*self.refs, below))


def bag(root: Bits) -> bytes:
    """Each cell once per reference to it, parents first; no index, no checksum."""
    cells, at = [root], 0
    numbers: list[tuple[int, ...]] = []
    while at < len(cells):
        numbers.append(tuple(range(len(cells), len(cells) + len(cells[at].refs))))
        cells.extend(cells[at].refs)
        at += 1
    body = b"".join(_cell(cell, refs) for cell, refs in zip(cells, numbers, strict=True))
    counts = len(cells).to_bytes(2) + (1).to_bytes(2) + bytes(2) + len(body).to_bytes(4) + bytes(2)
    return MAGIC + bytes((2, 4)) + counts + body


def printed(root: Bits) -> str:
    return b64encode(bag(root)).decode()


def _cell(cell: Bits, refs: tuple[int, ...]) -> bytes:
    whole, rest = divmod(len(cell.text), 8)
    text = cell.text + ("1" + "0" * (7 - rest) if rest else "")
    data = bytes(int(text[start : start + 8], 2) for start in range(0, len(text), 8))
    numbers = b"".join(number.to_bytes(2) for number in refs)
    return bytes((len(refs), 2 * whole + bool(rest))) + data + numbers
