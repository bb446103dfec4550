"""One shape for whatever goes wrong, with a request id, and nothing of our insides."""

import json
import re
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from cocoonpool.auth.guards import PUBLIC
from cocoonpool.db import Database
from cocoonpool.errors import Invalid, PoolError
from tests import make

PLACE = "/api/v1/participants"


def check_shape(answer: Response) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
    assert body.keys() == {"detail", "code"}
    assert re.fullmatch("[a-z_]+", body["code"])
    if answer.status_code == 422:
        assert all(fault.keys() == {"loc", "msg", "type"} for fault in body["detail"])
    else:
        assert isinstance(body["detail"], str)
    assert not re.search(r"Traceback|SELECT|sqlite|/work|/home|\.py", answer.text)
    return body


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("POST", PLACE, 400, "wallet_taken"),
        ("GET", f"{PLACE}/999", 404, "participant_not_found"),
        ("PUT", "/api/v1/keys/1", 405, "method_not_allowed"),
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", f"{PLACE}/", 404, "not_found"),
        ("GET", f"{PLACE}/abc", 422, "validation_error"),
        ("BREW", PLACE, 405, "method_not_allowed"),
    ],
)
async def test_every_refusal_has_it(
    db: Database, client: AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    await make.alice(db)
    answer = await client.request(method, path, json={"ton_wallet_address": make.ALICE})
    assert answer.status_code == status
    assert check_shape(answer)["code"] == code


async def test_a_stranger_and_a_weak_key_are_told_in_it(app: FastAPI, db: Database) -> None:
    async with make.client(app) as stranger, make.client(app, await make.key_of(db, await make.bob(db))) as bob:
        assert check_shape(await stranger.get(PLACE))["code"] == "key_missing"
        assert check_shape(await bob.post(PLACE, json={"ton_wallet_address": make.EVE}))["code"] == "operator_only"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [(PLACE, "GET, POST"), (f"{PLACE}/1", "GET, PATCH"), ("/api/v1/keys", "GET, POST"), ("/health", "GET")],
)
async def test_a_wrong_method_is_told_the_right_ones(client: AsyncClient, path: str, allowed: str) -> None:
    answer = await client.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


async def test_a_malformed_field_is_not_sent_back(client: AsyncClient) -> None:
    secret = "ckp_pasted_into_the_wrong_field"
    answer = await client.post(PLACE, json={"ton_wallet_address": secret, "telegram_user_id": secret})
    assert answer.status_code == 422
    assert secret not in answer.text


async def test_names_of_unknown_fields_are_cut(client: AsyncClient) -> None:
    answer = await client.post(PLACE, json={"ton_wallet_address": make.ALICE, "x" * 100_000: 1})
    assert check_shape(answer)["detail"][0]["loc"] == ["body", "x" * 100]


async def test_a_rule_that_refuses_a_field_speaks_as_the_framework_does(app: FastAPI, client: AsyncClient) -> None:
    @app.get("/refusing", dependencies=[PUBLIC])
    async def refusing() -> None:
        raise Invalid("too odd", "body", "gpus", 3)

    answer = await client.get("/refusing")
    assert answer.status_code == 422
    assert check_shape(answer)["detail"] == [{"loc": ["body", "gpus", 3], "msg": "too odd", "type": "value_error"}]


@pytest.mark.parametrize("fault", [ZeroDivisionError("SELECT secret"), PoolError("no such host 10.0.0.1")], ids=str)
async def test_our_own_fault_says_only_where_the_log_has_it(
    app: FastAPI, client: AsyncClient, capsys: pytest.CaptureFixture[str], fault: Exception
) -> None:
    @app.get("/failing", dependencies=[PUBLIC])
    async def failing() -> None:
        raise fault

    answer = await client.get("/failing")
    assert answer.status_code == 500
    assert check_shape(answer)["code"] == "internal_error"
    assert str(fault) not in answer.text
    number = answer.headers["x-request-id"]
    assert number in answer.json()["detail"]
    logged = "".join(capsys.readouterr())
    assert number in logged
    assert str(fault) in logged
    assert client.headers["authorization"].removeprefix("Bearer ") not in logged
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_request_id_is_ours(client: AsyncClient) -> None:
    mine = {"X-Request-ID": "evil\tlog line"}
    ids = {(await client.get("/health", headers=mine)).headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    assert mine["X-Request-ID"] not in ids


async def test_every_integer_of_every_route_ends_at_64_bits(client: AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    tried = 0
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for one in operation.get("parameters", ()):
                if '"integer"' in json.dumps(one["schema"]):
                    tried += 1
                    answer = await call_with(client, method, path, one, str(2**63))
                    assert answer.status_code == 422, (method, path, one["name"])
    assert tried > 5


async def call_with(client: AsyncClient, method: str, path: str, one: dict[str, Any], value: str) -> Response:
    if one["in"] == "path":
        return await client.request(method, path.replace(f"{{{one['name']}}}", value), json={})
    return await client.request(method, re.sub(r"\{\w+\}", "1", path), params={one["name"]: value}, json={})
