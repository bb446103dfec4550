"""The doors of the feed: `/ws/metrics` and `GET /api/v1/events`."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, WebSocket
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from cocoonpool.auth.guards import SOCKET, Reader
from cocoonpool.live import sockets
from cocoonpool.live.stream import events
from cocoonpool.live.view import Subscription, view_of

router = APIRouter(tags=["live"])
socket_router = APIRouter()

_SSE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "Events without end; docs/live.md tells which."}
}
_Ids = Annotated[list[Annotated[int, Query(ge=0, le=2**63 - 1)]] | None, Query(max_length=1_000)]


@socket_router.websocket("/ws/metrics", dependencies=[SOCKET])
async def metrics_socket(socket: WebSocket) -> None:
    state = socket.app.state
    await sockets.serve(socket, state.fleet, state.batches, state.audience)


@router.get("/events", response_class=StreamingResponse, responses=_SSE)
async def stream_events(
    request: Request,
    caller: Reader,
    worker_id: _Ids = None,
    participant_id: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None,
    since: Annotated[str | None, Query(max_length=40, description="A cursor: go on from there.")] = None,
) -> StreamingResponse:
    """Workers as they change, as server-sent events. `Last-Event-ID` or `since` goes on without a gap."""
    state = request.app.state
    fleet = await state.fleet.current()
    view = view_of(caller, Subscription(worker_id, participant_id))
    place = sockets.resumed(fleet, request.headers.get("last-event-id") or since or "")
    with ExitStack() as stack:
        stack.enter_context(state.audience.room(request))
        seat = stack.enter_context(state.audience.seat(request, caller))
        return _Seated(events(fleet, state.batches, seat, view, place), stack.pop_all())


class _Seated(StreamingResponse):
    """Leaves its seat when it ends, also if nobody ever read of it."""

    def __init__(self, content: AsyncIterator[bytes], leave: ExitStack) -> None:
        super().__init__(content, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._leave:
            await super().__call__(scope, receive, send)
