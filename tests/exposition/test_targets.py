"""`GET /api/v1/prometheus/targets`: each host of active workers once, in the form of Prometheus' HTTP discovery."""

from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.auth.principal import Scope
from cocoonpool.db import Database
from tests import make

TARGETS = "/api/v1/prometheus/targets"


async def test_each_host_once_with_who_stands_on_it(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    for port, owner, host in ((1, alice, "10.0.0.5"), (2, bob, "10.0.0.5"), (3, alice, "::1"), (4, alice, "gpu.test")):
        await make.worker(db, owner, port, host=host, is_active=port != 4)
    assert (await client.get(f"{TARGETS}?port=9100&port=9400")).json() == [
        {"targets": ["10.0.0.5:9100", "10.0.0.5:9400"],
         "labels": {"__meta_cocoonpool_worker_ids": ",1,2,", "__meta_cocoonpool_participant_ids": ",1,2,"}},
        {"targets": ["[::1]:9100", "[::1]:9400"],
         "labels": {"__meta_cocoonpool_worker_ids": ",3,", "__meta_cocoonpool_participant_ids": ",1,"}},
    ]  # fmt: skip
    async with make.client(app, await make.key_of(db, bob, scopes=frozenset({Scope.METRICS}))) as http:
        (only,) = (await http.get(TARGETS)).json()
        assert (only["targets"], only["labels"]["__meta_cocoonpool_worker_ids"]) == (["10.0.0.5:9100"], ",2,")


async def test_who_may_not_scrape_finds_no_targets(app: FastAPI, client: AsyncClient, db: Database) -> None:
    async with make.client(app) as stranger, make.client(app, await make.key_of(db, await make.alice(db))) as reader:
        assert [(await http.get(TARGETS)).status_code for http in (stranger, reader)] == [401, 403]
    assert (await client.get(f"{TARGETS}?port=0")).status_code == 422
