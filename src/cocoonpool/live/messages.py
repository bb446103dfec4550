"""What is said of a change, in bytes that are made once for all who hear it."""

import struct
import zlib
from typing import Final

import msgspec

from cocoonpool.exactjson import encode
from cocoonpool.live import columns
from cocoonpool.live.sample import sample_of
from cocoonpool.live.view import View
from cocoonpool.workers.feed import Change, Entry, Feed, Gone

MOST_AT_ONCE: Final = 64
_MOST_KEPT: Final = 128
_TEXT: Final = 0x81  # a whole message of text, not masked: RFC 6455, 5.2
_PACKED: Final = 0xC1  # the same, and its payload is compressed: RFC 7692, 6
_TAIL: Final = b"\x00\x00\xff\xff"  # of each compressed message; it is not sent: RFC 7692, 7.2.1


class Cursor(msgspec.Struct, frozen=True):
    """A place in the feed of one run of the server."""

    era: str
    place: int

    def __str__(self) -> str:
        return f"{self.era}-{self.place}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """None for what no server has said."""
        era, _, place = text.rpartition("-")
        return cls(era, int(place)) if place.isascii() and place.isdecimal() and len(place) < 19 else None


class Batch(msgspec.Struct, frozen=True):
    """The next messages of a view, and the place behind them. `messages` for those who cannot send `frames`.

    `packed`: the same frames for those who agreed on compression; None where it is not worth it.
    """

    messages: tuple[bytes, ...]
    frames: bytes
    place: int
    packed: bytes | None = None


class Batches:
    """Listeners that see the same from the same place get the same object."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._made_at = -1
        self._made: dict[tuple[View, int, int], Batch] = {}

    def after(self, place: int, view: View, began: int = 0) -> Batch:
        """At most `MOST_AT_ONCE` changes behind `place`; those that the view does not show are passed over.

        `began`: where the feed stood when the listener began without knowing anything, so that what had gone before
        is no news.
        """
        if self._made_at != self._feed.place or len(self._made) >= _MOST_KEPT:
            self._made.clear()
            self._made_at = self._feed.place
        key = (view, place, began if place < began else 0)
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, view: View, place: int, began: int) -> Batch:
        if view.fields is not None:
            return self._in_columns(view, view.fields, place, began)
        changes = self._feed.since(place, MOST_AT_ONCE)
        shown = [change for change in changes if _is_for(view, change, began)]
        end = changes[-1].place if len(changes) == MOST_AT_ONCE else self._feed.place
        messages = tuple([message_of(self._feed, change) for change in shown])
        return Batch(messages, b"".join([frame(message) for message in messages]), end)

    def _in_columns(self, view: View, fields: tuple[str, ...], place: int, began: int) -> Batch:
        """All that is behind `place`: a part of it would hide what older fields its workers have."""
        shown = [change for change in self._feed.since(place) if _is_for(view, change, began)]
        end = self._feed.place
        before, behind = (str(Cursor(self._feed.era, one)) for one in (place, end))
        messages = tuple(columns.told(shown, fields, place, before, behind))
        packed = b"".join([frame(deflated(message), _PACKED) for message in messages])
        return Batch(messages, b"".join(map(frame, messages)), end, packed)


def _is_for(view: View, change: Change, began: int) -> bool:
    return view.sees(change) if isinstance(change, Entry) else change.place > began and view.loses(change)


def message_of(feed: Feed, change: Change) -> bytes:
    """A worker as in `GET /workers`, with its sample, and the cursor of this place; or that it is gone."""
    cursor = b',"cursor":"%s-%d"}' % (feed.era.encode(), change.place)
    if isinstance(change, Gone):
        return b'{"id":%d,"removed":true' % change.worker_id + cursor
    message: bytes | None = change.made.get("message")
    if message is None:
        message = change.fragment[:-1] + b',"sample":' + encode(sample_of(change)) + cursor
        change.made["message"] = message
    return message


def deflated(message: bytes) -> bytes:
    """As permessage-deflate has it, without any memory of what was sent before: so it is the same for every socket."""
    packer = zlib.compressobj(level=6, wbits=-15)
    return (packer.compress(message) + packer.flush(zlib.Z_SYNC_FLUSH)).removesuffix(_TAIL)


def frame(message: bytes, kind: int = _TEXT) -> bytes:
    """A WebSocket frame of a server: whole, and not masked."""
    length = len(message)
    if length < 126:
        return struct.pack("!BB", kind, length) + message
    if length < 65_536:
        return struct.pack("!BBH", kind, 126, length) + message
    return struct.pack("!BBQ", kind, 127, length) + message
