"""Adding a route without a policy, or one that the walk cannot ask, makes the walk red; nobody gets in meanwhile."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, WebSocket
from fastapi.responses import StreamingResponse
from httpx import AsyncClient
from starlette.responses import PlainTextResponse

from cocoonpool.auth.guards import PUBLIC, SOCKET, Reader, Writer
from cocoonpool.auth.policy import PROBE, WRITER, declared
from cocoonpool.db import Database
from cocoonpool.errors import PoolError
from cocoonpool.server.doors import doors_of
from tests import make
from tests.policy.cases import CannotMakeCase
from tests.policy.test_walk import world
from tests.policy.walk import faults_of
from tests.policy.world import Visit, World, new_app

__all__ = ["world"]

Added = Callable[[FastAPI], object]


async def faults(added: Added, world: World, folder: Path) -> list[str]:
    """What the walk says of the routes that were added."""

    def with_more(db: Database) -> FastAPI:
        app = new_app(db)
        added(app)
        return app

    usual = {door.path for door in doors_of(new_app(Database("sqlite+aiosqlite://")))}
    async with Visit(world, with_more, folder) as visit:
        more = [door for door in doors_of(visit.app) if door.path not in usual]
        document = visit.app.openapi()
        return [fault for door in more for fault in await faults_of(door, visit, document)]


def forgotten(app: FastAPI) -> None:
    router = APIRouter()

    @router.get("/forgotten")
    async def look() -> str:
        return "a secret"

    @router.post("/forgotten")
    async def change() -> str:
        return "a secret"

    app.include_router(router, prefix="/api/v1")


async def test_a_route_without_a_policy_makes_the_walk_red(world: World, tmp_path: Path) -> None:
    found = await faults(forgotten, world, tmp_path)
    assert len(found) == 2
    assert all("declares no policy" in fault for fault in found)


async def test_a_route_without_a_policy_is_closed(app: FastAPI, client: AsyncClient) -> None:
    forgotten(app)
    for method in ("GET", "POST"):
        answer = await client.request(method, "/api/v1/forgotten", content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (403, "undeclared")
    async with make.client(app) as stranger:
        assert (await stranger.get("/api/v1/forgotten")).status_code == 401


async def test_a_route_that_contradicts_itself_is_closed(app: FastAPI, client: AsyncClient) -> None:
    @app.get("/both", dependencies=[PUBLIC])
    async def both(_: Reader) -> str:
        return "a secret"

    assert (await client.get("/both")).json()["code"] == "undeclared"


async def test_a_mounted_application_declares_itself_or_is_closed(app: FastAPI, client: AsyncClient) -> None:
    app.mount("/files", declared(PlainTextResponse("for all"), PROBE))
    app.mount("/private", PlainTextResponse("a secret"))
    assert (await client.get("/files/a")).text == "for all"
    assert (await client.get("/private/a")).json()["code"] == "undeclared"


async def test_a_socket_without_a_policy_is_refused_at_its_handshake(app: FastAPI) -> None:
    @app.websocket("/ws/forgotten")
    async def forgotten(socket: WebSocket) -> None:
        await socket.accept()

    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/ws/forgotten", "headers": [], "query_string": b"", "server": ("pool", 80)}
    await app({**scope, "extensions": {"websocket.http.response": {}}, "subprotocols": []}, receive, send)
    assert [message["type"] for message in sent] == ["websocket.http.response.start", "websocket.http.response.body"]
    assert sent[0]["status"] == 403


async def test_a_route_that_leaks_makes_the_walk_red(world: World, tmp_path: Path) -> None:
    def leaking(app: FastAPI) -> None:
        @app.get("/api/v1/leaks/{worker_id}")
        async def leak(worker_id: int, _: Reader) -> dict[str, int]:
            return {"worker": worker_id}

    found = await faults(leaking, world, tmp_path)
    assert any("owner: another's gives 200" in fault for fault in found)
    assert any("owner: another's differs from missing" in fault for fault in found)


async def test_a_guard_that_lets_more_pass_than_its_policy_makes_the_walk_red(world: World, tmp_path: Path) -> None:
    async def asks_nothing() -> None: ...

    def lax(app: FastAPI) -> None:
        app.get("/api/v1/lax", dependencies=[Depends(declared(asks_nothing, WRITER))])(asks_nothing)

    assert any("read key: own gives 200" in fault for fault in await faults(lax, world, tmp_path))


async def test_a_thing_that_the_walk_does_not_know_makes_it_red(world: World, tmp_path: Path) -> None:
    def cats(app: FastAPI) -> None:
        @app.get("/api/v1/cats/{cat_id}")
        async def cat(cat_id: int, _: Writer) -> int:
            return cat_id

    with pytest.raises(CannotMakeCase, match="cat_id"):
        await faults(cats, world, tmp_path)


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b"data: again\n\n"


async def test_a_stream_without_end_is_walked(world: World, tmp_path: Path) -> None:
    def streams(app: FastAPI) -> None:
        @app.get("/api/v1/stream", responses={200: {"content": {"text/event-stream": {}}}})
        async def stream(_: Reader) -> StreamingResponse:
            return StreamingResponse(endless(), media_type="text/event-stream")

    assert await faults(streams, world, tmp_path) == []


@pytest.mark.parametrize("careful", [True, False])
async def test_a_socket_is_walked(world: World, tmp_path: Path, careful: bool) -> None:
    def sockets(app: FastAPI) -> None:
        @app.websocket("/ws/open", dependencies=[SOCKET])
        async def opened(socket: WebSocket) -> None:
            await socket.accept()
            first = await socket.receive_json()
            if careful and (status := await refused(app, first.get("token"))):
                return await socket.close(4000 + status)
            await socket.receive_text()
            return await socket.close(4400)

    found = await faults(sockets, world, tmp_path)
    assert (found == []) is careful
    assert careful or any("by nobody" in fault for fault in found)


async def refused(app: FastAPI, key: str | None) -> int | None:
    """What the same key gets from a route for readers."""
    try:
        async with make.client(app, key) as http:
            status = (await http.get("/api/v1/workers")).status_code
    except PoolError as error:
        return error.status
    return None if status == 200 else status
