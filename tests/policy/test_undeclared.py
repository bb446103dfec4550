"""Adding a route without a policy, or one that the walk cannot ask, makes the walk red; nobody gets in meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, WebSocket
from httpx import AsyncClient
from starlette.responses import PlainTextResponse

from cocoonpool.auth.guards import PUBLIC, Guard, Reader
from cocoonpool.auth.policy import PROBE, WRITER, declared
from cocoonpool.db import Database
from cocoonpool.server.doors import Door, doors_of
from tests import make
from tests.policy.cases import CannotMakeCase
from tests.policy.test_walk import world
from tests.policy.walk import faults_of
from tests.policy.world import Visit, World

__all__ = ["world"]


async def faults(app: FastAPI, path: str, world: World, folder: Path) -> list[str]:
    async with Visit(world, app, folder) as visit:
        return [fault for door in door_at(app, path) for fault in await faults_of(door, visit)]


def door_at(app: FastAPI, path: str) -> Iterator[Door]:
    return (door for door in doors_of(app) if door.path == path)


async def test_a_route_without_a_policy_makes_the_walk_red_and_is_closed(
    app: FastAPI, client: AsyncClient, world: World, tmp_path: Path
) -> None:
    router = APIRouter()

    @router.get("/forgotten")
    @router.post("/forgotten")
    async def forgotten() -> str:
        return "a secret"

    app.include_router(router, prefix="/api/v1")
    for method in ("GET", "POST"):
        answer = await client.request(method, "/api/v1/forgotten", content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (403, "undeclared")
    async with make.client(app) as stranger:
        assert (await stranger.get("/api/v1/forgotten")).status_code == 401
    assert all("declares no policy" in fault for fault in await faults(app, "/api/v1/forgotten", world, tmp_path))
    assert len(await faults(app, "/api/v1/forgotten", world, tmp_path)) == 2


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


async def test_a_route_that_leaks_makes_the_walk_red(app: FastAPI, world: World, tmp_path: Path) -> None:
    @app.get("/api/v1/leaks/{worker_id}")
    async def leaking(worker_id: int, _: Reader) -> dict[str, int]:
        return {"worker": worker_id}

    found = await faults(app, "/api/v1/leaks/{worker_id}", world, tmp_path)
    assert any("owner: another's gives 200" in fault for fault in found)
    assert any("owner: another's differs from missing" in fault for fault in found)


async def test_a_guard_that_lets_more_pass_than_its_policy_makes_the_walk_red(
    app: FastAPI, world: World, tmp_path: Path
) -> None:
    async def asks_nothing() -> None: ...

    @app.get("/api/v1/lax", dependencies=[Depends(declared(asks_nothing, WRITER))])
    async def lax_route() -> str:
        return "a secret"

    found = await faults(app, "/api/v1/lax", world, tmp_path)
    assert any("read key: own gives 200" in fault for fault in found)


async def test_a_thing_that_the_walk_does_not_know_makes_it_red(app: FastAPI, world: World, tmp_path: Path) -> None:
    @app.get("/api/v1/cats/{cat_id}")
    async def cats(cat_id: int, _: Annotated[object, Depends(Guard(WRITER))]) -> int:
        return cat_id

    with pytest.raises(CannotMakeCase, match="cat_id"):
        await faults(app, "/api/v1/cats/{cat_id}", world, tmp_path)


async def test_routes_of_an_open_app_are_all_found(app: FastAPI, db: Database) -> None:
    found = {door.path for door in doors_of(app)}
    assert {"/api/v1/workers", "/metrics", "/health", "/docs", "/openapi.json"} <= found
    assert len(found) > 20
