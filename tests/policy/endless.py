"""Asks what has no end: an event stream for the beginning of its answer, a WebSocket for how it takes leave."""

import asyncio
import json
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI
from httpx import Response

from cocoonpool.server.doors import Door
from tests.policy.world import REFERENCES, Whose

_NONSENSE: Final = "no message of ours"
_ADDRESSES: Final = {"server": ("pool.test", 80), "client": ("127.0.0.1", 40_000), "root_path": ""}


async def first_of_stream(app: FastAPI, url: str, query: dict[str, str], key: str | None) -> Response:
    """Status, headers and nothing else of an answer that goes on; all of one that is a refusal."""
    begun, headers = asyncio.Event(), [] if key is None else [(b"authorization", f"Bearer {key}".encode())]
    told: dict[str, Any] = {"status": 0, "headers": [], "body": b"", "asked": False}

    async def receive() -> dict[str, Any]:
        if told["asked"]:
            await asyncio.Event().wait()  # the client stays
        told["asked"] = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told["status"] = message.get("status", told["status"])
        told["headers"] = message.get("headers", told["headers"])
        if told["status"] != 200:
            told["body"] += message.get("body", b"")
        elif message["type"] == "http.response.start":
            begun.set()
        await asyncio.sleep(0)  # as a socket does: others get their turn

    scope: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": url, "headers": headers}
    scope |= {"raw_path": url.encode(), "query_string": urlencode(query).encode(), "asgi": {"version": "3.0"}}
    await _until(begun, app({**scope, **_ADDRESSES}, receive, send))
    return Response(told["status"], headers=told["headers"], content=told["body"])


async def farewell_of_socket(app: FastAPI, door: Door, whose: Whose, key: str | None) -> Response:
    """What a socket says to a key and a subscription in the first frame, and to nonsense in the second.

    It closes with 4000 + the status that an answer would have had; 4400 for the nonsense means that we were let in.
    """
    token = {} if key is None else {"token": key}
    wanted = {name: REFERENCES[name][whose] for name in ("worker_ids", "participant_id")}
    frames = iter((json.dumps({**token, "subscribe": wanted}), _NONSENSE))
    told: list[str] = []
    ended: list[int] = []

    async def receive() -> dict[str, Any]:
        if not told:
            told.append("connected")
            return {"type": "websocket.connect"}
        text = next(frames, None)
        return {"type": "websocket.receive", "text": text} if text else {"type": "websocket.disconnect", "code": 1005}

    async def send(message: Any) -> None:
        if message["type"] == "websocket.send":
            told.append(message["text"])
        elif message["type"] in ("websocket.close", "websocket.http.response.start"):
            ended.append(message.get("status") or message["code"] - 4000)

    scope = {"type": "websocket", "scheme": "ws", "path": door.path, "query_string": b"", "headers": []}
    await app({**scope, **_ADDRESSES, "subprotocols": [], "extensions": {}}, receive, send)
    return Response(200 if ended[:1] == [400] else ended[0], content="\n".join(told))


async def _until(begun: asyncio.Event, answering: Any) -> None:
    answer, beginning = asyncio.ensure_future(answering), asyncio.ensure_future(begun.wait())
    await asyncio.wait((answer, beginning), return_when=asyncio.FIRST_COMPLETED)
    for task in (answer, beginning):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
