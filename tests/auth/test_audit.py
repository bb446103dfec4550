"""The audit log has every change, with who, what, before, after and from where; and nobody can alter it."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cocoonpool.db import Database
from cocoonpool.ton.address import to_friendly
from cocoonpool.wire import utc_now
from tests import make

AUDIT = "/api/v1/audit"


async def entries(http: AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await http.get(AUDIT, params=query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()
    return rows


ON_BOTH = (
    "UPDATE audit_log SET who = 'eve'",
    "UPDATE audit_log SET at = 0 WHERE id = 1",
    "DELETE FROM audit_log",
    "DELETE FROM audit_log WHERE id = 1",
    "INSERT INTO audit_log (id, at, who, action, subject) VALUES (1, 0, 'eve', 'x', 'x')"
    " ON CONFLICT (id) DO UPDATE SET who = 'eve'",
)
ON_SQLITE = ("INSERT OR REPLACE INTO audit_log (id, at, who, action, subject) VALUES (1, 0, 'eve', 'x', 'x')",)
ON_POSTGRESQL = ("TRUNCATE audit_log",)


async def test_the_database_itself_refuses_to_alter_it(db: Database, client: AsyncClient) -> None:
    before = await entries(client)
    assert len(before) == 1  # the operator's key
    for statement in (*ON_BOTH, *(ON_SQLITE if db.is_sqlite else ON_POSTGRESQL)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with db.transaction() as session:
                await session.execute(text(statement))
    assert await entries(client) == before


async def test_a_change_is_told_with_what_was_and_what_is(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    before = utc_now()
    await client.patch("/api/v1/participants/1", json={"username": "alicia", "is_active": True})
    (entry,) = await entries(client, subject="participants/1")
    assert entry.pop("at") >= before.isoformat().replace("+00:00", "Z")[:19]
    assert entry == {
        "id": 2,
        "who": "key 1 (a key)",
        "address": "127.0.0.1",
        "action": "participant.changed",
        "subject": "participants/1",
        "before": {"username": "alice"},
        "after": {"username": "alicia"},
    }


async def test_who_came_with_a_wallet_is_named_by_it(app: FastAPI, db: Database, client: AsyncClient) -> None:
    async with await make.logged_in(app, db, make.ALICE, await make.alice(db)) as http:
        await http.patch("/api/v1/participants/1", json={"username": "al"})
    (entry,) = await entries(client, action="participant.changed")
    assert entry["who"] == f"wallet {to_friendly(make.ALICE)} (session 1)"


async def test_what_is_refused_or_changes_nothing_leaves_no_entry(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    wallet = {"ton_wallet_address": make.ALICE}
    assert (await client.post("/api/v1/participants", json=wallet)).status_code == 400
    assert (await client.patch("/api/v1/participants/1", json={"username": "alice"})).status_code == 200
    assert (await client.patch("/api/v1/participants/1", json={"username": ""})).status_code == 422
    assert (await client.delete("/api/v1/keys/999")).status_code == 404
    assert (await client.delete("/api/v1/workers/999")).status_code == 404
    assert len(await entries(client)) == 1


async def test_no_secret_gets_into_it(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    body = {"participant_id": alice.id, "worker_name": "w", "host": "127.0.0.1", "stats_port": 12000}
    await client.post("/api/v1/workers", json=body | {"access_hash": "very-secret"})
    key = (await client.post("/api/v1/keys", json={"name": "k", "participant_id": alice.id})).json()["key"]
    told = (await client.get(AUDIT)).text
    assert key not in told and "very-secret" not in told
    assert '"access_hash":"(secret)"' in told


async def test_it_comes_newest_first_in_pages_and_as_asked(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    for number in range(4):
        await client.patch(f"/api/v1/participants/{alice.id}", json={"username": f"alice {number}"})
    first = await client.get(AUDIT, params={"limit": 3})
    assert [row["id"] for row in first.json()] == [5, 4, 3]
    assert first.headers["x-total-count"] == "5"
    assert [row["id"] for row in (await client.get(first.links["next"]["url"])).json()] == [2, 1]
    assert [row["id"] for row in await entries(client, action="key.created")] == [1]
    moment = first.json()[0]["at"]
    assert [row["id"] for row in await entries(client, **{"from": moment})] == [5]
    assert [row["id"] for row in await entries(client, to=moment)] == [4, 3, 2, 1]
    assert (await client.get(AUDIT, params={"from": "1700000000"})).status_code == 422


async def test_only_operators_read_it(app: FastAPI, db: Database) -> None:
    who = await make.alice(db)
    async with await make.logged_in(app, db, make.ALICE, who) as alice, make.client(app) as stranger:
        assert (await alice.get(AUDIT)).status_code == 403
        assert (await stranger.get(AUDIT)).status_code == 401
