"""How many may listen: of one user, from one address, and in all; and who opened a socket from which page."""

import json

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from prometheus_client import CollectorRegistry
from starlette.requests import HTTPConnection

from cocoonpool.auth.origin import is_own
from cocoonpool.db import Database
from cocoonpool.live.audience import Audience, Caps, TooManyFeeds
from cocoonpool.server.figures import show_feeds
from tests import make
from tests.live.serving import heard, serving, socket
from tests.live.test_sockets import why_closed


def connection(address: str, **headers: str) -> HTTPConnection:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "websocket", "headers": pairs, "client": (address, 1), "state": {}})


async def test_how_many_listen_is_a_metric(app: FastAPI, client: AsyncClient, db: Database) -> None:
    app.state.registry = CollectorRegistry()
    show_feeds(app.state.registry, app.state.audience)
    await make.worker(db, await make.alice(db))
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        await heard(feed)
        assert "cocoonpool_live_feeds 1.0\n" in (await client.get("/metrics")).text


async def test_a_user_has_so_many_and_no_more(app: FastAPI, db: Database) -> None:
    app.state.audience = Audience(Caps(10, 2, 10))
    alice = await make.alice(db)
    await make.worker(db, alice)
    key, other = await make.key_of(db, alice), await make.key_of(db, alice)
    async with serving(app) as place, socket(place, key) as first, socket(place, other) as second:
        await heard(first), await heard(second)
        async with socket(place, key) as third:
            assert await why_closed(third) == (4429, "too many open feeds of this user")
        await second.close()
        async with socket(place, await make.operator_key(db)) as another, socket(place, other) as again:
            assert (await heard(another))["id"] == (await heard(again))["id"] == 1


@pytest.mark.parametrize(("caps", "where"), [(Caps(1, 9, 9), "on this server"), (Caps(9, 9, 1), "from this address")])
async def test_strangers_count_too(app: FastAPI, db: Database, caps: Caps, where: str) -> None:
    app.state.audience = Audience(caps)
    key = await make.operator_key(db)
    async with serving(app) as place, socket(place) as stranger:
        async with socket(place, key) as late:
            assert await why_closed(late) == (4429, f"too many open feeds {where}")
        async with make.client(app, key) as http:
            refused = await http.get("/api/v1/events")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_feeds")
        await stranger.send(json.dumps({"token": "ckp_wrong"}))
        assert (await why_closed(stranger))[0] == 4401
    assert app.state.audience.size == 0


def test_addresses_of_one_ipv6_network_are_one() -> None:
    audience = Audience(Caps(9, 9, 1))
    with (
        audience.room(connection("2001:db8::1")),
        audience.room(connection("2001:db8:0:1::1")),
        pytest.raises(TooManyFeeds),
    ):
        audience.room(connection("2001:db8::2")).__enter__()
    with audience.room(connection("2001:db8::2")):
        assert audience.size == 1


@pytest.mark.parametrize(
    ("origin", "same"),
    [("http://pool.test", True), ("https://POOL.test", True), ("https://evil.test", False), ("null", False),
     ("", False), ("http://pool.test.evil.test", False), ("http://pool.test:81", False), ("pool.test", False)],
)  # fmt: skip
def test_only_a_page_of_this_server_may_use_a_session(origin: str, same: bool) -> None:
    assert is_own(connection("127.0.0.1", host="pool.test", origin=origin)) is same
