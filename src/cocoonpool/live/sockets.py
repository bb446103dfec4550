"""The WebSocket `/ws/metrics`: from the handshake to the close, and what a client may say meanwhile."""

import asyncio
from contextlib import suppress
from typing import Final

import msgspec
from starlette.requests import HTTPConnection
from starlette.types import Scope as AsgiScope
from starlette.websockets import WebSocket, WebSocketDisconnect

from cocoonpool.auth.guards import principal
from cocoonpool.auth.origin import is_own
from cocoonpool.auth.principal import Principal, Scope
from cocoonpool.errors import PoolError
from cocoonpool.exactjson import encode
from cocoonpool.live import farewell
from cocoonpool.live.audience import Audience, Seat, TooManyFeeds
from cocoonpool.live.farewell import Farewell
from cocoonpool.live.messages import Batch, Batches, Cursor
from cocoonpool.live.view import Subscription, view_of
from cocoonpool.workers.fleet import FleetState

FRAMES: Final = "cocoonpool.frames"
"""An ASGI extension: `{"type": "websocket.send", "frames": ...}` writes frames that were made before.

`packed` beside it: the same for a client that agreed on compression, or None.
"""

TOKEN_WITHIN_S: Final = 5.0
_MOST_SAID: Final = 100  # messages a minute


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """All that a client may say."""

    token: str | None = None
    subscribe: Subscription | None = None


_decode: Final = msgspec.json.Decoder(Said).decode


class Left(Exception):
    """The feed ends, and why."""

    def __init__(self, why: Farewell) -> None:
        super().__init__(why.reason)
        self.why = why


async def serve(socket: WebSocket, fleet: FleetState, batches: Batches, audience: Audience) -> None:
    """One client, until either side ends it."""
    await socket.accept()  # a refused handshake would tell a browser nothing: a close says why
    try:
        with audience.room(socket):
            connection, first = await _introduced(socket)
            caller = await _caller(connection)
            with audience.seat(connection, caller) as seat:
                await _Feed(socket, fleet, batches, seat).run(first)
    except WebSocketDisconnect:
        return
    except TooManyFeeds as error:
        await _close(socket, error.farewell)
    except Left as left:
        await _close(socket, left.why)


async def _close(socket: WebSocket, why: Farewell) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # the other side was faster
        await socket.close(why.code, why.reason)


async def _introduced(socket: WebSocket) -> tuple[HTTPConnection, Said]:
    """The connection with the client's credentials, and what it said beside its token."""
    if "authorization" in socket.headers or "x-api-key" in socket.headers:
        return socket, Said()
    with suppress(PoolError):
        await principal(socket)
        if not is_own(socket):
            raise Left(farewell.OTHER_ORIGIN)
        return socket, Said()
    try:
        async with asyncio.timeout(TOKEN_WITHIN_S):
            said = await _next(socket)
    except TimeoutError:
        raise Left(farewell.NO_CREDENTIALS) from None
    if said.token is None:
        raise Left(farewell.NO_CREDENTIALS)
    return HTTPConnection(_with_token(socket.scope, said.token)), said


def _with_token(scope: AsgiScope, token: str) -> AsgiScope:
    """The handshake as if the token had been in its header: whoever proves callers proves this one too."""
    held = token.encode("latin-1", errors="replace")
    return {**scope, "headers": [(b"authorization", b"Bearer " + held)], "state": {}}


async def _caller(connection: HTTPConnection) -> Principal:
    try:
        caller = await principal(connection)
    except PoolError as error:
        raise Left(farewell.refused(error.detail)) from None
    if Scope.READ not in caller.scopes:
        raise Left(farewell.NOT_ALLOWED)
    return caller


def _subscription_of(socket: WebSocket) -> Subscription:
    """A subscription can stand in the address too: `?worker_id=1&worker_id=2&fields=model,host&every=2`."""
    query = socket.query_params
    fields = query.get("fields")
    given = {
        "worker_ids": query.getlist("worker_id") or None,
        "participant_id": query.get("participant_id"),
        "fields": None if fields is None else fields.split(","),
        "every": query.get("every", 0.0),
    }
    try:
        return msgspec.convert(given, Subscription, strict=False)
    except msgspec.ValidationError:
        raise Left(farewell.MALFORMED) from None


async def _next(socket: WebSocket) -> Said:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    try:
        return _decode(message.get("text") or b"")
    except msgspec.DecodeError:
        raise Left(farewell.MALFORMED) from None


class _Feed:
    def __init__(self, socket: WebSocket, fleet: FleetState, batches: Batches, seat: Seat) -> None:
        self._socket, self._fleet, self._batches, self._seat = socket, fleet, batches, seat
        self._in_frames = FRAMES in socket.scope.get("extensions", {})
        self._telling: asyncio.Task[None] | None = None

    async def run(self, first: Said) -> None:
        """Tells and listens at once; the first of the two to end, or the seat, ends both."""
        await self._fleet.current()
        wanted = first.subscribe or _subscription_of(self._socket)
        self._tell(wanted, await self._resume())
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait((listening, self._seat.ended), return_when=asyncio.FIRST_COMPLETED)
            if self._seat.ended.done():
                raise Left(self._seat.ended.result())
            await listening
        finally:
            await _ended(listening)
            await _ended(self._telling)

    async def _resume(self) -> int:
        """The place from which to tell. Only who asked with `since` is told what follows: all, or what it missed."""
        since = self._socket.query_params.get("since")
        if since is None:
            return 0
        place = resumed(self._fleet, since)
        await self._begin(place)
        return place

    async def _begin(self, place: int) -> None:
        head = {"snapshot": not place, "cursor": str(Cursor(self._fleet.feed.era, place))}
        await self._socket.send_text(encode(head).decode())

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        said, since = 0, loop.time()
        while True:
            message = await _next(self._socket)
            if loop.time() - since > 60:
                said, since = 0, loop.time()
            said += 1
            if said > _MOST_SAID:
                raise Left(farewell.TOO_MANY_MESSAGES)
            if message.subscribe is not None:
                await _ended(self._telling)
                if "since" in self._socket.query_params:
                    await self._begin(0)
                self._tell(message.subscribe, 0)

    def _tell(self, wanted: Subscription, place: int) -> None:
        self._telling = asyncio.create_task(self._tell_all(wanted, place))
        self._telling.add_done_callback(self._told)

    def _told(self, telling: asyncio.Task[None]) -> None:
        """It never ends by itself: whatever it was, `run` raises it again."""
        if not telling.cancelled() and telling.exception() is not None:
            self._seat.end(farewell.FAULT)

    async def _tell_all(self, wanted: Subscription, place: int) -> None:
        view, feed = view_of(self._seat.caller, wanted), self._fleet.feed
        began = 0 if place else feed.place
        try:
            while True:
                if 0 < place < feed.complete_from:
                    return self._seat.end(farewell.TOO_FAR_BEHIND)
                batch = self._batches.after(place, view, began)
                if batch.messages:
                    await self._send(batch)
                place = batch.place
                await self._until_news(place, wanted.every)
        except (WebSocketDisconnect, RuntimeError, OSError):  # gone: the listening side hears it too
            return None

    async def _until_news(self, place: int, every: float) -> None:
        """Returns when there is something behind `place`; then, once all was told, on the beat that sockets share."""
        told_all = place == self._fleet.feed.place
        await self._fleet.feed.beyond(place)
        if told_all and every:
            await asyncio.sleep(every - asyncio.get_running_loop().time() % every)

    async def _send(self, batch: Batch) -> None:
        """Waits while the client does not read: it then gets the newest state, and nobody holds what it missed."""
        if self._in_frames:
            made = {"frames": batch.frames, "packed": batch.packed}
            await self._socket.send({"type": "websocket.send", **made, "text": ""})
            return
        for message in batch.messages:
            await self._socket.send_text(message.decode())


def resumed(fleet: FleetState, since: str) -> int:
    """The place of a cursor, 0 (all anew) if it is not of this run or what is gone since then is forgotten."""
    cursor, feed = Cursor.parse(since), fleet.feed
    if cursor is None or cursor.era != feed.era or not feed.complete_from <= cursor.place <= feed.place:
        return 0
    return cursor.place


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect, Left):
            await task
