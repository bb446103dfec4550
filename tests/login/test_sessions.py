"""Sessions live on the server: their owner sees and ends them; they end with time and with the rights behind them."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select, update

from cocoonpool.auth.cookies import SESSION
from cocoonpool.auth.known_keys import FRESH_S
from cocoonpool.auth.models import LoginSession
from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make
from tests.login.site import AUTH, log_in, pool
from tests.wallets import Wallet

SESSIONS = f"{AUTH}/sessions"


async def code(http: AsyncClient) -> tuple[int, str]:
    answer = await http.get(f"{AUTH}/me")
    return answer.status_code, answer.json().get("code", "")


ENDED = (401, "session_ended")


async def test_the_cookie_is_nowhere_in_the_database(app: FastAPI, db: Database) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as http:
        cookie = http.cookies[SESSION]
        async with db.reading() as session:
            (row,) = await session.scalars(select(LoginSession))
    assert cookie not in {str(value) for value in vars(row).values()}


async def test_every_login_gets_a_new_session_and_ends_the_one_brought_along(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet()
    await make.participant(db, wallet.address)
    async with make.browser(app) as http, make.browser(app) as copy:
        await log_in(http, wallet)
        first = http.cookies[SESSION]
        copy.cookies.set(SESSION, first)
        await log_in(http, wallet)
        assert http.cookies[SESSION] != first
        assert await code(copy) == ENDED
        assert [row["current"] for row in (await http.get(SESSIONS)).json()] == [True]


async def test_logging_out_ends_the_session_and_takes_the_cookie_back(app: FastAPI, db: Database) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as http, make.browser(app) as copy:
        copy.cookies.set(SESSION, http.cookies[SESSION])
        answer = await http.post(f"{AUTH}/logout")
        assert answer.status_code == 204
        assert "Max-Age=0" in answer.headers["set-cookie"]
        assert await code(copy) == ENDED


async def test_an_owner_sees_and_ends_own_sessions_only(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    here = await make.logged_in(app, db, make.ALICE, alice)
    lost = await make.logged_in(app, db, make.ALICE, alice)
    other = await make.logged_in(app, db, make.BOB, bob)
    async with here, lost, other:
        listed = await here.get(SESSIONS)
        assert [(row["id"], row["current"]) for row in listed.json()] == [(1, True), (2, False)]
        assert listed.headers["x-total-count"] == "2"
        anothers, missing = await here.delete(f"{SESSIONS}/3"), await here.delete(f"{SESSIONS}/999")
        assert anothers.status_code == missing.status_code == 404
        assert anothers.content == missing.content
        assert (await here.delete(f"{SESSIONS}/2")).status_code == 204
        assert await code(lost) == ENDED
        assert await code(other) == await code(here) == (200, "")


async def test_an_operator_sees_and_ends_any(app: FastAPI, db: Database, client: AsyncClient) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as alice:
        assert [row["participant_id"] for row in (await client.get(SESSIONS)).json()] == [1]
        assert (await client.delete(f"{SESSIONS}/1")).status_code == 204
        assert await code(alice) == ENDED


async def test_a_session_ended_by_another_process_is_dead_within_two_seconds(app: FastAPI, db: Database) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as http:
        assert await code(http) == (200, "")
        async with db.transaction() as session:
            await session.delete(await session.get_one(LoginSession, 1))
        await asyncio.sleep(2 * FRESH_S)
        assert await code(http) == ENDED


async def test_who_is_put_out_is_out_with_session_and_key(app: FastAPI, db: Database, client: AsyncClient) -> None:
    who = await make.alice(db)
    async with (
        await make.logged_in(app, db, make.ALICE, who) as session,
        make.client(app, await make.key_of(db, who)) as key,
    ):
        assert await code(session) == await code(key) == (200, "")
        await client.patch("/api/v1/participants/1", json={"is_active": False})
        await asyncio.sleep(2 * FRESH_S)
        assert await code(session) == ENDED
        assert await code(key) == (401, "key_unknown")


async def test_an_operator_whose_wallet_is_no_longer_listed_is_nobody(db: Database, tmp_path: Path) -> None:
    before, after = pool(db, tmp_path, operator_wallets=make.EVE), pool(db, tmp_path)
    async with await make.logged_in(before, db, make.EVE) as http, make.browser(after) as later:
        assert await code(http) == (200, "")
        later.cookies.update(dict(http.cookies))
        assert await code(later) == ENDED


@pytest.mark.parametrize(
    ("unused", "old", "lasts"),
    [
        (timedelta(hours=11), timedelta(days=6), True),
        (timedelta(hours=13), timedelta(days=1), False),
        (timedelta(minutes=1), timedelta(days=7, seconds=1), False),
    ],
)
async def test_a_session_ends_unused_and_in_any_case(
    app: FastAPI, db: Database, client: AsyncClient, unused: timedelta, old: timedelta, lasts: bool
) -> None:
    http = await make.logged_in(app, db, make.ALICE, await make.alice(db), utc_now() - old)
    async with db.transaction() as session:
        await session.execute(update(LoginSession).values(last_used_at=utc_now() - unused))
    async with http:
        assert (await client.get(SESSIONS)).headers["x-total-count"] == ("1" if lasts else "0")
        assert await code(http) == ((200, "") if lasts else ENDED)


async def test_use_is_noted_so_that_a_session_in_use_does_not_run_out(app: FastAPI, db: Database) -> None:
    http = await make.logged_in(app, db, make.ALICE, await make.alice(db), utc_now() - timedelta(hours=2))
    async with http:
        await http.get(f"{AUTH}/me")
        await app.state.last_use.settle()
    async with db.reading() as session:
        used = await session.scalar(select(func.max(LoginSession.last_used_at)))
    assert used is not None and utc_now() - used < timedelta(minutes=1)


async def test_a_key_has_no_session_to_end(client: AsyncClient) -> None:
    answer = await client.post(f"{AUTH}/logout")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_session")
    me = (await client.get(f"{AUTH}/me")).json()
    assert (me["role"], me["session_id"], me["ton_wallet_address"], me["participant"]) == ("operator", None, None, None)


async def test_a_key_in_the_request_counts_and_not_the_cookie(app: FastAPI, db: Database) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as http:
        assert (await http.get(f"{AUTH}/me", headers={"X-API-Key": "ckp_none"})).json()["code"] == "key_unknown"
