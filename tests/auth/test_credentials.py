"""Who is let in, and what is said to who is not."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Headers
from sqlalchemy import update

from cocoonpool.auth import keys
from cocoonpool.auth.known_keys import FRESH_S
from cocoonpool.auth.last_use import LastUse
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Role
from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make

PLACE = "/api/v1/participants"


async def refused(http: AsyncClient, headers: Mapping[str, str] | None = None) -> str:
    """The code of a 401."""
    answer = await http.get(PLACE, headers=Headers(headers, encoding="latin-1"))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    return str(answer.json()["code"])


@pytest.mark.parametrize("header", ["Authorization: Bearer {}", "authorization: bearer   {}", "X-API-Key: {}"])
async def test_a_key_is_taken_from_either_header(app: FastAPI, db: Database, header: str) -> None:
    name, _, value = header.format(await make.operator_key(db)).partition(": ")
    async with make.client(app) as http:
        assert (await http.get(PLACE, headers={name: value})).status_code == 200


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "key_missing"),
        ({"Authorization": "Bearer"}, "key_missing"),
        ({"Authorization": "Basic b3BlcmF0b3I6b3BlcmF0b3I="}, "key_missing"),
        ({"X-API-Key": " "}, "key_missing"),
        ({"Authorization": "Bearer ckp_"}, "key_unknown"),
        ({"X-API-Key": "ckp_" + "a" * 52}, "key_unknown"),
        ({"Authorization": "Bearer \u00ff\u00fe"}, "key_unknown"),
        ({"X-API-Key": "' OR 1=1 --"}, "key_unknown"),
    ],
)
async def test_a_stranger_is_told_what_is_missing(app: FastAPI, headers: dict[str, str], code: str) -> None:
    async with make.client(app) as http:
        assert await refused(http, headers) == code


async def test_a_revoked_key_ends_with_the_next_request(app: FastAPI, db: Database) -> None:
    async with make.client(app, await make.operator_key(db)) as http:
        assert (await http.get(PLACE)).status_code == 200
        assert (await http.delete("/api/v1/keys/1")).status_code == 204
        assert await refused(http) == "key_revoked"


async def test_a_key_revoked_by_another_process_ends_within_two_seconds(app: FastAPI, db: Database) -> None:
    async with make.client(app, await make.operator_key(db)) as http:
        assert (await http.get(PLACE)).status_code == 200
        async with db.transaction() as session:
            await keys.revoke(session, 1, only_participant=None, by=make.OPERATOR, now=utc_now())
        await asyncio.sleep(2 * FRESH_S)
        assert await refused(http) == "key_revoked"


async def test_an_expired_key_is_refused(app: FastAPI, db: Database) -> None:
    async with make.client(app, await make.operator_key(db, expires_at=utc_now() - timedelta(seconds=1))) as http:
        assert await refused(http) == "key_expired"
    async with make.client(app, await make.operator_key(db, expires_at=utc_now() + timedelta(hours=1))) as http:
        assert (await http.get(PLACE)).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("192.0.2.7", 200),
        ("::ffff:192.0.2.7", 200),
        ("2001:db8::9", 200),
        ("192.0.3.1", 401),
        ("::1", 401),
        ("pool.test", 401),
    ],
)
async def test_a_key_works_from_its_networks_only(app: FastAPI, db: Database, address: str, status: int) -> None:
    key = await make.operator_key(db, networks=("192.0.2.0/24", "2001:db8::/32"))
    async with make.client(app, key, address) as http:
        assert (await http.get(PLACE)).status_code == status


async def test_a_forwarded_address_proves_nothing(app: FastAPI, db: Database) -> None:
    key = await make.operator_key(db, networks=("192.0.2.0/24",))
    async with make.client(app, key, "198.51.100.1") as http:
        assert await refused(http, headers={"X-Forwarded-For": "192.0.2.7"}) == "key_elsewhere"


async def test_a_participants_key_without_a_participant_is_refused(app: FastAPI, db: Database) -> None:
    async with make.client(app, await make.key(db, role=Role.PARTICIPANT)) as http:
        answer = await http.get(PLACE)
    assert (answer.status_code, answer.json()["code"]) == (403, "key_without_participant")


async def test_last_use_is_written_once_a_minute(app: FastAPI, db: Database, client: AsyncClient) -> None:
    async def last_use_after_a_request() -> str:
        (row,) = (await client.get("/api/v1/keys")).json()
        await app.state.last_use.settle()
        (row,) = (await client.get("/api/v1/keys")).json()
        return str(row["last_used_at"])

    first = await last_use_after_a_request()
    assert await last_use_after_a_request() == first
    async with db.transaction() as session:
        await session.execute(update(ApiKey).values(last_used_at=utc_now() - timedelta(seconds=61)))
    app.state.known_keys.forget()
    app.state.last_use = LastUse(db)  # as after a minute, or a restart
    assert await last_use_after_a_request() >= first


async def test_reading_does_not_wait_for_whoever_writes(app: FastAPI, db: Database, client: AsyncClient) -> None:
    async with db.transaction() as writer:
        await writer.execute(update(ApiKey).values(name="held"))  # the one writer's place is taken
        assert (await client.get(PLACE)).status_code == 200
    await app.state.last_use.settle()
