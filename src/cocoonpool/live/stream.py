"""The same feed as server-sent events, for clients that cannot do sockets (https://html.spec.whatwg.org, 9.2)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from cocoonpool.exactjson import encode
from cocoonpool.live.audience import Seat
from cocoonpool.live.messages import Batches, Cursor
from cocoonpool.live.view import View
from cocoonpool.workers.fleet import FleetState

QUIET_S: Final = 15.0
_RETRY: Final = b"retry: 2000\n\n"


async def events(fleet: FleetState, batches: Batches, seat: Seat, view: View, place: int) -> AsyncIterator[bytes]:
    """Events without end; a comment when nothing was said for a while, so that nobody in between hangs up.

    `place` 0: all anew, which the first event says.
    """
    feed = fleet.feed
    began = 0 if place else feed.place
    yield _RETRY + _event(b"start", encode({"snapshot": not place}), str(Cursor(feed.era, place)))
    while not seat.ended.done():
        if 0 < place < feed.complete_from:
            break  # the client comes back by itself, and gets all anew
        batch = batches.after(place, view, began)
        place = batch.place
        if batch.messages:
            cursor = str(Cursor(feed.era, place))
            lines = [b"data: " + message + b"\n\n" for message in batch.messages[:-1]]
            yield b"".join(lines) + b"id: %s\ndata: " % cursor.encode() + batch.messages[-1] + b"\n\n"
        elif not await _news(fleet, seat, place):
            yield b": still here\n\n"
    if seat.ended.done():
        yield _event(b"end", encode({"reason": seat.ended.result().reason}), None)


async def _news(fleet: FleetState, seat: Seat, place: int) -> bool:
    """Waits for something new or the end of the seat; False when neither came for a while."""
    waiting = asyncio.ensure_future(fleet.feed.beyond(place))
    try:
        done, _ = await asyncio.wait((waiting, seat.ended), timeout=QUIET_S, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)
    finally:
        waiting.cancel()


def _event(name: bytes, data: bytes, cursor: str | None) -> bytes:
    number = b"" if cursor is None else b"id: %s\n" % cursor.encode()
    return b"event: " + name + b"\n" + number + b"data: " + data + b"\n\n"
