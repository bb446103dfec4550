"""Changing a participant: contact data by itself, the rest by an operator."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make

PLACE = "/api/v1/participants/1"


async def test_what_is_left_out_stays(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    before = (await client.get(PLACE)).json()
    answer = await client.patch(PLACE, json={"username": "alicia"})
    after = answer.json()
    assert answer.status_code == 200
    assert after["updated_at"] > before["updated_at"]
    assert after == before | {"username": "alicia", "updated_at": after["updated_at"]}
    assert (await client.get(PLACE)).json() == after


async def test_null_clears_a_contact(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    after = (await client.patch(PLACE, json={"username": None, "email": None, "telegram_user_id": None})).json()
    assert (after["username"], after["email"], after["telegram_user_id"]) == (None, None, None)


@pytest.mark.parametrize("body", [{}, {"username": "alice", "is_active": True}])
async def test_nothing_new_changes_nothing(db: Database, client: AsyncClient, body: dict[str, Any]) -> None:
    await make.alice(db)
    before = await client.get(PLACE)
    assert (await client.patch(PLACE, json=body)).content == before.content


async def test_an_operator_changes_everything(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    wanted = {"username": "a", "email": "a@b.c", "telegram_user_id": 2**52, "is_active": False}
    after = (await client.patch(PLACE, json=wanted)).json()
    assert {field: after[field] for field in wanted} == wanted


async def test_a_participant_changes_its_own_contact_data(app: FastAPI, db: Database) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as alice:
        after = (await alice.patch(PLACE, json={"username": "al", "email": "al@example.org"})).json()
        assert (after["username"], after["email"]) == ("al", "al@example.org")


async def test_an_email_address_changes_only_after_a_fresh_login(app: FastAPI, db: Database) -> None:
    who, long_ago = await make.alice(db), utc_now() - timedelta(minutes=11)
    stale = await make.logged_in(app, db, make.ALICE, who, long_ago)
    async with make.client(app, await make.key_of(db, who)) as keyed, stale:
        for http in (keyed, stale):
            answer = await http.patch(PLACE, json={"email": "eve@example.org"})
            assert (answer.status_code, answer.json()["code"]) == (403, "fresh_proof_needed")
            same = {"username": "al", "email": "alice@example.com"}
            assert (await http.patch(PLACE, json=same)).json()["username"] == "al"


@pytest.mark.parametrize("beyond", [{"is_active": True}, {"telegram_user_id": 5}, {"telegram_user_id": None}], ids=str)
async def test_a_participant_changes_nothing_else(app: FastAPI, db: Database, beyond: dict[str, Any]) -> None:
    async with make.client(app, await make.key_of(db, await make.alice(db))) as alice:
        before = await alice.get(PLACE)
        answer = await alice.patch(PLACE, json={"username": "al", **beyond})
        assert answer.status_code == 403
        assert answer.json()["detail"] == f"Only an operator may change: {next(iter(beyond))}."
        assert (await alice.get(PLACE)).content == before.content


async def test_a_telegram_user_cannot_be_taken_from_another(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    await make.bob(db)
    answer = await client.patch("/api/v1/participants/2", json={"telegram_user_id": 1001, "username": "x"})
    assert (answer.status_code, answer.json()["code"]) == (400, "telegram_user_taken")
    assert (await client.get("/api/v1/participants/2")).json()["username"] == "bob"


@pytest.mark.parametrize(
    "body",
    [
        {"is_active": None},
        {"is_active": "false"},
        {"is_active": 0},
        {"username": ""},
        {"email": "nobody"},
        {"telegram_user_id": 0},
        {"total_revenue_ton": 5},
        [],
        None,
    ],
    ids=str,
)
async def test_a_malformed_change_changes_nothing(db: Database, client: AsyncClient, body: Any) -> None:
    await make.alice(db)
    before = await client.get(PLACE)
    assert (await client.patch(PLACE, json=body)).status_code == 422
    assert (await client.get(PLACE)).content == before.content
