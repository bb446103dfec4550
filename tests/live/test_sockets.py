"""`/ws/metrics`: a snapshot, then what changes; who is let in, and why somebody is sent away."""

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from websockets.exceptions import ConnectionClosed

from cocoonpool.auth.principal import Role, Scope
from cocoonpool.db import Database
from tests import make
from tests.live.serving import heard, look, serving, socket, until

KEYS = "/api/v1/keys"


async def why_closed(feed: Any) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed):
        async with asyncio.timeout(20):
            while True:
                await feed.recv()
    return feed.close_code, feed.close_reason


async def test_every_worker_first_and_then_each_change(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    ids = [(await make.worker(db, alice, port)).id for port in range(1, 200)]
    await look(db, *ids)
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        first = [await heard(feed) for _ in ids]
        await look(db, 7, app=app, enabled=False)
        changed = await heard(feed)
    assert [message["id"] for message in first] == ids
    assert (changed["id"], changed["latest_status"]) == (7, "degraded")
    assert changed["latest_causes"][0]["code"] == "disabled"


def moment_of(point: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(point["timestamp"])


async def test_a_message_is_an_item_of_the_list_and_its_sample(app: FastAPI, client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await look(db, worker.id, queries=100, success=100, busy_us=1_000_000)
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        await heard(feed)
        await look(db, worker.id, app=app, queries=104, success=104, busy_us=3_000_000)
        message = await heard(feed)
    (item,) = (await client.get("/api/v1/workers")).json()
    (*_, point) = (await client.get(f"/api/v1/workers/{worker.id}/metrics?resolution=raw")).json()["metrics"]
    sample, cursor = message.pop("sample"), message.pop("cursor")
    assert json.loads(json.dumps(message, default=float)) == item
    same = {name: point[name] for name in sample} | {"timestamp": moment_of(point)}
    assert same == json.loads(json.dumps(sample, default=float)) | {"timestamp": moment_of(sample)}
    assert sample["avg_inference_latency_ms"] == 500
    assert cursor


async def test_a_worker_that_fell_silent_shows_no_figures(app: FastAPI, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        assert (await heard(feed))["sample"] is None
        await look(db, worker.id, app=app)
        assert (await heard(feed))["sample"]["gpu_utilization"] == 50
        await look(db, worker.id, app=app, enabled=False, active_requests=None)
        sample = (await heard(feed))["sample"]
    assert (sample["status"], sample["active_requests"]) == ("degraded", None)


async def test_another_asgi_server_will_do(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    ids = [(await make.worker(db, alice, port)).id for port in range(1, 100)]
    async with serving(app, plain=True) as place, socket(place, await make.operator_key(db)) as feed:
        assert [(await heard(feed))["id"] for _ in ids] == ids
        await look(db, 7, app=app)
        assert (await heard(feed))["id"] == 7


async def test_what_another_process_stores_is_heard_too(app: FastAPI, db: Database) -> None:
    worker, elsewhere = (
        await make.worker(db, await make.alice(db)),
        Database(db.url.render_as_string(hide_password=False)),
    )
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        await heard(feed)
        await look(elsewhere, worker.id)
        assert (await heard(feed))["latest_status"] == "healthy"
    await elsewhere.close()


async def test_a_subscription_narrows_and_another_replaces_it(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    for port, owner in enumerate((alice, bob, alice, bob), 1):
        await make.worker(db, owner, port)
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        await until(feed, lambda message: message["id"] == 4)
        for wanted, ids in (
            ({"worker_ids": [2, 3, 99]}, [2, 3]),
            ({"participant_id": bob.id}, [2, 4]),
            ({"worker_ids": [1, 2], "participant_id": alice.id}, [1]),
            ({}, [1, 2, 3, 4]),
        ):
            await feed.send(json.dumps({"subscribe": wanted}))
            assert [(await heard(feed))["id"] for _ in ids] == ids
        await feed.send(json.dumps({"subscribe": {"worker_ids": [2]}}))
        await heard(feed)
        await look(db, 1, 3, 4, app=app)
        await look(db, 2, app=app)
        assert (await heard(feed))["id"] == 2


async def test_a_token_in_the_first_message_opens_too(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    await make.worker(db, alice, 1)
    await make.worker(db, alice, 2)
    async with serving(app) as place, socket(place) as feed:
        await feed.send(json.dumps({"token": await make.key_of(db, alice), "subscribe": {"worker_ids": [2]}}))
        assert (await heard(feed))["id"] == 2


@pytest.mark.parametrize("said", ["{}", "[]", "x", '{"subscribe": {}}', '{"token": 5}', '{"tokn": "a"}', b"\x00"])
async def test_who_says_nothing_sensible_is_told_so(app: FastAPI, db: Database, said: str | bytes) -> None:
    async with serving(app) as place, socket(place) as feed:
        await feed.send(said)
        assert (await why_closed(feed))[0] in (4400, 4401)


@pytest.mark.parametrize(
    "said", ['{"subscribe": {"worker_ids": [-1]}}', '{"subscribe": {"worker": 1}}', '{"subscribe": []}', "", "{" * 900]
)
async def test_a_malformed_message_ends_it(app: FastAPI, db: Database, said: str) -> None:
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        await feed.send(said)
        assert await why_closed(feed) == (4400, "malformed message: see docs/live.md")


async def test_bad_credentials_are_told_why(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    scraper = await make.key(db, role=Role.OPERATOR, scopes=frozenset({Scope.METRICS}))
    expired = await make.key_of(db, alice, expires_at=make.NOW)
    async with serving(app) as place:
        for key, code, reason in (
            ("ckp_nobody", 4401, "This API key is not known."),
            (expired, 4401, "This API key has expired."),
            (scraper, 4403, "this needs the scope read"),
        ):
            async with socket(place, key) as feed:
                assert await why_closed(feed) == (code, reason)
            async with socket(place) as feed:
                await feed.send(json.dumps({"token": key}))
                assert await why_closed(feed) == (code, reason)


async def test_who_sends_no_token_is_not_waited_for(app: FastAPI) -> None:
    async with serving(app) as place, socket(place) as feed:
        assert await why_closed(feed) == (4401, "no session, no key, and no token within 5 seconds")
    assert app.state.audience.size == 0


async def test_a_revoked_key_is_out_also_on_open_feeds(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    key = await make.key_of(db, alice)
    loop = asyncio.get_running_loop()
    async with serving(app) as place, socket(place, key) as feed, socket(place) as other:
        await other.send(json.dumps({"token": key}))
        async with socket(place, await make.operator_key(db)) as operators:
            await client.delete(f"{KEYS}/2")
            revoked = loop.time()
            assert {await why_closed(one) for one in (feed, other)} == {(4401, "the credentials are no longer valid")}
            assert loop.time() - revoked < 2
            await make.worker(db, alice)
            assert (await heard(operators))["id"] == 1


async def test_a_stop_of_the_server_is_said(app: FastAPI, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    async with serving(app) as place:
        feed = await socket(place, await make.operator_key(db))
        await heard(feed)
    assert await why_closed(feed) == (1012, "the server stops or restarts")


async def test_too_much_talk_ends_it(app: FastAPI, db: Database) -> None:
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        for _ in range(101):
            await feed.send("{}")
        assert await why_closed(feed) == (4429, "too many messages")
