"""A route's session: what was answered is on the disk, and what failed left nothing."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import text

from cocoonpool.auth.guards import PUBLIC
from cocoonpool.db import Database
from cocoonpool.errors import BadRequest
from cocoonpool.participants import queries
from cocoonpool.session import Write
from tests import make


async def count(db: Database) -> int:
    async with db.reading() as session:
        return len((await queries.list_participants(session, only=None, after=0, limit=10))[0])


@pytest.mark.parametrize(("fault", "status"), [(BadRequest("no"), 400), (ZeroDivisionError(), 500)], ids=str)
async def test_a_route_that_fails_leaves_nothing(
    app: FastAPI, db: Database, client: AsyncClient, fault: Exception, status: int
) -> None:
    @app.post("/failing", dependencies=[PUBLIC])
    async def failing(session: Write) -> None:
        await queries.create(session, wallet=make.ALICE, now=make.NOW)
        raise fault

    assert (await client.post("/failing")).status_code == status
    assert await count(db) == 0


async def test_a_commit_that_fails_is_told_as_a_failure(app: FastAPI, db: Database, client: AsyncClient) -> None:
    @app.post("/late", status_code=201, dependencies=[PUBLIC])
    async def late(session: Write) -> None:
        await session.execute(text("PRAGMA defer_foreign_keys = ON"))
        await make_key_of_nobody(session)

    assert (await client.post("/late")).status_code == 500


async def make_key_of_nobody(session: Write) -> None:
    columns = "name, prefix, digest, role, scopes, participant_id, created_at"
    await session.execute(text(f"INSERT INTO api_keys ({columns}) VALUES ('', '', '', '', '', 999, 0)"))


async def test_what_is_answered_can_be_read_before_the_answer_is_seen(
    app: FastAPI, db: Database, client: AsyncClient
) -> None:
    counts = []

    async def watched(scope: object, receive: object, send: object) -> None:
        async def watching_send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                counts.append(await count(db))
            await send(message)  # type: ignore[operator]

        await app(scope, receive, watching_send)  # type: ignore[arg-type]

    async with make.client(watched, await make.operator_key(db)) as http:  # type: ignore[arg-type]
        assert (await http.post("/api/v1/participants", json={"ton_wallet_address": make.ALICE})).status_code == 201
    assert counts == [1]
