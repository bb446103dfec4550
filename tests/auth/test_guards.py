"""Scopes are walls: a key can do what it says, and nothing else."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.auth.principal import Role, Scope
from cocoonpool.db import Database
from tests import make

WALLET = {"ton_wallet_address": make.EVE}

# every kind of request that exists here: reading, changing, operators' changing
REQUESTS = [
    ("GET", "/api/v1/participants", None),
    ("GET", "/api/v1/participants/1", None),
    ("GET", f"/api/v1/participants/wallet/{make.ALICE}", None),
    ("PATCH", "/api/v1/participants/1", {"username": "taken over"}),
    ("POST", "/api/v1/participants", WALLET),
    ("GET", "/api/v1/keys", None),
    ("POST", "/api/v1/keys", {"name": "another", "scopes": ["read"]}),
    ("DELETE", "/api/v1/keys/1", None),
]


async def statuses(http: AsyncClient) -> list[int]:
    return [(await http.request(method, path, json=body)).status_code for method, path, body in REQUESTS]


@pytest.mark.parametrize("scope", [Scope.METRICS, Scope.AGENT])
@pytest.mark.parametrize("role", list(Role))
async def test_a_scraper_and_an_agent_can_do_nothing_else(app: FastAPI, db: Database, role: Role, scope: Scope) -> None:
    alice = await make.alice(db)
    owner = alice.id if role is Role.PARTICIPANT else None
    async with make.client(app, await make.key(db, role=role, scopes=frozenset({scope}), participant_id=owner)) as eve:
        assert await statuses(eve) == [403] * len(REQUESTS)


async def test_a_stranger_can_do_nothing(app: FastAPI, db: Database) -> None:
    await make.alice(db)
    async with make.client(app) as eve:
        assert await statuses(eve) == [401] * len(REQUESTS)


@pytest.mark.parametrize("role", list(Role))
async def test_a_key_that_reads_changes_nothing(app: FastAPI, db: Database, role: Role) -> None:
    alice = await make.alice(db)
    owner = alice.id if role is Role.PARTICIPANT else None
    key = await make.key(db, role=role, scopes=frozenset({Scope.READ}), participant_id=owner)
    async with make.client(app, key) as reader:
        assert await statuses(reader) == [200, 200, 200, 403, 403, 200, 403, 403]


async def test_a_participant_registers_nobody(app: FastAPI, db: Database) -> None:
    async with make.client(app, await make.key_of(db, await make.alice(db))) as alice:
        answer = await alice.post("/api/v1/participants", json=WALLET)
    assert (answer.status_code, answer.json()["code"]) == (403, "operator_only")


async def test_a_stranger_learns_nothing_from_what_is_sent(app: FastAPI) -> None:
    async with make.client(app) as eve:
        for body in (b"{", b"[]", b"{}", b"x" * 2_000_000):
            answer = await eve.post("/api/v1/participants", content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code == 401
        assert (await eve.get("/api/v1/nowhere")).status_code == 401
        assert (await eve.get("/api/v1/participants/nobody")).status_code == 401


async def test_metrics_are_for_scrapers_and_operators(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    metrics, read = frozenset({Scope.METRICS}), frozenset({Scope.READ})
    expected = {
        await make.operator_key(db): 200,
        await make.operator_key(db, scopes=metrics): 200,
        await make.key_of(db, alice, scopes=metrics): 200,
        await make.key_of(db, alice): 403,
        await make.operator_key(db, scopes=frozenset({Scope.WRITE})): 403,
        await make.key_of(db, alice, scopes=read): 403,
    }
    for key, status in expected.items():
        async with make.client(app, key) as http:
            assert (await http.get("/metrics")).status_code == status


async def test_metrics_are_for_all_only_where_the_operator_says_so(app: FastAPI) -> None:
    async with make.client(app) as stranger:
        assert (await stranger.get("/metrics")).status_code == 401
        app.state.metrics_public = True
        assert (await stranger.get("/metrics")).status_code == 200
        assert (await stranger.get("/api/v1/participants")).status_code == 401
