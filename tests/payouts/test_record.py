"""Recording a payout by hand: exact both ways, once whatever the spelling, and a refusal leaves nothing behind."""

import asyncio
import json
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.hashes import to_base64
from tests import make
from tests.payouts.pool import HASH, PLACE, POOL, body, count

JSON = {"Content-Type": "application/json"}
SPELLINGS = {
    "hex": HASH,
    "hex in capitals": HASH.upper(),
    "0x": f"0x{HASH}",
    "base64": to_base64(HASH),
    "base64url": to_base64(HASH).replace("+", "-").replace("/", "_"),
    "base64 without padding": to_base64(HASH).rstrip("="),
}


@pytest.fixture(autouse=True)
async def people(db: Database) -> None:
    await make.alice(db)
    await make.bob(db)


async def test_the_documented_body_makes_the_documented_answer(client: AsyncClient) -> None:
    answer = await client.post(PLACE, json=body())
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PLACE}/1"
    made = answer.json()
    assert made | body() | {"id": 1, "verification": "pending", "source": "manual", "counted": True} == made
    assert (await client.get(answer.headers["location"])).content == answer.content


# what is sent, and what comes back, to the last digit
AMOUNTS = {
    "123456789.123456789": "123456789.123456789",
    '"123456789.123456789"': "123456789.123456789",
    "0.000000001": "0.000000001",
    '"0.000000001"': "0.000000001",
    "25.5": "25.5",
    "25.500000000000": "25.5",
    '"7"': "7",
    "1e3": "1000",
    "5999999999.999999999": "5999999999.999999999",
}


@pytest.mark.parametrize(("sent", "back"), AMOUNTS.items(), ids=AMOUNTS.keys())
async def test_money_comes_back_as_it_went_in(client: AsyncClient, sent: str, back: str) -> None:
    raw = json.dumps(body(amount_ton="HERE")).replace('"HERE"', sent)
    made = await client.post(PLACE, content=raw, headers=JSON)
    assert made.status_code == 201
    for answer in (made, await client.get(f"{PLACE}/1"), await client.get(PLACE)):
        assert f'"amount_ton":{back},' in answer.text


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ("0.000001", "0.000001"),
        ('"123456789012345.654321"', "123456789012345.654321"),
        ("0", "0"),
        ("100", "100"),
        ("1.50000000", "1.5"),
        ("null", "null"),
    ],
)
async def test_dollars_come_back_as_they_went_in(client: AsyncClient, sent: str, back: str) -> None:
    raw = json.dumps(body(amount_usd="HERE")).replace('"HERE"', sent)
    assert (await client.post(PLACE, content=raw, headers=JSON)).status_code == 201
    assert f'"amount_usd":{back},' in (await client.get(f"{PLACE}/1")).text


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
async def test_a_transaction_is_one_transaction_in_every_spelling(client: AsyncClient, spelling: str) -> None:
    made = await client.post(PLACE, json=body(transaction_hash=spelling))
    assert made.json()["transaction_hash"] == HASH
    for other in SPELLINGS.values():
        again = await client.post(PLACE, json=body(transaction_hash=other, amount_ton=1))
        assert (again.status_code, again.json()["code"]) == (400, "transaction_recorded")
    assert await count(client) == 1


async def test_of_many_who_record_one_transaction_at_once_one_succeeds(client: AsyncClient) -> None:
    spellings = list(SPELLINGS.values())
    sent = (client.post(PLACE, json=body(transaction_hash=spellings[n % len(spellings)])) for n in range(12))
    answers = await asyncio.gather(*sent)
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 11
    assert await count(client) == 1


async def test_a_batch_has_a_payout_for_each_payee(client: AsyncClient) -> None:
    assert (await client.post(PLACE, json=body())).status_code == 201
    bobs = body(participant_id=2, to_address=make.BOB)
    assert (await client.post(PLACE, json=bobs)).status_code == 201
    assert (await client.post(PLACE, json=bobs)).status_code == 400
    assert await count(client) == 2


BAD: dict[str, tuple[dict[str, Any], int]] = {
    "a hash too short": ({"transaction_hash": HASH[:-1]}, 422),
    "a hash too long": ({"transaction_hash": HASH + "0"}, 422),
    "a hash of 31 bytes in base64": ({"transaction_hash": "A" * 42}, 422),
    "a hash endless": ({"transaction_hash": "a" * 100_000}, 422),
    "a hash that is a number": ({"transaction_hash": 7}, 422),
    "an unknown participant": ({"participant_id": 99}, 404),
    "participant zero": ({"participant_id": 0}, 422),
    "a participant as text": ({"participant_id": "1"}, 422),
    "somebody else's wallet": ({"to_address": make.BOB}, 400),
    "a wallet mistyped": ({"to_address": "X" + to_friendly(make.ALICE)[1:]}, 422),
    "a sender mistyped": ({"from_address": "abc"}, 422),
    "a negative amount": ({"amount_ton": -1}, 422),
    "a negative amount as text": ({"amount_ton": "-0.5"}, 422),
    "twelve decimals": ({"amount_ton": "1.123456789123"}, 422),
    "nothing": ({"amount_ton": 0}, 422),
    "more than there is": ({"amount_ton": 6_000_000_001}, 422),
    "an amount that is true": ({"amount_ton": True}, 422),
    "an amount in words": ({"amount_ton": "much"}, 422),
    "an amount NaN": ({"amount_ton": "NaN"}, 422),
    "an amount infinite": ({"amount_ton": "Infinity"}, 422),
    "an amount in other digits": ({"amount_ton": "١"}, 422),
    "dollars with seven decimals": ({"amount_usd": "1.1234567"}, 422),
    "negative dollars": ({"amount_usd": -1}, 422),
    "a time without a zone": ({"transaction_time": "2025-01-15T10:30:00"}, 422),
    "a time as a number": ({"transaction_time": 1_736_937_000}, 422),
    "a time as a number in text": ({"transaction_time": "1736937000"}, 422),
    "the year 0": ({"transaction_time": "0000-01-15T10:30:00Z"}, 422),
    "the year 1": ({"transaction_time": "0001-01-01T00:00:00+14:00"}, 422),
    "the year 9999": ({"transaction_time": "9999-12-31T23:59:59-14:00"}, 422),
    "the year 99999": ({"transaction_time": "99999-01-15T10:30:00Z"}, 422),
    "tomorrow": ({"transaction_time": "2190-01-01T00:00:00Z"}, 422),
    "an end before the start": ({"period_end": "2025-01-07T23:59:59Z"}, 422),
    "a period without a zone": ({"period_start": "2025-01-08T00:00:00"}, 422),
    "a period of the year 99999": ({"period_end": "99999-01-15T10:30:00Z"}, 422),
    "an unknown field": ({"verified": True}, 422),
}


@pytest.mark.parametrize(("change", "status"), BAD.values(), ids=BAD.keys())
async def test_what_cannot_be_is_refused_and_changes_nothing(
    client: AsyncClient, change: dict[str, Any], status: int
) -> None:
    answer = await client.post(PLACE, json=body(**change))
    assert answer.status_code == status
    assert answer.json().keys() == {"detail", "code"}
    if status == 422:
        assert answer.json()["detail"][0]["loc"][0] == "body"
    assert await count(client) == 0


RAW = {
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "an exponent without end": "1e999999999",
    "a small exponent without end": "1e-999999999",
    "a million digits": "9" * 1_000_000,
    "a million decimals": "0." + "9" * 1_000_000,
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
async def test_a_number_that_is_none_is_refused_quickly(client: AsyncClient, raw: str) -> None:
    text = json.dumps(body(amount_ton="HERE")).replace('"HERE"', raw)
    answer = await client.post(PLACE, content=text, headers=JSON)
    assert answer.status_code in (413, 422)
    assert await count(client) == 0


@pytest.mark.parametrize(
    "missing", ["participant_id", "transaction_hash", "amount_ton", "from_address", "to_address", "transaction_time"]
)
async def test_what_is_needed_is_named(client: AsyncClient, missing: str) -> None:
    sent = body()
    del sent[missing]
    answer = await client.post(PLACE, json=sent)
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body", missing])
    assert await count(client) == 0


async def test_what_may_be_left_out_is_null(client: AsyncClient) -> None:
    sent = {name: value for name, value in body().items() if name not in ("amount_usd", "period_start", "period_end")}
    made = (await client.post(PLACE, json=sent)).json()
    assert (made["amount_usd"], made["period_start"], made["period_end"]) == (None, None, None)


async def test_a_participant_records_nothing(app: FastAPI, db: Database, client: AsyncClient) -> None:
    bob = await make.key(db, participant_id=2)
    async with make.client(app, bob) as his:
        assert (await his.post(PLACE, json=body(participant_id=2, to_address=make.BOB))).status_code == 403
        assert (await his.post(f"{PLACE}/1/verify")).status_code == 403
    assert await count(client) == 0


async def test_many_impossible_sums_are_still_summed_exactly(client: AsyncClient) -> None:
    """Two records of more than the supply together: no sum of a database holds that."""
    for number in range(3):
        sent = body(transaction_hash=f"{number:064x}", amount_ton="5999999999.999999999", from_address=POOL)
        assert (await client.post(PLACE, json=sent)).status_code == 201
    assert '"total_paid_ton":17999999999.999999997,' in (await client.get("/api/v1/participants/1")).text
