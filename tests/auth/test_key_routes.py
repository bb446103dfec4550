"""Keys over HTTP: made and shown once, listed without the key, revoked for good."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.wire import utc_now
from tests import make

KEYS = "/api/v1/keys"


async def test_a_key_is_shown_once_and_works(app: FastAPI, db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    answer = await client.post(KEYS, json={"name": "grafana", "scopes": ["read"], "participant_id": alice.id})
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{KEYS}/{made['id']}"
    assert len(made["key"]) == len("ckp_") + 52  # 256 bits in base32
    async with make.client(app, made.pop("key")) as http:
        assert [row["username"] for row in (await http.get("/api/v1/participants")).json()] == ["alice"]
    await app.state.last_use.settle()
    listed = (await client.get(KEYS)).json()[1]
    assert (await client.get(answer.headers["location"])).json() == listed
    assert listed | {"last_used_at": None} == made


async def test_everything_about_a_key_can_be_said(client: AsyncClient) -> None:
    expires = "2126-01-01T00:00:00Z"
    wanted = {
        "name": "prometheus",
        "role": "operator",
        "scopes": ["metrics"],
        "expires_at": "2126-01-01T02:00:00+02:00",
        "networks": ["10.0.0.0/8", "2001:DB8::/32"],
    }
    made = (await client.post(KEYS, json=wanted)).json()
    shown = wanted | {"expires_at": expires, "networks": ["10.0.0.0/8", "2001:db8::/32"], "participant_id": None}
    assert {field: made[field] for field in shown} == shown


BAD = {
    "no name": {"name": None},
    "a blank name": {"name": "  "},
    "a line break": {"name": "a\nb"},
    "a long name": {"name": "x" * 101},
    "an unknown field": {"admin": True},
    "an unknown role": {"role": "root"},
    "no scopes": {"scopes": []},
    "an unknown scope": {"scopes": ["all"]},
    "a number as text": {"participant_id": "1"},
    "a huge number": {"participant_id": 2**63},
    "no participant": {"participant_id": None},
    "an operator that is a participant": {"role": "operator"},
    "an operator's agent": {"role": "operator", "participant_id": None, "scopes": ["agent"]},
    "a time without a zone": {"expires_at": "2126-01-01T00:00:00"},
    "a time that has passed": {"expires_at": (utc_now() - timedelta(days=1)).isoformat()},
    "host bits": {"networks": ["10.0.0.1/8"]},
    "no network": {"networks": []},
    "not a network": {"networks": ["localhost"]},
    "too many networks": {"networks": [f"10.0.{n}.0/24" for n in range(9)]},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
async def test_a_malformed_key_is_refused(db: Database, client: AsyncClient, change: dict[str, object]) -> None:
    alice = await make.alice(db)
    good: dict[str, object] = {"name": "k", "role": "participant", "scopes": ["read"], "participant_id": alice.id}
    answer = await client.post(KEYS, json=good | change)
    assert answer.status_code == 422
    assert {fault["loc"][1] for fault in answer.json()["detail"]} <= {*change, "participant_id"}
    assert (await client.get(KEYS)).headers["x-total-count"] == "1"


async def test_a_key_of_nobody_is_refused(client: AsyncClient) -> None:
    answer = await client.post(KEYS, json={"name": "k", "scopes": ["read"], "participant_id": 999})
    assert (answer.status_code, answer.json()["code"]) == (400, "participant_missing")
    assert (await client.get(KEYS)).headers["x-total-count"] == "1"


async def test_a_participant_makes_and_sees_own_keys_only(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await make.key_of(db, bob)
    await make.operator_key(db)
    await make.key_of(db, alice)
    async with await make.logged_in(app, db, make.ALICE, alice) as http:
        made = (await http.post(KEYS, json={"name": "mine", "scopes": ["read", "write"]})).json()
        listed = await http.get(KEYS)
    assert made["participant_id"] == alice.id
    assert [row["participant_id"] for row in listed.json()] == [alice.id, alice.id]
    assert listed.headers["x-total-count"] == "2"


@pytest.mark.parametrize(
    "wish",
    [{"role": "operator"}, {"scopes": ["metrics"]}, {"scopes": ["read", "agent"]}, {"participant_id": 2}],
    ids=str,
)
async def test_a_participant_cannot_make_a_stronger_key(app: FastAPI, db: Database, wish: dict[str, object]) -> None:
    alice, _ = await make.alice(db), await make.bob(db)
    async with await make.logged_in(app, db, make.ALICE, alice) as http:
        answer = await http.post(KEYS, json={"name": "more", **wish})
        assert answer.status_code == 403
        assert answer.json()["code"] in ("key_of_another", "scope_beyond_own")
        assert (await http.get(KEYS)).json() == []


async def test_a_key_makes_no_key_but_the_operators(app: FastAPI, db: Database, client: AsyncClient) -> None:
    alice, wish = await make.alice(db), {"name": "another", "scopes": ["read"]}
    async with make.client(app, await make.key_of(db, alice)) as http:
        answer = await http.post(KEYS, json=wish)
    assert (answer.status_code, answer.json()["code"]) == (403, "fresh_proof_needed")
    assert (await client.post(KEYS, json=wish | {"participant_id": alice.id})).status_code == 201


async def test_a_login_of_long_ago_makes_no_key(app: FastAPI, db: Database) -> None:
    alice, long_ago = await make.alice(db), utc_now() - timedelta(minutes=11)
    async with await make.logged_in(app, db, make.ALICE, alice, long_ago) as http:
        answer = await http.post(KEYS, json={"name": "another", "scopes": ["read"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "fresh_proof_needed")


async def test_a_revoked_key_stays_on_record(app: FastAPI, db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    async with make.client(app, await make.key_of(db, alice)) as http:
        assert (await client.delete(f"{KEYS}/2")).status_code == 204
        assert (await http.get(KEYS)).status_code == 401
    first = (await client.get(KEYS)).json()[1]["revoked_at"]
    assert first is not None
    assert (await client.delete(f"{KEYS}/2")).status_code == 204
    assert (await client.get(KEYS)).json()[1]["revoked_at"] == first


async def test_anothers_key_and_no_key_are_the_same(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    async with make.client(app, await make.key_of(db, alice)) as one:
        await make.key_of(db, bob)
        for method in ("GET", "DELETE"):
            another, missing = await one.request(method, f"{KEYS}/2"), await one.request(method, f"{KEYS}/999")
            assert another.status_code == missing.status_code == 404
            assert another.content == missing.content


async def test_keys_come_in_pages(db: Database, client: AsyncClient) -> None:
    for _ in range(4):
        await make.operator_key(db)
    seen, url = [], f"{KEYS}?limit=2"
    while url:
        answer = await client.get(url)
        assert answer.headers["x-total-count"] == "5"
        seen += [row["id"] for row in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
    assert seen == [1, 2, 3, 4, 5]
