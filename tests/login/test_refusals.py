"""Whatever is wrong with a proof, outside it is the same answer; a payload counts once, where it was given, in time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import func, select, update

from cocoonpool.auth.cookies import BROWSER
from cocoonpool.auth.models import LoginNonce, LoginSession
from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make
from tests.login.site import AUTH, log_in, payload, pool
from tests.wallets import Wallet

DOOR = f"{AUTH}/ton-proof"
REFUSED = b'{"detail":"The wallet was not proven. Ask for a new payload, and sign that one.","code":"login_refused"}'


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


@pytest.fixture
async def site(db: Database, tmp_path: Path, wallet: Wallet) -> FastAPI:
    await make.participant(db, wallet.address)
    return pool(db, tmp_path)


async def sessions(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(LoginSession)) or 0


async def refused(answer: Response) -> bool:
    return (answer.status_code, answer.content) == (401, REFUSED) and "set-cookie" not in answer.headers


async def test_a_proof_counts_once(site: FastAPI, db: Database, wallet: Wallet) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        browser = dict(http.cookies)
        assert (await http.post(DOOR, json=body)).status_code == 200
    async with make.browser(site) as again:
        again.cookies.update(browser)
        assert await refused(await again.post(DOOR, json=body))
    assert await sessions(db) == 1


async def test_of_many_that_come_at_once_one_comes_in(site: FastAPI, db: Database, wallet: Wallet) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        headers = {"Cookie": f"{BROWSER}={http.cookies[BROWSER]}"}
    async with make.browser(site) as http:
        answers = await asyncio.gather(*(http.post(DOOR, json=body, headers=headers) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [200, *[401] * 11]
    assert await sessions(db) == 1


async def test_a_payload_counts_once_even_when_the_proof_was_bad(site: FastAPI, wallet: Wallet) -> None:
    async with make.browser(site) as http:
        good = wallet.login(await payload(http))
        bad = good | {"public_key": "00" * 32}
        assert await refused(await http.post(DOOR, json=bad))
        assert await refused(await http.post(DOOR, json=good))


@pytest.mark.parametrize("asked_too", [True, False])
async def test_a_proof_counts_only_in_the_browser_that_asked(site: FastAPI, wallet: Wallet, asked_too: bool) -> None:
    async with make.browser(site) as thief, make.browser(site) as browser:
        body = wallet.login(await payload(thief))
        if asked_too:
            await payload(browser)
        assert await refused(await browser.post(DOOR, json=body))
        assert (await thief.post(DOOR, json=body)).status_code == 200


async def test_a_payload_runs_out(site: FastAPI, db: Database, wallet: Wallet) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        async with db.transaction() as session:
            await session.execute(update(LoginNonce).values(expires_at=utc_now() - timedelta(seconds=1)))
        assert await refused(await http.post(DOOR, json=body))


async def test_payloads_that_ran_out_do_not_pile_up(site: FastAPI, db: Database) -> None:
    async with make.browser(site) as http:
        for _ in range(3):
            await payload(http)
        async with db.transaction() as session:
            await session.execute(update(LoginNonce).values(expires_at=utc_now() - timedelta(seconds=1)))
        await payload(http)
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(LoginNonce)) == 1


def _of_another(body: dict[str, Any]) -> None:
    body["address"] = make.ALICE


def _signed_elsewhere(body: dict[str, Any]) -> None:
    body["proof"]["domain"] = {"lengthBytes": 12, "value": "evil.example"}


def _long_ago(body: dict[str, Any]) -> None:
    body["proof"]["timestamp"] -= 1000


def _on_another_network(body: dict[str, Any]) -> None:
    body["network"] = -3


def _unsigned(body: dict[str, Any]) -> None:
    body["proof"]["signature"] = ""


def _without_a_state_init(body: dict[str, Any]) -> None:
    del body["proof"]["state_init"]


SPOILT = [_of_another, _signed_elsewhere, _long_ago, _on_another_network, _unsigned]


@pytest.mark.parametrize("spoil", SPOILT)
async def test_outside_every_reason_looks_the_same(
    site: FastAPI, db: Database, wallet: Wallet, spoil: Callable[[dict[str, Any]], None]
) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        spoil(body)
        assert await refused(await http.post(DOOR, json=body))
    assert await sessions(db) == 0


async def test_inside_the_log_says_why(site: FastAPI, wallet: Wallet, capsys: pytest.CaptureFixture[str]) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        _signed_elsewhere(body)
        await http.post(DOOR, json=body)
    said = "".join(capsys.readouterr())
    assert "login refused" in said and "signed for another site" in said
    assert body["proof"]["signature"] not in said and body["proof"]["payload"] not in said


async def test_where_the_chain_must_be_asked_and_cannot_people_are_told_to_wait(site: FastAPI, wallet: Wallet) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        _without_a_state_init(body)
        answer = await http.post(DOOR, json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "login_needs_chain")


async def test_a_bad_login_does_not_end_a_good_session(site: FastAPI, wallet: Wallet) -> None:
    async with make.browser(site) as http:
        await log_in(http, wallet)
        await http.post(DOOR, json=wallet.login("not ours"))
        assert (await http.get(f"{AUTH}/me")).status_code == 200


@pytest.mark.parametrize("variant", ["decimal string", "capital LengthBytes", "no key", "network as a number"])
async def test_what_wallets_and_pages_do_differently_is_understood(site: FastAPI, wallet: Wallet, variant: str) -> None:
    async with make.browser(site) as http:
        body = wallet.login(await payload(http))
        match variant:
            case "decimal string":
                body["proof"]["timestamp"] = str(body["proof"]["timestamp"])
            case "capital LengthBytes":
                body["proof"]["domain"]["LengthBytes"] = body["proof"]["domain"].pop("lengthBytes")
            case "no key":
                del body["public_key"]
            case _:
                body["network"] = -239
        assert (await http.post(DOOR, json=body)).status_code == 200
