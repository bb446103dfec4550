"""`GET /api/v1/events`: the same feed for those who cannot do sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient, Response

from cocoonpool.db import Database
from tests import make
from tests.live.serving import look, serving

EVENTS = "/api/v1/events"
Event = tuple[str, str, Any]
"""Name, id and data."""


async def events(answer: Response) -> AsyncIterator[Event]:
    name, number = "message", ""
    async for line in answer.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "id":
            number = value
        elif field == "data":
            yield name, number, json.loads(value)
            name, number = "message", ""


@asynccontextmanager
async def streaming(place: str, key: str, path: str = EVENTS, **headers: str) -> AsyncIterator[Response]:
    async with (
        AsyncClient(headers={"X-API-Key": key, **headers}, timeout=20) as http,
        http.stream("GET", f"http://{place}{path}") as answer,
    ):
        yield answer


async def test_it_tells_what_a_socket_tells(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await make.worker(db, alice, 1)
    await make.worker(db, bob, 2)
    async with serving(app) as place, streaming(place, await make.key_of(db, bob)) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = events(answer)
        start, first = await anext(told), await anext(told)
        await look(db, 1, 2, app=app)
        second = await anext(told)
    assert (start[0], start[2]) == ("start", {"snapshot": True})
    assert (first[0], first[2]["id"], first[2]["sample"]) == ("message", 2, None)
    assert (second[2]["id"], second[2]["latest_status"], second[1]) == (2, "healthy", second[2]["cursor"])


async def test_who_comes_back_with_the_last_id_misses_nothing(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    for port in (1, 2, 3):
        await make.worker(db, alice, port)
    key = await make.key_of(db, alice)
    async with serving(app) as place:
        async with streaming(place, key) as answer:
            told = events(answer)
            last = [await anext(told) for _ in range(4)][-1][1]
        await look(db, 2)
        await client.delete("/api/v1/workers/3")
        async with streaming(place, key, **{"Last-Event-ID": last}) as answer:
            told = events(answer)
            start, *missed = [await anext(told) for _ in range(3)]
    assert (start[0], start[2]) == ("start", {"snapshot": False})
    assert sorted((m[2]["id"], m[2].get("removed")) for m in missed) == [(2, None), (3, True)]


async def test_it_is_narrowed_by_its_query(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    for port in (1, 2, 3):
        await make.worker(db, alice, port)
    async with serving(app) as place:
        path = f"{EVENTS}?worker_id=2&worker_id=3&participant_id={alice.id}"
        async with streaming(place, await make.operator_key(db), path) as answer:
            told = events(answer)
            assert [(await anext(told))[2].get("id") for _ in range(3)] == [None, 2, 3]


async def test_it_ends_with_its_key_and_says_so(app: FastAPI, client: AsyncClient, db: Database) -> None:
    key = await make.key_of(db, await make.alice(db))
    async with serving(app) as place, streaming(place, key) as answer:
        told = events(answer)
        await anext(told)
        await client.delete("/api/v1/keys/2")
        async with asyncio.timeout(10):
            rest = [event async for event in told]
    assert [(name, data) for name, _, data in rest] == [("end", {"reason": "the credentials are no longer valid"})]
    assert app.state.audience.size == 0


async def test_a_stopping_server_does_not_wait_for_it(app: FastAPI, db: Database) -> None:
    async with AsyncExitStack() as stack:
        async with serving(app) as place:
            answer = await stack.enter_async_context(streaming(place, await make.operator_key(db)))
            told = events(answer)
            await anext(told)
        assert [name async for name, _, _ in told] == ["end"]


async def test_a_stranger_and_a_scraper_hear_nothing(app: FastAPI, client: AsyncClient) -> None:
    async with make.client(app) as stranger:
        assert (await stranger.get(EVENTS)).status_code == 401
    for query in ("worker_id=-1", "worker_id=x", "participant_id=x", "since=" + "x" * 41):
        assert (await client.get(f"{EVENTS}?{query}")).status_code == 422
