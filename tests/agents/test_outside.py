"""The pool finds out from outside whether a worker's port is open to all, and can be made to ask nothing else."""

import re
from collections.abc import AsyncIterator

import msgspec
import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.agents.intake import Intake
from cocoonpool.agents.outside import EVERY_S, Outside
from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.jsonstats import Figures
from cocoonpool.cocoon.knock import knock
from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks
from cocoonpool.cocoon.pages import Pages
from cocoonpool.db import Database
from cocoonpool.simulator import Options, Simulator
from tests import make
from tests.agents.hosts import agent_of, batch, busy, now_ms, send, taken
from tests.cocoon.listening import listening, says

PEER = "198.18.0.1"
_WALLET = re.compile(rb'("wallet": \{\s*"address": ")[^"]*')


class Street:
    """Where the pool knocked; behind every address stands loopback."""

    def __init__(self) -> None:
        self.doors: list[tuple[str, int]] = []
        self.instead: int | None = None  # the port that is behind all others

    async def knock(self, address: str, port: int) -> Figures | None:
        self.doors.append((address, port))
        return await knock("127.0.0.1", self.instead or port)


def looking_from_outside(app: FastAPI, allowed: str = "198.18.0.0/15") -> tuple[Outside, Street]:
    street = Street()
    outside = Outside(app.state.db, AllowedNetworks.parse(allowed), street.knock)
    app.state.outside, app.state.intake = outside, Intake(app.state.db, app.state.events, outside.found)
    return outside, street


async def host_at(app: FastAPI, client: AsyncClient, db: Database, address: str) -> AsyncClient:
    """An agent whose batches come from this address."""
    agent = await agent_of(app, client, (await make.alice(db)).id)
    there = make.client(app, address=address)
    there.headers.update({"Authorization": agent.headers["Authorization"]})
    return there


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """That of a worker which answers anybody."""
    simulator = Simulator(Options(workers=1, base_port=0, tick=0, control_port=None))
    await simulator.start()
    yield int(simulator.urls[0].rsplit(":", 1)[1])
    await simulator.stop()


async def pages_on(port: int) -> Pages:
    client = WorkerClient("127.0.0.1", port, AllowedNetworks.parse(DEFAULT_NETWORKS))
    found = await client.fetch()
    await client.aclose()
    assert isinstance(found, Pages)
    return found


async def exposed(client: AsyncClient) -> str | None:
    (worker,) = (await client.get("/api/v1/workers")).json()
    causes = {cause["code"]: str(cause["detail"]) for cause in worker["latest_causes"]}
    return causes.get("control_port_exposed")


async def test_a_port_that_answers_strangers_is_said_with_the_address(
    app: FastAPI, client: AsyncClient, db: Database, port: int
) -> None:
    (outside, street), agent = looking_from_outside(app), await host_at(app, client, db, PEER)
    look = busy(port, await pages_on(port), exposed=())
    await send(agent, batch(taken(now_ms(), look)))
    assert await exposed(client) is None
    await outside.turn()
    assert (street.doors, outside.asked) == ([(PEER, port)], {True: 1})
    await send(agent, batch(taken(now_ms(), look), first=2))
    detail = await exposed(client)
    assert detail is not None
    assert PEER in detail
    assert f"--dport {port}" in detail
    assert "--firewalled" not in detail


async def test_a_worker_is_asked_once_an_hour_and_a_closed_port_is_found_closed(
    app: FastAPI, client: AsyncClient, db: Database, port: int
) -> None:
    (outside, street), agent = looking_from_outside(app), await host_at(app, client, db, PEER)
    await send(agent, batch(taken(now_ms(), busy(port, await pages_on(port)))))
    for moment in (0.0, 10.0, EVERY_S - 1):
        await outside.turn(moment)
    assert (len(street.doors), outside.found) == (1, {1: PEER})
    redirect = b"HTTP/1.1 302 Found\r\nLocation: /jsonstats\r\nContent-Length: 0\r\n\r\n"
    async with listening(says(redirect)) as street.instead:
        await outside.turn(EVERY_S)
    assert (len(street.doors), outside.found) == (2, {})


async def test_another_worker_behind_the_same_router_is_not_mistaken_for_it(
    app: FastAPI, client: AsyncClient, db: Database, port: int
) -> None:
    (outside, street), agent = looking_from_outside(app), await host_at(app, client, db, PEER)
    neighbour = _WALLET.sub(rb"\g<1>another", (pages := await pages_on(port)).jsonstats)
    await send(agent, batch(taken(now_ms(), busy(port, msgspec.structs.replace(pages, jsonstats=neighbour)))))
    await outside.turn()
    assert (len(street.doors), outside.found) == (1, {})


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "testclient"])
async def test_the_pool_knocks_at_no_address_that_is_not_public(
    app: FastAPI, client: AsyncClient, db: Database, port: int, peer: str
) -> None:
    (outside, street), agent = looking_from_outside(app), await host_at(app, client, db, peer)
    await send(agent, batch(taken(now_ms(), busy(port))))
    await outside.turn()
    assert street.doors == []


async def test_ports_of_others_and_those_that_belong_to_the_system_are_left_alone(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    (outside, street), agent = looking_from_outside(app), await host_at(app, client, db, PEER)
    await make.worker(db, await make.bob(db), 12_030, host=PEER)
    await send(agent, batch(taken(now_ms(), busy(22), busy(12_000))))
    await outside.turn()
    assert street.doors == [(PEER, 12_000)]


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"x" * 900_000, b"\xff" * 99]
)
async def test_what_is_no_worker_is_no_open_port(answer: bytes) -> None:
    async with listening(says(answer)) as port:
        assert await knock("127.0.0.1", port) is None
