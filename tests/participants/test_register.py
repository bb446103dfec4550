"""Registering a participant: what is taken, what is refused, and that a refusal leaves nothing behind."""

import asyncio
from typing import Any

import pytest
from httpx import AsyncClient

from cocoonpool.ton.address import to_friendly
from tests import make

PLACE = "/api/v1/participants"
JSON = {"Content-Type": "application/json"}

# one account in each spelling of TEP-2
SPELLINGS = {
    "raw": make.ALICE,
    "raw in capitals": make.ALICE.upper(),
    "UQ": to_friendly(make.ALICE),
    "EQ": to_friendly(make.ALICE, bounceable=True),
}


async def count(client: AsyncClient) -> int:
    return int((await client.get(PLACE)).headers["x-total-count"])


async def test_the_documented_body_makes_the_documented_answer(client: AsyncClient) -> None:
    body = {
        "ton_wallet_address": to_friendly(make.ALICE),
        "telegram_user_id": 123456789,
        "username": "user123",
        "email": "user@example.com",
    }
    answer = await client.post(PLACE, json=body)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PLACE}/1"
    figures = {"total_workers": 0, "active_workers": 0, "total_revenue_ton": 0, "total_payouts": 0}
    made = answer.json()
    assert made | {"id": 1, "is_active": True} | body | figures == made
    assert (await client.get(answer.headers["location"])).content == answer.content


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
async def test_a_wallet_is_one_wallet_in_every_spelling(client: AsyncClient, spelling: str) -> None:
    made = await client.post(PLACE, json={"ton_wallet_address": spelling})
    assert made.json()["ton_wallet_address"] == to_friendly(make.ALICE)
    for other in SPELLINGS.values():
        again = await client.post(PLACE, json={"ton_wallet_address": other})
        assert (again.status_code, again.json()["code"]) == (400, "wallet_taken")
    assert await count(client) == 1


async def test_a_telegram_user_is_registered_once(client: AsyncClient) -> None:
    assert (await client.post(PLACE, json={"ton_wallet_address": make.ALICE, "telegram_user_id": 7})).is_success
    again = await client.post(PLACE, json={"ton_wallet_address": make.BOB, "telegram_user_id": 7})
    assert (again.status_code, again.json()["code"]) == (400, "telegram_user_taken")
    assert await count(client) == 1


async def test_of_many_who_register_one_wallet_at_once_one_succeeds(client: AsyncClient) -> None:
    body = {"ton_wallet_address": make.ALICE}
    answers = await asyncio.gather(*(client.post(PLACE, json=body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 7
    assert await count(client) == 1


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "'; DROP TABLE participants; --", "=1+1", "Ольга 李 🦋", " spaced ", "a\u200db"],
)
async def test_a_name_is_kept_as_it_was_written(client: AsyncClient, name: str) -> None:
    made = await client.post(PLACE, json={"ton_wallet_address": make.ALICE, "username": name})
    assert made.headers["content-type"] == "application/json"
    assert (await client.get(f"{PLACE}/1")).json()["username"] == name


BAD: dict[str, dict[str, Any]] = {
    "wallet null": {"ton_wallet_address": None},
    "wallet a number": {"ton_wallet_address": 7},
    "wallet empty": {"ton_wallet_address": ""},
    "wallet mistyped": {"ton_wallet_address": "X" + to_friendly(make.ALICE)[1:]},
    "wallet of the testnet": {"ton_wallet_address": "0QChoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoTPt"},
    "wallet of another workchain": {"ton_wallet_address": "1:" + "a1" * 32},
    "wallet endless": {"ton_wallet_address": "U" * 100_000},
    "wallet twice": {"ton_wallet_address": [make.ALICE, make.BOB]},
    "an unknown field": {"id": 7},
    "an unknown field with markup": {"<img src=x>": 7},
    "telegram as text": {"telegram_user_id": "7"},
    "telegram as truth": {"telegram_user_id": True},
    "telegram with a fraction": {"telegram_user_id": 7.0},
    "telegram negative": {"telegram_user_id": -1},
    "telegram too large": {"telegram_user_id": 2**64},
    "username a number": {"username": 7},
    "username empty": {"username": ""},
    "username too long": {"username": "x" * 65},
    "username with a line break": {"username": "a\nb"},
    "username with a zero": {"username": "a\0b"},
    "username with an escape": {"username": "\x1b[31mred"},
    "email without a host": {"email": "alice"},
    "email of nobody": {"email": "@example.com"},
    "email with a line break": {"email": "a@example.com\r\nBcc: b@example.com"},
    "email with two at": {"email": "a@b@example.com"},
    "email too long": {"email": "a@" + "b" * 253},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
async def test_a_malformed_field_is_named_and_changes_nothing(client: AsyncClient, change: dict[str, Any]) -> None:
    answer = await client.post(PLACE, json={"ton_wallet_address": make.ALICE, **change})
    assert answer.status_code == 422
    (fault,) = answer.json()["detail"]
    assert fault.keys() == {"loc", "msg", "type"}
    assert fault["loc"] == ["body", *change]
    assert await count(client) == 0


@pytest.mark.parametrize("body", [None, [], "alice", 7, {}, {"username": "alice"}], ids=str)
async def test_a_body_without_a_wallet_changes_nothing(client: AsyncClient, body: Any) -> None:
    answer = await client.post(PLACE, json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][0] == "body"
    assert await count(client) == 0


async def test_a_bad_address_is_said_with_its_fault(client: AsyncClient) -> None:
    mistyped = to_friendly(make.ALICE)[:-1] + "A"
    (fault,) = (await client.post(PLACE, json={"ton_wallet_address": mistyped})).json()["detail"]
    assert fault["loc"] == ["body", "ton_wallet_address"]
    assert "checksum" in fault["msg"]
    assert mistyped not in fault["msg"]


RAW = {
    "nothing": b"",
    "not JSON": b"{'a': 1}",
    "cut off": b'{"ton_wallet_address": "0:',
    "not text": b'{"username": "\xff\xfe"}',
    "half a character": b'{"username": "\\ud800"}',
    "half a character as a name": b'{"ton_wallet_address": null, "\\ud800": 1}',
    "NaN": b'{"telegram_user_id": NaN}',
    "Infinity": b'{"telegram_user_id": -Infinity}',
    "a number of a million digits": b'{"telegram_user_id": ' + b"9" * 1_000_000 + b"}",
    "an exponent": b'{"telegram_user_id": 1e999999999}',
    "too deep": b"[" * 500_000,
    "deep in a field": b'{"username": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a thousand unknown fields": b"{" + b",".join(b'"f%d": 0' % n for n in range(1000)) + b"}",
}


@pytest.mark.parametrize("body", RAW.values(), ids=RAW.keys())
async def test_what_is_no_json_is_refused(client: AsyncClient, body: bytes) -> None:
    answer = await client.post(PLACE, content=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["code"] == "validation_error"
    assert len(answer.content) < 10_000
    assert await count(client) == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "/"])
async def test_only_json_is_read(client: AsyncClient, kind: str) -> None:
    body = b'{"ton_wallet_address": "' + make.ALICE.encode() + b'"}'
    answer = await client.post(PLACE, content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert await count(client) == 0
