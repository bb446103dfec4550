"""How looks travel from a GPU host to the server: as they came, unread, a zstd frame for each round of looks.

Everything that arrives is hostile: sizes are capped while a frame is unpacked, numbers are ranged, unknown fields
are passed over, so that an older server takes what a newer agent sends.
"""

from typing import Annotated, Final

import msgspec
import zstandard

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.reading import Failure

MOST_BODY: Final = 8 << 20  # bytes of a batch on the wire
MOST_RECORD: Final = 2 << 20  # bytes of one record, unpacked
MOST_UNPACKED: Final = 32 << 20  # bytes of all records of a batch, unpacked
MOST_LOOKS: Final = 256  # in one record: no host has so many workers
PAGE_CAP: Final = 256 << 10  # bytes of one page that are carried; a real one has 8 kB
TEXT_CAP: Final = 64 << 10  # characters of one answer of a health monitor that are carried
_WINDOW: Final = 8 << 20

_Ms = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Sequence = Annotated[int, msgspec.Meta(ge=1, le=2**62)]
_Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Text = Annotated[str, msgspec.Meta(max_length=TEXT_CAP)]
_Address = Annotated[str, msgspec.Meta(max_length=64)]


class NotABatch(ValueError):
    """What arrived cannot be read as one. The text is one line for a person, without the input."""


class PortLook(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One look at the worker on one port: its pages or why there are none, and the same of its health monitor."""

    port: _Port
    pages: Pages | None = None
    failure: Failure | None = None
    guest: Annotated[dict[_Name, _Text], msgspec.Meta(max_length=8)] | None = None  # answers by command
    guest_failure: Failure | None = None
    duration_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] | None = None
    has_access_hash: bool = False  # the agent was given one for this worker
    has_health_source: bool = False  # the agent was told where the monitor is; False: it guessed
    # Addresses of the host, other than loopback, on which the port answers without access hash. None: not tried.
    exposed: Annotated[tuple[_Address, ...], msgspec.Meta(max_length=8)] | None = None


class HostFigures(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What only the host can tell of itself. None: it does not say."""

    cpus: _Count | None = None
    load_1m: float | None = None
    memory_total_mib: _Count | None = None
    memory_available_mib: _Count | None = None
    uptime_s: _Count | None = None
    has_vsock: bool | None = None


class Round(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """All looks of one moment. `mono_ms` runs evenly from the start of the machine; `boot` tells such starts apart."""

    boot: _Name
    wall_ms: _Ms
    mono_ms: _Ms
    looks: Annotated[list[PortLook], msgspec.Meta(max_length=MOST_LOOKS)]
    server_ms: _Ms | None = None  # the server's time by its last answer of this boot and the even clock since
    host: HostFigures | None = None


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A packed round. `sequence` rises from record to record of a stream, with gaps."""

    sequence: _Sequence
    frame: bytes


class WishResult(msgspec.Struct, frozen=True, gc=False):
    """What came of a wish."""

    wish: _Count
    done: bool
    detail: Annotated[str, msgspec.Meta(max_length=300)]


class Batch(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one request carries. The two clocks are read when it is sent, `oldest` is the first record still held."""

    stream: _Name
    boot: _Name
    wall_ms: _Ms
    mono_ms: _Ms
    oldest: _Sequence
    records: Annotated[list[Record], msgspec.Meta(max_length=4096)]
    version: Annotated[str, msgspec.Meta(max_length=32)] = ""
    dropped: _Count = 0  # records given up in this stream because its spool was full
    damaged: _Count = 0  # records of this stream that could not be read back
    allows_control: bool = False  # the owner of the host lets the pool's wishes be granted
    results: Annotated[list[WishResult], msgspec.Meta(max_length=256)] = []


_UNREADABLE: Final = (zstandard.ZstdError, msgspec.DecodeError, RecursionError, UnicodeDecodeError)
_encoder = msgspec.msgpack.Encoder()
_decode_batch = msgspec.msgpack.Decoder(Batch).decode
_decode_round = msgspec.msgpack.Decoder(Round).decode
_compressor = zstandard.ZstdCompressor(level=3)
_decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)


def pack_round(taken: Round) -> bytes:
    return _compressor.compress(_encoder.encode(taken))


def unpack_round(frame: bytes, most: int = MOST_RECORD) -> tuple[Round, int]:
    """The round, and how many bytes it had unpacked. At most `most` of them are ever in memory.

    Raises:
        NotABatch
    """
    try:
        with _decompressor.stream_reader(frame) as reader:
            raw = reader.read(most + 1)
        if len(raw) > most:
            raise NotABatch("a record is larger than any")
        return _decode_round(raw), len(raw)
    except _UNREADABLE as error:
        raise NotABatch(f"a record cannot be read: {_printable(error)}") from None


def pack_batch(batch: Batch) -> bytes:
    return _encoder.encode(batch)


def unpack_batch(body: bytes) -> Batch:
    """Raises NotABatch."""
    try:
        return _decode_batch(body)
    except _UNREADABLE as error:
        raise NotABatch(f"the batch cannot be read: {_printable(error)}") from None


def _printable(error: Exception) -> str:
    """A decoder's complaint may quote what it stumbled over."""
    return "".join(character for character in str(error) if character.isprintable())[:160]
