"""Before anything of a request is read: who is asking, and how much they send."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cocoonpool.auth.guards import principal
from cocoonpool.errors import PoolError
from cocoonpool.server.errors import render

MAX_BODY: Final = 1024 * 1024


class TooLarge(PoolError):
    status = 413
    code = "too_large"

    def __init__(self) -> None:
        super().__init__("The body is too large.")


class Gate:
    """ASGI middleware: under `guarded`, strangers get 401 whatever they ask or send; routes then judge rights.

    Only at the paths in `doors` strangers may knock: there they prove who they are.

    A route that forgets its guard is still closed, and no stranger's body is ever parsed.
    """

    def __init__(self, app: ASGIApp, guarded: str, doors: frozenset[str]) -> None:
        self.app = app
        self.guarded, self.doors = guarded, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith(self.guarded) and path not in self.doors:
            try:
                await principal(HTTPConnection(scope))
            except PoolError as error:
                return await render(error)(scope, receive, send)
        return await self.app(scope, receive, send)


class BodyLimit:
    """ASGI middleware: 413 for a body that says it is too large, or turns out to be."""

    def __init__(self, app: ASGIApp, most: int = MAX_BODY) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self.most:
            return await render(TooLarge())(scope, receive, send)
        return await self.app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most:
                raise HTTPException(413)  # the kind of error that passes through the reading of a body unchanged
            return message

        return counted
