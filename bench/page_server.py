"""The real server over a fleet that was looked at once, with the routes beside it that it is compared with."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import uvloop
from fastapi import FastAPI, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import select

from bench.processes import register_workers
from cocoonpool.auth.guards import Reader, Scraper
from cocoonpool.auth.keys import ensure_operator_key
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Gpu, Guest, Reading
from cocoonpool.commands.serve import spare_collector
from cocoonpool.db import Database, to_ms
from cocoonpool.events import Events, WorkersChanged
from cocoonpool.exposition.families import DOCUMENTED, GPU, OWN, shown_gpus
from cocoonpool.exposition.known import known_of
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.server.app import create_app
from cocoonpool.server.listening import Server
from cocoonpool.session import Read
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now
from cocoonpool.workers.item import Row, item
from cocoonpool.workers.models import Worker, WorkerState
from cocoonpool.workers.queries import Filters
from cocoonpool.workers.shapes import WorkerItem
from cocoonpool.workers.state import StructVersions
from tests import make

KEY_FILE = "operator.key"
CHANGED_A_SECOND = 67  # of 1,000 workers that are asked every 15 s
_RECORDED = Path(__file__).parent.parent / "tests" / "payloads" / "2026-04"


def recorded_reading() -> Reading:
    def body(page: str) -> bytes:
        recorded = (_RECORDED / f"03_traffic_w12000_{page}.http").read_bytes()
        return recorded.replace(b"\r\n", b"\n").split(b"\n\n", 1)[1]

    reading = read(Pages(body("jsonstats"), body("stats"), True))
    assert isinstance(reading, Reading)
    return reading


GUEST = Guest(gpus=(Gpu(0, "NVIDIA H100 80GB HBM3", 87, 70.1, 79.6, 61, 512, 700),), services_ok=True, tee="tdx")


def write_fleet(folder: Path, count: int) -> None:
    """A database of `count` workers, each looked at once with what a real one said."""
    register_workers(folder, count)

    async def look() -> None:
        db = Database(f"sqlite+aiosqlite:///{folder / 'cocoonpool.db'}")
        await ensure_operator_key(db, folder, utc_now())
        now, reading = to_ms(utc_now()), recorded_reading()
        async with db.transaction() as session:
            looks = [Look(number, now, reading, GUEST) for number in range(1, count + 1)]
            await ingest(session, looks, StructVersions([]), now)
        await db.close()

    asyncio.run(look())


def with_rivals(app: FastAPI, constant: bytes) -> None:
    """Adds the routes that ours are compared with."""

    @app.get("/api/v1/constant")
    async def same_bytes(_: Reader) -> Response:
        return Response(constant, media_type="application/json")

    @app.get("/api/v1/changing")
    async def changing(request: Request, _: Reader) -> Response:
        """Our list, when as many workers have changed since the last request as change in a second."""
        fleet = request.app.state.fleet
        for entry in list(fleet.entries.values())[:CHANGED_A_SECOND]:
            fleet.put(entry.row, entry.reading, entry.guest)
        page = request.app.state.listing.page(None, Filters(), 1000, 0)
        return Response(page.body, media_type="application/json")

    @app.get("/api/v1/plain", response_model=list[WorkerItem])
    async def plain(_: Reader, session: Read) -> Any:
        rows = await session.execute(select(Worker, WorkerState).join(WorkerState).limit(1000))
        return [_plain_item(worker, state) for worker, state in rows]

    shapes = [WorkerItem.model_validate(item(entry.row)) for entry in app.state.fleet.entries.values()]

    @app.get("/api/v1/shapes", response_model=list[WorkerItem])
    async def ready_shapes(_: Reader) -> Any:
        return shapes

    @app.get("/registry")
    async def registry(request: Request, _: Scraper) -> Response:
        """The same families with prometheus_client, built per request as its documentation says."""
        page = await asyncio.to_thread(_registry_page, request.app)
        return Response(page, media_type="text/plain")


def _plain_item(worker: Worker, state: WorkerState) -> WorkerItem:
    row = Row(
        worker.id, worker.participant_id, worker.worker_name, worker.instance_number, worker.host, worker.stats_port,
        worker.is_active, worker.cid, worker.price_coefficient, worker.collection, worker.access_hash is not None,
        worker.health_source, to_ms(worker.created_at), to_ms(worker.updated_at), state.status, state.gpu_utilization,
        state.revenue, state.opening, state.reported_coefficient, state.model, state.causes, state.sample_at,
        state.last_seen,
    )  # fmt: skip
    return WorkerItem.model_validate(item(row))


class _Families(Collector):
    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def collect(self) -> Any:
        labels = ["worker_id", "worker_name", "participant_id", "instance"]
        found: dict[str, Metric] = {}
        for family in (*DOCUMENTED, *OWN):
            kind = CounterMetricFamily if family.kind == "counter" else GaugeMetricFamily
            more = ["kind"] if family.labels else []
            found.setdefault(family.name, kind(family.name, family.help, labels=[*labels, *more]))
        for gpu in GPU:
            found[gpu.name] = GaugeMetricFamily(gpu.name, gpu.help, labels=[*labels, "gpu_id"])
        for entry in self._app.state.fleet.entries.values():
            _add(found, known_of(entry))
        return found.values()


def _add(found: dict[str, Any], known: Any) -> None:
    place = f"{known.host}:{known.stats_port}"
    values = [str(known.worker_id), known.worker_name, str(known.participant_id), place]
    for family in (*DOCUMENTED, *OWN):
        value = family.value(known)
        if value is not None:
            more = [family.labels.split('"')[1]] if family.labels else []
            found[family.name].add_metric([*values, *more], float(value))
    for card in shown_gpus(known):
        for gpu in GPU:
            if (figure := gpu.value(card)) is not None:
                found[gpu.name].add_metric([*values, str(card.index)], float(figure))


def _registry_page(app: FastAPI) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Families(app))
    return generate_latest(registry)


async def looking(app: FastAPI, workers: int, a_second: int) -> None:
    """Stores looks as a collector does: so many once a second, in turn. A look's time is when its storing begins."""
    remembered, reading, first = Remembered(), recorded_reading(), 0
    while True:
        some = [number % workers + 1 for number in range(first, first + a_second)]
        first += a_second
        now = to_ms(utc_now())
        async with app.state.db.transaction() as session:
            looks = [Look(number, now, reading, GUEST) for number in some]
            done = await ingest(session, looks, StructVersions([]), now, remembered)
        app.state.events.publish(WorkersChanged(done.worker_ids, done.generation))
        await asyncio.sleep(1 - time.time() % 1)


async def serve(folder: Path, port: int, looks_a_second: int) -> None:
    db = Database(f"sqlite+aiosqlite:///{folder / 'cocoonpool.db'}")
    caps = dict.fromkeys(("live_max", "live_max_per_user", "live_max_per_address"), 10_000)
    settings = Settings.model_validate({"data_dir": folder, **caps, **make.UNLIMITED})
    app = create_app(settings, db, Events())
    await app.state.fleet.current()
    page = app.state.listing.page(None, Filters(), 1000, 0)
    with_rivals(app, page.body)
    loops = [asyncio.create_task(looking(app, len(app.state.fleet.entries), looks_a_second))] if looks_a_second else []
    spare_collector()
    await Server(app, "127.0.0.1", port).serve()
    for loop in loops:
        loop.cancel()


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
