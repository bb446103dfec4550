"""Wishes reach a worker only where its owner switched control on, and everything about them stays on record."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.cocoon.batch import WishResult
from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks
from cocoonpool.collector.control import grant_wishes
from cocoonpool.db import Database
from cocoonpool.simulator import Options, Simulator
from tests import captures, make
from tests.agents.hosts import agent_of, batch, busy, now_ms, send, taken

WISHES = "/api/v1/workers/1/wishes"


async def wish(client: AsyncClient, **wanted: Any) -> dict[str, Any]:
    answer = await client.post(WISHES, json=wanted)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def states(client: AsyncClient) -> list[tuple[str, str, str | None]]:
    return [(row["kind"], row["state"], row["detail"]) for row in (await client.get(WISHES)).json()]


async def causes(client: AsyncClient) -> set[str]:
    (worker,) = (await client.get("/api/v1/workers")).json()
    return {cause["code"] for cause in worker["latest_causes"]}


async def with_worker(app: FastAPI, client: AsyncClient, db: Database) -> AsyncClient:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    await send(agent, batch(taken(now_ms())))
    return agent


async def test_an_agent_without_control_hears_of_no_wish(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await with_worker(app, client, db)
    made = await wish(client, price_coefficient=1.5)
    assert made["command"] == "curl 'http://127.0.0.1:12000/request/change_coefficient?coefficient=1.500'"
    answer = await send(agent, batch(taken(now_ms()), first=2))
    assert answer.json()["wishes"] == []
    assert "coefficient_differs" in await causes(client)


async def test_a_wish_that_nobody_may_grant_shows_as_a_cause_until_the_worker_is_so(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await with_worker(app, client, db)
    await wish(client, enabled=True)
    await wish(client, enabled=False)
    await send(agent, batch(taken(now_ms()), first=2))
    assert "enabled_differs" in await causes(client)
    off = busy(pages=captures.pages("2025-12/04_disabled"))
    await send(agent, batch(taken(now_ms(), off), first=3))
    assert "enabled_differs" not in await causes(client)
    await wish(client, enabled=True)
    await send(agent, batch(taken(now_ms(), off), first=4))
    assert "disabled" in await causes(client)


async def test_an_agent_with_control_hears_of_a_wish_until_it_says_what_came_of_it(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await with_worker(app, client, db)
    made = await wish(client, enabled=False)
    for first in (2, 3):
        heard = (await send(agent, batch(taken(now_ms()), first=first, allows_control=True))).json()["wishes"]
        assert heard == [{"id": made["id"], "port": 12_000, "kind": "enabled", "value": 0, "proxy": None}]
    results = [WishResult(made["id"], True, "done\n")]
    answer = await send(agent, batch(taken(now_ms()), first=4, allows_control=True, results=results))
    assert answer.json()["wishes"] == []
    assert await states(client) == [("enabled", "done", "done")]


async def test_a_later_wish_takes_the_place_of_one_that_waits(app: FastAPI, client: AsyncClient, db: Database) -> None:
    await with_worker(app, client, db)
    await wish(client, price_coefficient=1.5)
    await wish(client, payout_proxy="EQ_proxy")
    await wish(client, price_coefficient=2)
    assert [(kind, state) for kind, state, _ in await states(client)] == [
        ("coefficient", "waiting"),
        ("payout", "waiting"),
        ("coefficient", "replaced"),
    ]


async def test_an_agent_settles_no_wish_of_anothers_worker(app: FastAPI, client: AsyncClient, db: Database) -> None:
    await with_worker(app, client, db)
    made = await wish(client, enabled=True)
    bobs = await agent_of(app, client, (await make.bob(db)).id, "gpu-02")
    results = [WishResult(made["id"], True, "done")]
    assert (await send(bobs, batch(taken(now_ms()), allows_control=True, results=results))).json()["wishes"] == []
    assert await states(client) == [("enabled", "waiting", None)]


async def test_a_participant_wishes_nothing(app: FastAPI, client: AsyncClient, db: Database) -> None:
    owner = await make.alice(db)
    await make.worker(db, owner)
    async with make.client(app, await make.key_of(db, owner)) as http:
        assert (await http.post(WISHES, json={"enabled": False})).status_code == 403
        assert (await http.get(WISHES)).json() == []


@pytest.mark.parametrize(
    "wanted",
    [{}, {"enabled": True, "price_coefficient": 1}, {"price_coefficient": 0}, {"payout_proxy": "a b"}, {"url": "x"}],
)
async def test_what_is_no_single_wish_is_refused(client: AsyncClient, db: Database, wanted: dict[str, Any]) -> None:
    await make.worker(db, await make.alice(db))
    assert (await client.post(WISHES, json=wanted)).status_code == 422


async def test_the_pool_grants_wishes_for_workers_that_it_asks(client: AsyncClient, db: Database) -> None:
    simulator = Simulator(Options(workers=1, base_port=0, tick=0, control_port=None))
    await simulator.start()
    port = int(simulator.urls[0].rsplit(":", 1)[1])
    await make.worker(db, await make.alice(db), port)
    await wish(client, price_coefficient=1.25)
    await grant_wishes(db, AllowedNetworks.parse(DEFAULT_NETWORKS))
    await simulator.stop()
    await wish(client, enabled=True)
    await grant_wishes(db, AllowedNetworks.parse(DEFAULT_NETWORKS))
    assert await states(client) == [
        ("enabled", "failed", "The connection was refused: nothing listens there."),
        ("coefficient", "done", "The worker shows what was asked for."),
    ]
