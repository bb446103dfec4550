"""The real server on a free port, with the loops that keep it up to date; and clients that listen to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect

from cocoonpool.db import Database, to_ms
from cocoonpool.events import WorkersChanged
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.server.listening import Server
from cocoonpool.wire import utc_now
from cocoonpool.workers.state import StructVersions
from tests.flows.process import free_port
from tests.workers import watch


@asynccontextmanager
async def serving(app: FastAPI, port: int | None = None, plain: bool = False) -> AsyncIterator[str]:
    """Runs it, `plain` as another ASGI server would; yields `127.0.0.1:PORT`."""
    port = port or free_port()
    ours = Server(app, "127.0.0.1", port)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None)) if plain else ours
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running


def socket(place: str, key: str | None = None, query: str = "", **options: Any) -> connect:
    """A client with a key in its handshake, or with nothing."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    options = {"additional_headers": headers, "compression": None, "max_size": None, "close_timeout": 1, **options}
    return connect(f"ws://{place}/ws/metrics{query}", **options)


async def heard(feed: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(20):
        message: dict[str, Any] = json.loads(await feed.recv(), parse_float=Decimal)
    return message


async def until(feed: ClientConnection, wanted: Callable[[dict[str, Any]], object]) -> list[dict[str, Any]]:
    """All messages up to and with the first that is wanted."""
    messages = [await heard(feed)]
    while not wanted(messages[-1]):
        messages.append(await heard(feed))
    return messages


async def look(db: Database, *worker_ids: int, app: FastAPI | None = None, **changes: Any) -> int:
    """These workers were just looked at; with `app`, by its own process. The time of the look."""
    now = to_ms(utc_now())
    looks = [Look(one, now, watch.reading(now, **changes), watch.guest()) for one in worker_ids]
    async with db.transaction() as session:
        done = await ingest(session, looks, StructVersions([]), now)
    if app is not None:
        app.state.events.publish(WorkersChanged(done.worker_ids, done.generation))
    return now
