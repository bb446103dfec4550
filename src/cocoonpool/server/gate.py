"""Before anything of a request is read: who is asking, from which page, and how much they send."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cocoonpool.auth.guards import principal
from cocoonpool.auth.origin import refuse_foreign_change
from cocoonpool.errors import Forbidden, PoolError
from cocoonpool.server.doors import asks_nobody, door_of
from cocoonpool.server.errors import render

MAX_BODY: Final = 1024 * 1024


class TooLarge(PoolError):
    status = 413
    code = "too_large"

    def __init__(self) -> None:
        super().__init__("The body is too large.")


class Gate:
    """ASGI middleware: what is decided before a route is asked, so that no stranger's body is ever parsed.

    Under `guarded`, strangers get 401 whatever they ask or send, except where a route declares that it asks nobody;
    routes then judge rights. A route that declares nothing is closed to everybody. A browser that was sent here by
    somebody else's page changes nothing.
    """

    def __init__(self, app: ASGIApp, guarded: str) -> None:
        self.app = app
        self.guarded = guarded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            try:
                await self._judge(HTTPConnection(scope))
            except PoolError as error:
                return await render(error)(scope, receive, send)
        return await self.app(scope, receive, send)

    async def _judge(self, connection: HTTPConnection) -> None:
        refuse_foreign_change(connection)
        door = door_of(connection.scope)
        if connection.url.path.startswith(self.guarded) and not asks_nobody(connection.scope):
            await principal(connection)
        if door is not None and door.policy is None:
            raise Forbidden("This route does not say who may use it, so nobody may.", "undeclared")


class BodyLimit:
    """ASGI middleware: 413 for a body that says it is too large, or turns out to be. `larger`: limits by path."""

    def __init__(self, app: ASGIApp, most: int = MAX_BODY, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.most = most
        self.larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        most = self.larger.get(scope["path"], self.most)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > most:
            return await render(TooLarge())(scope, receive, send)
        return await self.app(scope, self._counting(receive, most), send)

    def _counting(self, receive: Receive, most: int) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413)  # the kind of error that passes through the reading of a body unchanged
            return message

        return counted
