"""Every way to change something leaves an entry: a route that is added must be added here, too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select

from cocoonpool.auth.models import AuditEntry
from cocoonpool.db import Database
from tests import make
from tests.agents.hosts import agent_of, code, enrolled
from tests.login.site import log_in, pool
from tests.payouts.pool import body as payout
from tests.wallets import Wallet

# A request that changes something, by its operation; and what the entry is called.
CHANGES: dict[tuple[str, str], tuple[str, dict[str, Any] | None, str]] = {
    ("post", "/api/v1/participants"): (
        "/participants",
        {"ton_wallet_address": make.EVE},
        "participant.created",
    ),
    ("patch", "/api/v1/participants/{participant_id}"): (
        "/participants/1",
        {"ton_wallet_address": make.EVE},
        "wallet_change.asked",
    ),
    ("delete", "/api/v1/participants/{participant_id}/wallet-change"): (
        "/participants/2/wallet-change",
        None,
        "wallet_change.cancelled",
    ),
    ("post", "/api/v1/workers"): (
        "/workers",
        {"participant_id": 1, "worker_name": "w", "host": "127.0.0.1", "stats_port": 12_010},
        "worker.created",
    ),
    ("patch", "/api/v1/workers/{worker_id}"): ("/workers/1", {"worker_name": "another"}, "worker.changed"),
    ("delete", "/api/v1/workers/{worker_id}"): ("/workers/1", None, "worker.deleted"),
    ("post", "/api/v1/keys"): ("/keys", {"name": "k", "participant_id": 1}, "key.created"),
    ("delete", "/api/v1/keys/{key_id}"): ("/keys/2", None, "key.revoked"),
    ("post", "/api/v1/payouts"): ("/payouts", payout(), "payout.recorded"),
    ("post", "/api/v1/payouts/{payout_id}/verify"): ("/payouts/1/verify", None, "payout.check_asked"),
    ("post", "/api/v1/agents/codes"): ("/agents/codes", {"participant_id": 1}, "key.created"),
    ("delete", "/api/v1/agents/codes/{code_id}"): ("/agents/codes/3", None, "key.revoked"),
    ("delete", "/api/v1/agents/{agent_id}"): ("/agents/1", None, "key.revoked"),
    ("post", "/api/v1/workers/{worker_id}/wishes"): ("/workers/1/wishes", {"enabled": True}, "wish.made"),
    ("delete", "/api/v1/auth/sessions/{session_id}"): ("/auth/sessions/1", None, "session.ended"),
}
BY_A_WALLET = {("post", "/api/v1/auth/ton-proof"), ("post", "/api/v1/auth/logout")}  # tested below
CHANGE_NOTHING = {("post", "/api/v1/auth/ton-proof/payload")}
BY_A_HOST = {("post", "/api/v1/agent/enrolment"), ("post", "/api/v1/agent/readings")}  # in; and what it measured


def changing(app: FastAPI) -> Iterator[tuple[str, str]]:
    for path, item in app.openapi()["paths"].items():
        yield from ((method, path) for method in item if method != "get")


async def actions(db: Database) -> list[str]:
    async with db.reading() as session:
        return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


async def test_no_route_that_changes_something_is_left_out(app: FastAPI) -> None:
    assert set(changing(app)) == {*CHANGES, *BY_A_WALLET, *BY_A_HOST, *CHANGE_NOTHING}


@pytest.fixture
async def things(app: FastAPI, db: Database, client: AsyncClient) -> None:
    """One of each: alice with a worker, a key, a session and a payout; bob with another wallet pending."""
    alice, _ = await make.alice(db), await make.bob(db)
    await make.worker(db, alice)
    await make.key_of(db, alice)
    await agent_of(app, client, alice.id)
    await (await make.logged_in(app, db, make.ALICE, alice)).aclose()
    await client.post("/api/v1/payouts", json=payout(transaction_hash="77" * 32))
    await client.patch("/api/v1/participants/2", json={"ton_wallet_address": "0:" + "77" * 32})


@pytest.mark.parametrize(("path", "sent", "action"), CHANGES.values(), ids=[" ".join(place) for place in CHANGES])
@pytest.mark.usefixtures("things")
async def test_a_change_over_the_api_leaves_one_entry(
    db: Database, client: AsyncClient, path: str, sent: dict[str, Any] | None, action: str
) -> None:
    before = await actions(db)
    method = next(method for (method, _), row in CHANGES.items() if row == (path, sent, action))
    answer = await client.request(method, f"/api/v1{path}", json=sent)
    assert answer.status_code < 300, answer.text
    assert (await actions(db))[len(before) :] == [action]


async def test_a_login_and_a_logout_leave_an_entry(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path, registration="open"), Wallet()
    async with make.browser(app) as http:
        await log_in(http, wallet)
        await http.post("/api/v1/auth/logout")
    assert await actions(db) == ["participant.created", "session.opened", "session.ended"]


async def test_a_host_that_comes_in_leaves_an_entry(app: FastAPI, db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    before = await actions(db)
    await enrolled(app, await code(client, alice.id))
    assert (await actions(db))[len(before) :] == ["key.created", "key.created"]  # the code, and the agent's own key


async def test_a_login_that_is_refused_fills_no_table(db: Database, tmp_path: Path) -> None:
    async with make.browser(pool(db, tmp_path)) as http:
        assert (await log_in(http, Wallet())).status_code == 403
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 0
