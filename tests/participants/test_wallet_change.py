"""Where the money goes changes late and in the open: asked for with a fresh proof, and stopped by the old wallet."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.participants.models import Participant
from cocoonpool.participants.wallet_change import apply_due
from cocoonpool.ton.address import to_friendly
from cocoonpool.wire import utc_now
from tests import make

PLACE = "/api/v1/participants/1"
PENDING = f"{PLACE}/wallet-change"
NEW = make.EVE
WISH = {"ton_wallet_address": NEW}
DAY = timedelta(days=1)


@pytest.fixture
async def alice(db: Database) -> Participant:
    return await make.alice(db)


async def wallet(http: AsyncClient) -> tuple[str, Any]:
    shown = (await http.get(PLACE)).json()
    pending = shown["pending_wallet_change"]
    return shown["ton_wallet_address"], pending and pending["ton_wallet_address"]


BEFORE = (to_friendly(make.ALICE), None)
WAITING = (to_friendly(make.ALICE), to_friendly(NEW))
AFTER = (to_friendly(NEW), None)


async def test_another_wallet_counts_after_a_day_and_not_before(
    app: FastAPI, db: Database, client: AsyncClient, alice: Participant
) -> None:
    async with await make.logged_in(app, db, make.ALICE, alice) as http:
        answer = await http.patch(PLACE, json=WISH)
        assert answer.status_code == 200
        effective_at = datetime.fromisoformat(answer.json()["pending_wallet_change"]["effective_at"])
    assert timedelta(0) <= utc_now() + DAY - effective_at < timedelta(minutes=1)
    assert await apply_due(db, effective_at - timedelta(milliseconds=1)) == 0
    assert await wallet(client) == WAITING
    assert await apply_due(db, effective_at) == 1
    assert await wallet(client) == AFTER
    assert await apply_due(db, effective_at) == 0


async def test_an_operator_waits_as_well(db: Database, client: AsyncClient, alice: Participant) -> None:
    await client.patch(PLACE, json=WISH)
    assert await wallet(client) == WAITING


async def test_a_stolen_key_or_cookie_changes_no_wallet(app: FastAPI, db: Database, alice: Participant) -> None:
    long_ago = utc_now() - timedelta(minutes=11)
    stale, key = await make.logged_in(app, db, make.ALICE, alice, long_ago), await make.key_of(db, alice)
    async with stale, make.client(app, key) as keyed:
        for http in (stale, keyed):
            answer = await http.patch(PLACE, json=WISH)
            assert (answer.status_code, answer.json()["code"]) == (403, "fresh_proof_needed")
            assert await wallet(http) == BEFORE


async def test_the_old_wallet_can_stop_it_even_long_after_its_login(
    app: FastAPI, db: Database, client: AsyncClient, alice: Participant
) -> None:
    await client.patch(PLACE, json=WISH)
    async with await make.logged_in(app, db, make.ALICE, alice, utc_now() - timedelta(hours=3)) as http:
        assert (await http.delete(PENDING)).status_code == 204
        assert await wallet(http) == BEFORE
        assert (await http.delete(PENDING)).json()["code"] == "wallet_change_not_found"
    assert await apply_due(db, utc_now() + 2 * DAY) == 0


async def test_an_operator_can_stop_it_and_others_cannot(
    app: FastAPI, db: Database, client: AsyncClient, alice: Participant
) -> None:
    await client.patch(PLACE, json=WISH)
    async with (
        make.client(app, await make.key_of(db, alice)) as key,
        await make.logged_in(app, db, make.BOB, await make.bob(db)) as bob,
    ):
        assert (await key.delete(PENDING)).json()["code"] == "old_wallet_only"
        assert (await bob.delete(PENDING)).status_code == 404
        assert await wallet(client) == WAITING
    assert (await client.delete(PENDING)).status_code == 204
    assert await wallet(client) == BEFORE


async def test_asking_again_does_not_start_the_delay_anew(
    db: Database, client: AsyncClient, alice: Participant
) -> None:
    first = (await client.patch(PLACE, json=WISH)).json()
    assert (await client.patch(PLACE, json=WISH)).json() == first
    other = (await client.patch(PLACE, json={"ton_wallet_address": make.BOB})).json()["pending_wallet_change"]
    assert other["ton_wallet_address"] == to_friendly(make.BOB)
    assert other["effective_at"] > first["pending_wallet_change"]["effective_at"]
    assert (await client.patch(PLACE, json={"ton_wallet_address": make.ALICE})).json()["pending_wallet_change"] is None


async def test_a_wallet_of_another_is_refused_now_and_then(
    db: Database, client: AsyncClient, alice: Participant
) -> None:
    await make.bob(db)
    answer = await client.patch(PLACE, json={"ton_wallet_address": make.BOB, "username": "al"})
    assert (answer.status_code, answer.json()["code"]) == (400, "wallet_taken")
    assert (await client.get(PLACE)).json()["username"] == "alice"
    await client.patch(PLACE, json=WISH)
    await make.participant(db, NEW)  # registered while it waits
    await apply_due(db, utc_now() + DAY)
    assert await wallet(client) == BEFORE


async def test_after_the_change_the_old_wallet_is_nobody_here(app: FastAPI, db: Database, alice: Participant) -> None:
    async with await make.logged_in(app, db, make.ALICE, alice) as http:
        await http.patch(PLACE, json=WISH)
        await apply_due(db, utc_now() + DAY)
        app.state.known_sessions.forget()  # as after a second
        assert (await http.get(PLACE)).json()["code"] == "session_ended"
    async with await make.logged_in(app, db, NEW, alice) as http:
        assert await wallet(http) == AFTER


async def test_without_a_delay_it_counts_at_once(
    app: FastAPI, db: Database, client: AsyncClient, alice: Participant
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"wallet_change_delay": 0})
    await client.patch(PLACE, json=WISH)
    assert await wallet(client) == AFTER
