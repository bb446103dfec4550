"""Hosts come in by a code: for so many hosts, so long, for one participant; and leave when they are told."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make
from tests.agents.hosts import agent_of, batch, code, enrolled, send


async def test_a_code_lets_in_as_many_hosts_as_it_says(app: FastAPI, client: AsyncClient, db: Database) -> None:
    made = await code(client, (await make.alice(db)).id, hosts=2)
    answers = [await enrolled(app, made, f"gpu-0{n}") for n in range(3)]
    assert [answer["status"] for answer in answers] == [201, 201, 403]
    assert answers[2]["code"] == "code_used_up"
    (shown,) = (await client.get("/api/v1/agents/codes")).json()
    assert (shown["hosts"], shown["used"]) == (2, 2)
    assert "code" not in shown


async def test_a_host_whose_answer_was_lost_comes_in_again(app: FastAPI, client: AsyncClient, db: Database) -> None:
    made = await code(client, (await make.alice(db)).id)
    lost, found = await enrolled(app, made), await enrolled(app, made)
    assert (found["status"], found["host"], found["other_agents"]) == (201, "gpu-01", [])
    assert (await send(make.client(app, lost["key"]), batch())).json()["code"] == "key_revoked"
    assert (await send(make.client(app, found["key"]), batch())).status_code == 200


async def test_a_second_agent_on_a_machine_hears_of_the_first(app: FastAPI, client: AsyncClient, db: Database) -> None:
    owner = await make.alice(db)
    first = await enrolled(app, await code(client, owner.id))
    second = await enrolled(app, await code(client, owner.id))
    assert second["other_agents"] == [first["agent_id"]]
    assert second["host"] == first["host"]


async def test_an_ended_code_and_an_ended_agent_say_so(app: FastAPI, client: AsyncClient, db: Database) -> None:
    owner = await make.alice(db)
    made = await code(client, owner.id)
    agent = await agent_of(app, client, owner.id)
    assert (await client.delete("/api/v1/agents/codes/2")).status_code == 204
    assert (await enrolled(app, made))["code"] == "key_revoked"
    assert (await client.delete("/api/v1/agents/1")).status_code == 204
    assert (await send(agent, batch())).json()["code"] == "key_revoked"
    assert (await client.get("/api/v1/agents/1")).json()["state"] == "revoked"


@pytest.mark.parametrize("late", [True, False])
async def test_a_code_ends_with_its_time(app: FastAPI, client: AsyncClient, db: Database, late: bool) -> None:
    owner = await make.alice(db)
    moment = utc_now() + timedelta(seconds=-1 if late else 3_600)
    body = {"participant_id": owner.id, "expires_at": moment.isoformat()}
    answer = await client.post("/api/v1/agents/codes", json=body)
    assert answer.status_code == (422 if late else 201)


async def test_a_participant_handles_own_codes_and_agents_only(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await agent_of(app, client, alice.id)
    async with make.client(app, await make.key_of(db, bob)) as http:
        assert (await http.post("/api/v1/agents/codes", json={})).json()["participant_id"] == bob.id
        assert (await http.post("/api/v1/agents/codes", json={"participant_id": alice.id})).status_code == 403
        assert (await http.get("/api/v1/agents")).json() == []
        missing = await http.get("/api/v1/agents/999")
        for answer in (await http.get("/api/v1/agents/1"), await http.delete("/api/v1/agents/1")):
            assert (answer.status_code, answer.content) == (404, missing.content)
        assert (await http.delete("/api/v1/agents/codes/2")).status_code == 404


async def test_a_code_is_made_in_one_place_only(client: AsyncClient, db: Database) -> None:
    owner = await make.alice(db)
    body = {"name": "x", "participant_id": owner.id, "scopes": ["enrol"]}
    assert (await client.post("/api/v1/keys", json=body)).status_code == 422


async def test_a_key_that_no_host_holds_sends_nothing(app: FastAPI, client: AsyncClient, db: Database) -> None:
    owner = await make.alice(db)
    key = (
        await client.post("/api/v1/keys", json={"name": "x", "participant_id": owner.id, "scopes": ["agent"]})
    ).json()
    answer = await send(make.client(app, key["key"]), batch())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_enrolled")
