"""`GET /metrics`: who may scrape, and that it shows what is there now."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.parser import text_string_to_metric_families

from cocoonpool.auth.principal import Role, Scope
from cocoonpool.cocoon.reading import Failure, FailureKind, Reading, Signal
from cocoonpool.db import Database, to_ms
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker
from cocoonpool.workers.state import StructVersions
from tests import make
from tests.workers import watch

SCRAPE = frozenset({Scope.METRICS})


async def seen(db: Database, worker: Worker, result: Reading | Failure) -> None:
    now = to_ms(utc_now())
    async with db.transaction() as session:
        await ingest(session, [Look(worker.id, now, result, watch.guest())], StructVersions([]), now)


async def scraped(http: AsyncClient) -> dict[str, dict[str, float]]:
    """Value by worker id, by name."""
    answer = await http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found: dict[str, dict[str, float]] = {}
    for sample in (sample for family in text_string_to_metric_families(answer.text) for sample in family.samples):
        found.setdefault(sample.name, {})[sample.labels.get("worker_id", "")] = sample.value
    return found


async def test_a_worker_is_there_from_its_registration_to_its_end(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    assert (await scraped(client)).keys() == {"cocoon_revenue_ton"}
    await seen(db, worker, watch.reading(to_ms(utc_now())))
    assert (await scraped(client))["cocoon_worker_status"] == {"1": 1}
    await client.patch(f"/api/v1/workers/{worker.id}", json={"is_active": False})
    paused = await scraped(client)
    assert not {"cocoon_worker_status", "cocoon_gpu_utilization", "cocoon_worker_cause"} & paused.keys()
    assert paused["cocoon_inference_requests_total"] == {"1": 100}
    await client.delete(f"/api/v1/workers/{worker.id}")
    assert await scraped(client) == {}


@pytest.mark.parametrize(
    "failure",
    [
        Failure(FailureKind.REFUSED, "closed"),
        Failure(FailureKind.BAD_STATUS, "404", Signal.STARTING),
        Failure(FailureKind.BAD_STATUS, "403", Signal.NEEDS_ACCESS_HASH),
    ],
)
async def test_gauges_of_a_silent_worker_vanish(client: AsyncClient, db: Database, failure: Failure) -> None:
    worker = await make.worker(db, await make.alice(db))
    await seen(db, worker, watch.reading(to_ms(utc_now())))
    assert "cocoon_gpu_utilization" in await scraped(client)
    await seen(db, worker, failure)
    after = await scraped(client)
    assert not {"cocoon_gpu_utilization", "cocoon_worker_active_requests"} & after.keys()
    assert after["cocoon_inference_requests_total"] == {"1": 100}


async def test_a_scraper_sees_all_and_may_nothing_else(app: FastAPI, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    async with make.client(app, await make.key(db, role=Role.OPERATOR, scopes=SCRAPE)) as scraper:
        assert (await scraped(scraper))["cocoon_revenue_ton"] == {"1": 0}
        assert (await scraper.get("/api/v1/workers")).status_code == 403


async def test_a_participants_scraper_sees_its_own(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await make.worker(db, alice, 1)
    await make.worker(db, bob, 2)
    app.state.registry = _of_the_service()
    async with make.client(app, await make.key_of(db, bob, scopes=SCRAPE)) as scraper:
        assert await scraped(scraper) == {"cocoon_revenue_ton": {"2": 0}}


async def test_a_stranger_scrapes_only_where_metrics_are_public(app: FastAPI, db: Database) -> None:
    async with make.client(app) as stranger:
        assert (await stranger.get("/metrics")).status_code == 401
        app.state.metrics_public = True
        assert (await stranger.get("/metrics")).status_code == 200


async def test_the_services_own_figures_come_after_the_workers(app: FastAPI, client: AsyncClient, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    app.state.registry = _of_the_service()
    found: dict[str, Any] = await scraped(client)
    assert next(iter(found)) == "cocoon_revenue_ton"
    assert found["cocoonpool_looks_total"] == {"": 3}


def _of_the_service() -> CollectorRegistry:
    registry = CollectorRegistry()
    Counter("cocoonpool_looks", "Looks taken.", registry=registry).inc(3)
    return registry
