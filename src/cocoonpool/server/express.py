"""The short way for what thousands of agents send all the time: past the search for a route and its arguments.

The route is declared like any other, and all that comes before routes (who is asking, limits, sizes) holds here too.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cocoonpool.agents.routes import take_readings
from cocoonpool.auth import policy as policies
from cocoonpool.auth.guards import Guard
from cocoonpool.errors import PoolError
from cocoonpool.server.doors import door_of
from cocoonpool.server.errors import render
from cocoonpool.server.gate import TooLarge

_may_send = Guard(policies.AGENT)


class Express:
    """ASGI middleware, the last before the routes: answers `take_readings` itself, with the same function and guard."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = door_of(scope) if scope["type"] == "http" else None
        if door is None or door.name != take_readings.__name__ or door.policy != policies.AGENT:
            return await self.app(scope, receive, send)
        response = await _answer(Request(scope, receive))
        return await response(scope, receive, send)


async def _answer(request: Request) -> Response:
    try:
        return await take_readings(request, await _may_send(request), request.app.state.db)
    except PoolError as error:
        return render(error)
    except HTTPException:  # the only one is from the reading of a body that turned out to be too large
        return render(TooLarge())
