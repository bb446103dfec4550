"""Making a worker: who may stand where, and that a refusal leaves nothing behind."""

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from cocoonpool.cocoon.health import default_source
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.db import Database
from cocoonpool.errors import Invalid
from cocoonpool.workers.models import Worker
from cocoonpool.workers.register import NewWorker, register
from tests import make

WORKERS = "/api/v1/workers"
JSON = {"Content-Type": "application/json"}


def body(**changes: Any) -> dict[str, Any]:
    fields = {
        "participant_id": 1,
        "worker_name": "Worker-0",
        "instance_number": 0,
        "host": "localhost",
        "stats_port": 12000,
        "price_coefficient": 1.0,
    }
    return {**fields, **changes}


async def test_the_documented_body_makes_a_worker(client: AsyncClient, db: Database) -> None:
    await make.alice(db)
    answer = await client.post(WORKERS, json=body())
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{WORKERS}/{answer.json()['id']}"
    assert (await client.get(answer.headers["location"])).content == answer.content
    expected = {"worker_name": "Worker-0", "latest_status": "unknown", "latest_revenue_ton": 0, "collection": "pull"}
    assert expected.items() <= answer.json().items()


# Sent as written here, since JSON as Python writes it would not hold some of them.
BAD = {
    "stats_port": ["0", "65536", "-1", '"12000"', "1e3", "12000.0", "true", "null", "9" * 400, "[12000]"],
    "host": [
        '""', '"10.0.0.1"', '"2130706433"', '"0x7f.1"', '"017700000001"', '"127.1"', '"0.0.0.0"', '"::"', '"a b"',
        '"http://localhost"', '"localhost:80"', '"127.0.0.1/8"', '"user@localhost"', '"fe80::1%eth0"', '"[::1"', "1",
        '"%s"' % ("a" * 300), '"ex\\u0000ample"', '"m\\u00fcller.example"',
    ],
    "worker_name": [
        '""', '" "', '"a\\nb"', '"a\\u0000b"', '"a\\u001b[31mb"', '"\\u2028"', '"\\ud800"', '"%s"' % ("x" * 101), "7",
        "null",
    ],
    "price_coefficient": [
        "0", "0.0009", "1.0005", "1000.001", "1e21", "-1", "NaN", "Infinity", "true", '"1,5"', '"1e2"', '"nan"',
        "1.00000000000000000000000000000000000000001", "1e-999999999", "1e999999999",
    ],
    "instance_number": ["-1", "65536", '"0"', "0.5", "9" * 5000],
    "participant_id": ["0", "-1", "1e0", '"1"', str(2**63), "null"],
    "access_hash": ['""', '"a b"', '"a&b=c"', '"a\\n"', '"%s"' % ("a" * 129), "5"],
    "health_source": ['"tcp://10.0.0.1:9999"', '"http://127.0.0.1"', '"vsock://2"', '"unix:relative"', '"tcp://127.0.0.1:0"'],
    "cid": ["2", "4294967295", '"6"'],
    "is_active": ['"yes"', "1", "null"],
    "latest_status": ['"healthy"'],
    "collection": ['"push"'],
    "id": ["7"],
}  # fmt: skip


@pytest.mark.parametrize("field", BAD)
async def test_a_malformed_field_is_refused_and_changes_nothing(client: AsyncClient, db: Database, field: str) -> None:
    await make.alice(db)
    good = body()
    good.pop(field, None)
    for value in BAD[field]:
        sent = f'{json.dumps(good)[:-1]}, "{field}": {value}}}'
        answer = await client.post(WORKERS, content=sent, headers=JSON)
        assert answer.status_code == 422, (value, answer.text)
        fault = answer.json()["detail"][0]
        assert set(fault) == {"loc", "msg", "type"}
        assert fault["loc"] == ["body", field] or fault["type"] == "json_invalid", (value, answer.text)
    assert (await client.get(WORKERS)).json() == []


async def test_markup_in_a_name_stays_text(client: AsyncClient, db: Database) -> None:
    await make.alice(db)
    name = "<b>\"Wörker\" & 'co' 日本 🚀 {{x}} =1+1</b>"
    assert (await client.post(WORKERS, json=body(worker_name=name))).json()["worker_name"] == name


@pytest.mark.parametrize("text", ["0.001", "1", "1.5", "1.000", "0.57", "999.999", "1000", '"1.2"'])
async def test_a_coefficient_comes_back_as_it_went_in(client: AsyncClient, db: Database, text: str) -> None:
    await make.alice(db)
    sent = f'{{"participant_id":1,"worker_name":"w","host":"::1","stats_port":1,"price_coefficient":{text}}}'
    answer = await client.post(WORKERS, content=sent, headers=JSON)
    assert answer.json(parse_float=Decimal)["price_coefficient"] == Decimal(text.strip('"'))


async def test_a_worker_of_nobody_is_refused(client: AsyncClient) -> None:
    answer = await client.post(WORKERS, json=body(participant_id=7))
    assert (answer.status_code, answer.json()["code"]) == (404, "participant_not_found")


@pytest.mark.parametrize("again", [{}, {"host": "LOCALHOST."}, {"worker_name": "other", "instance_number": 3}])
async def test_a_place_is_given_once(client: AsyncClient, db: Database, again: dict[str, Any]) -> None:
    await make.alice(db)
    assert (await client.post(WORKERS, json=body())).status_code == 201
    answer = await client.post(WORKERS, json=body(**again))
    assert (answer.status_code, answer.json()["code"]) == (400, "worker_place_taken")
    assert len((await client.get(WORKERS)).json()) == 1


async def test_of_many_at_once_one_gets_the_place(client: AsyncClient, db: Database) -> None:
    await make.alice(db)
    answers = await asyncio.gather(*(client.post(WORKERS, json=body()) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 7
    assert len((await client.get(WORKERS)).json()) == 1


async def test_a_participant_may_not_make_a_pulled_worker(app: Any, db: Database) -> None:
    async with make.client(app, await make.key_of(db, await make.alice(db))) as alice:
        assert (await alice.post(WORKERS, json=body())).status_code == 403
        assert (await alice.get(WORKERS)).json() == []


@pytest.mark.parametrize("instance", [0, 3])
async def test_a_guest_on_this_machine_is_reached_as_the_launch_script_made_it(
    client: AsyncClient, db: Database, instance: int
) -> None:
    await make.alice(db)
    made = (await client.post(WORKERS, json=body(instance_number=instance))).json()
    assert made["health_source"] is None
    assert made["cid"] == (None if default_source("localhost", instance) is None else 6 + 10 * instance)


async def test_no_source_at_all_can_be_wished(client: AsyncClient, db: Database) -> None:
    await make.alice(db)
    made = (await client.post(WORKERS, json=body(health_source=None, cid=None))).json()
    assert (made["health_source"], made["cid"]) == (None, None)


async def test_a_wider_network_lets_its_hosts_in(db: Database) -> None:
    await make.alice(db)
    new = NewWorker(participant_id=1, worker_name="w", host="10.1.2.3", stats_port=12000)
    now = datetime(2026, 5, 1, tzinfo=UTC)
    with pytest.raises(Invalid):
        async with db.transaction() as session:
            await register(session, new, networks=AllowedNetworks.parse("10.2.0.0/16"), now=now)
    async with db.transaction() as session:
        worker = await register(session, new, networks=AllowedNetworks.parse("10.1.0.0/16"), now=now)
    async with db.reading() as session:
        assert list(await session.scalars(select(Worker.host))) == [worker.host] == ["10.1.2.3"]
