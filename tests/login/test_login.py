"""Who proves a wallet that is registered comes in, and gets a cookie that no script and no other site can use."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make
from tests.login.site import AUTH, log_in, payload, pool
from tests.wallets import Wallet


async def test_a_registered_wallet_comes_in(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet("v5r1")
    alice = await make.participant(db, wallet.address, username="alice")
    async with make.browser(app) as http:
        answer = await log_in(http, wallet)
        assert answer.status_code == 200
        assert (answer.json()["id"], answer.json()["username"]) == (alice.id, "alice")
        assert (await http.get("/api/v1/participants/1")).json() == answer.json()
        me = (await http.get(f"{AUTH}/me")).json()
    assert (me["role"], me["scopes"], me["participant_id"]) == ("participant", ["read", "write"], alice.id)
    assert me["participant"] == answer.json()
    assert me["ton_wallet_address"] == answer.json()["ton_wallet_address"]


async def test_the_payload_counts_for_five_minutes(db: Database, tmp_path: Path) -> None:
    async with make.browser(pool(db, tmp_path)) as http:
        before = utc_now()
        answer = (await http.post(f"{AUTH}/ton-proof/payload")).json()
    assert len(answer["payload"]) == 64  # 256 bits, well below what wallets sign
    five = timedelta(minutes=5)
    assert before + five <= datetime.fromisoformat(answer["expires_at"]) <= utc_now() + five


async def test_the_cookie_is_for_this_site_and_no_script(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet()
    await make.participant(db, wallet.address)
    async with make.browser(app) as http:
        answer = await log_in(http, wallet)
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("cocoonpool_session=")]
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie and "Domain" not in cookie


async def test_over_https_the_cookie_stays_on_https_and_on_this_host(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet()
    await make.participant(db, wallet.address)
    place = "https://pool.example.com"
    async with AsyncClient(transport=ASGITransport(app), base_url=place, headers={"Origin": place}) as http:
        answer = await log_in(http, wallet)
        assert answer.status_code == 200
        for line in answer.headers.get_list("set-cookie"):
            assert line.startswith("__Host-cocoonpool_") and "Secure" in line.split("; ")
        assert (await http.get(f"{AUTH}/me")).status_code == 200


async def test_a_wallet_nobody_registered_is_told_so(db: Database, tmp_path: Path) -> None:
    async with make.browser(pool(db, tmp_path)) as http:
        answer = await log_in(http, Wallet())
        assert (answer.status_code, answer.json()["code"]) == (403, "wallet_not_registered")
        assert "cocoonpool_session" not in answer.headers.get("set-cookie", "")
        assert (await http.get(f"{AUTH}/me")).status_code == 401


async def test_where_registration_is_open_whoever_comes_is_a_participant(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path, registration="open"), Wallet()
    async with make.browser(app) as http:
        first, second = await log_in(http, wallet), await log_in(http, wallet)
        assert first.status_code == second.status_code == 200
        assert first.json()["id"] == second.json()["id"]
        assert [row["id"] for row in (await http.get("/api/v1/participants")).json()] == [first.json()["id"]]


@pytest.mark.parametrize("registered", [True, False])
async def test_a_wallet_of_the_operator_may_do_everything(db: Database, tmp_path: Path, registered: bool) -> None:
    wallet = Wallet()
    app = pool(db, tmp_path, operator_wallets=f"{make.EVE}, {wallet.address}")
    await make.alice(db)
    if registered:
        await make.participant(db, wallet.address)
    async with make.browser(app) as http:
        answer = await log_in(http, wallet)
        assert answer.status_code == 200
        assert (answer.json() is not None) is registered
        assert (await http.get(f"{AUTH}/me")).json()["role"] == "operator"
        assert (await http.get("/api/v1/participants/1")).json()["username"] == "alice"
        assert (await http.post("/api/v1/participants", json={"ton_wallet_address": make.BOB})).status_code == 201


async def test_a_participant_that_was_put_out_stays_out(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path, registration="open"), Wallet()
    await make.participant(db, wallet.address)
    async with make.browser(app) as http, make.client(app, await make.operator_key(db)) as operator:
        await operator.patch("/api/v1/participants/1", json={"is_active": False})
        answer = await log_in(http, wallet)
    assert (answer.status_code, answer.json()["code"]) == (403, "participant_inactive")


async def test_while_the_page_waits_it_may_ask_for_another_payload(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet()
    await make.participant(db, wallet.address)
    async with make.browser(app) as http:
        older, _ = await payload(http), await payload(http)
        assert (await http.post(f"{AUTH}/ton-proof", json=wallet.login(older))).status_code == 200


async def test_where_no_site_is_named_nobody_can_log_in(db: Database, tmp_path: Path) -> None:
    async with make.browser(pool(db, tmp_path, login_domains="", host="0.0.0.0")) as http:
        answer = await http.post(f"{AUTH}/ton-proof/payload")
    assert (answer.status_code, answer.json()["code"]) == (403, "login_not_set_up")


async def test_on_loopback_this_machine_is_the_site(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path, login_domains="", port=8123), Wallet()
    await make.participant(db, wallet.address)
    async with make.browser(app) as http:
        for site in ("localhost", "localhost:8123", "127.0.0.1:8123"):
            body = wallet.login(await payload(http), site)
            assert (await http.post(f"{AUTH}/ton-proof", json=body)).status_code == 200
        body = wallet.login(await payload(http))
        assert (await http.post(f"{AUTH}/ton-proof", json=body)).status_code == 401
