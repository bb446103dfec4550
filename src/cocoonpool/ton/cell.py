"""TON cells, read from a bag of cells (BoC), hashed, and read field by field. Only CellError ever comes out of here.

Format: boc.tlb and the cell hash of https://github.com/ton-blockchain/ton (crypto/tl/boc.tlb, crypto/vm/boc.cpp).
Only what messages, contract data and contract code are made of: ordinary cells and library cells, all of level 0.
"""

from base64 import b64decode
from hashlib import sha256
from typing import Final

MAX_BYTES: Final = 1 << 16  # of a bag; a contract's code has about 3 KiB
MAX_CELLS: Final = 4096
MAX_DEPTH: Final = 512
MAX_BITS: Final = 1023
MAX_REFS: Final = 4

_MAGIC: Final = bytes.fromhex("b5ee9c72")
_LIBRARY: Final = (2, 264)  # the first byte of an exotic cell is its type; a library cell has a hash behind it
_CASTAGNOLI: Final = 0x82F63B78


class CellError(ValueError):
    """Not what it was said to be. The message says what is wrong and never repeats the input."""


class Cell:
    """Up to 1023 bits and four references. `value` holds the bits as one number, the first bit highest."""

    __slots__ = ("depth", "exotic", "hash", "length", "refs", "value")

    def __init__(self, value: int, length: int, refs: tuple["Cell", ...] = (), *, exotic: bool = False) -> None:
        if not 0 <= length <= MAX_BITS or value < 0 or value >> length or len(refs) > MAX_REFS:
            raise CellError("a cell holds 1023 bits and four references at the most")
        self.value, self.length, self.refs, self.exotic = value, length, refs, exotic
        self.depth: int = 1 + max((ref.depth for ref in refs), default=-1)
        if self.depth > MAX_DEPTH:
            raise CellError("nested too deep")
        self.hash = sha256(self._representation()).digest()

    def _representation(self) -> bytes:
        """What the hash is made of: two descriptors, the bits padded to bytes, depths and hashes of what is below."""
        size, odd = divmod(self.length, 8)
        bits = ((self.value << 1 | 1) << (7 - odd)).to_bytes(size + 1) if odd else self.value.to_bytes(size)
        head = bytes((len(self.refs) + 8 * self.exotic, size * 2 + bool(odd)))
        below = [ref.depth.to_bytes(2) for ref in self.refs] + [ref.hash for ref in self.refs]
        return head + bits + b"".join(below)


class Slice:
    """Reads a cell from its first bit on. Raises CellError when less is there than is asked for."""

    __slots__ = ("_cell", "_next_ref", "left")

    def __init__(self, cell: Cell) -> None:
        if cell.exotic:
            raise CellError("a library cell, where data was expected")
        self._cell, self._next_ref, self.left = cell, 0, cell.length

    @property
    def refs_left(self) -> int:
        return len(self._cell.refs) - self._next_ref

    def uint(self, bits: int) -> int:
        if bits > self.left:
            raise CellError("ends too early")
        self.left -= bits
        return self._cell.value >> self.left & ((1 << bits) - 1)

    def coins(self) -> int:
        """An amount in nanoTON: VarUInteger 16."""
        return self.uint(8 * self.uint(4))

    def address(self) -> str | None:
        """An account as `workchain:hash`, canonical for workchains 0 and -1; None for addr_none."""
        kind = self.uint(2)
        if kind == 0:
            return None
        if kind != 2 or self.uint(1):
            raise CellError("not the plain address of an account")
        workchain = self.uint(8)
        return f"{workchain - 256 if workchain > 127 else workchain}:{self.uint(256):064x}"

    def ref(self) -> Cell:
        if not self.refs_left:
            raise CellError("a reference is missing")
        self._next_ref += 1
        return self._cell.refs[self._next_ref - 1]

    def maybe_ref(self) -> Cell | None:
        return self.ref() if self.uint(1) else None

    def rest(self) -> bytes:
        """All bits that are left. Raises CellError if they are not whole bytes."""
        if self.left % 8:
            raise CellError("not whole bytes")
        size = self.left // 8
        return self.uint(size * 8).to_bytes(size)

    def end(self) -> None:
        """Raises CellError if anything is left unread."""
        if self.left or self.refs_left:
            raise CellError("more follows than is known")


def from_base64(text: str) -> Cell:
    """The root of a bag as indexers write it, in standard base64.

    Raises:
        CellError: not base64, or not a bag (see `from_boc`).
    """
    if len(text) > MAX_BYTES * 4 // 3 + 4:
        raise CellError("too large")
    try:
        data = b64decode(text, validate=True)
    except ValueError:  # also text outside ASCII
        raise CellError("not base64") from None
    return from_boc(data)


def from_boc(data: bytes) -> Cell:
    """The one root of a bag of cells.

    Raises:
        CellError: malformed, several roots, a wrong checksum, bytes left over, or more than our caps allow.
    """
    if len(data) > MAX_BYTES:
        raise CellError("too large")
    bag = _Bytes(data)
    if bag.take(4) != _MAGIC:
        raise CellError("not a bag of cells")
    flags, offset_size = bag.number(1), bag.number(1)
    has_index, has_checksum, ref_size = flags & 0x80, flags & 0x40, flags & 7
    if flags & 0x18 or not 1 <= ref_size <= 4 or not 1 <= offset_size <= 8:
        raise CellError("a bag of a kind that is not known")
    count, roots, absent, body_size = (bag.number(size) for size in (ref_size, ref_size, ref_size, offset_size))
    if roots != 1 or absent or not 1 <= count <= MAX_CELLS:
        raise CellError("a bag must have one root, and no more cells than are sensible")
    root = bag.number(ref_size)
    bag.take(count * offset_size if has_index else 0)  # cells follow each other anyway
    body = _Bytes(bag.take(body_size))
    if has_checksum and crc32c(data[: len(data) - bag.rest]).to_bytes(4, "little") != bag.take(4):
        raise CellError("wrong checksum")
    if bag.rest:
        raise CellError("bytes follow the bag")
    return _root(body, count, root, ref_size)


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def rest(self) -> int:
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        if size > self.rest:
            raise CellError("ends too early")
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size))


def _root(body: _Bytes, count: int, root: int, ref_size: int) -> Cell:
    raw = [_raw_cell(body, ref_size) for _ in range(count)]
    if body.rest or root >= count:
        raise CellError("the bag's own figures do not fit")
    cells: dict[int, Cell] = {}
    for number in range(count - 1, -1, -1):  # from the leaves: a reference points forward, so there is no circle
        exotic, value, length, refs = raw[number]
        if any(ref <= number or ref >= count for ref in refs):
            raise CellError("a reference points backward or out of the bag")
        cells[number] = Cell(value, length, tuple(cells[ref] for ref in refs), exotic=exotic)
    return cells[root]


def _raw_cell(body: _Bytes, ref_size: int) -> tuple[bool, int, int, list[int]]:
    """Whether it is exotic, its bits as a number, how many they are, and the numbers of the cells below."""
    first, second = body.number(1), body.number(1)
    refs, exotic = first & 7, bool(first & 8)
    if first >> 4 or refs > MAX_REFS:  # a level, or hashes kept inside: cells of proofs
        raise CellError("a cell of a kind that is not known")
    data = body.take((second + 1) // 2)
    value, length = int.from_bytes(data), 8 * len(data)
    if second & 1:  # the last byte is filled up with a one and zeros
        if not data[-1] & 0x7F:
            raise CellError("a cell is shorter than it says")
        filled = (data[-1] & -data[-1]).bit_length()
        value, length = value >> filled, length - filled
    if exotic and (length < 8 or (value >> (length - 8), length) != _LIBRARY or refs):
        raise CellError("a cell of a kind that is not known")
    return exotic, value, length, [body.number(ref_size) for _ in range(refs)]


def _table() -> tuple[int, ...]:
    table = []
    for entry in range(256):
        crc = entry
        for _ in range(8):
            crc = crc >> 1 ^ (_CASTAGNOLI if crc & 1 else 0)
        table.append(crc)
    return tuple(table)


_STEPS: Final = _table()


def crc32c(data: bytes) -> int:
    """CRC-32C (Castagnoli), as RFC 3720 has it: it closes a bag."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _STEPS[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF
