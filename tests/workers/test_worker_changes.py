"""Changing, pausing, moving and deleting workers over HTTP."""

from httpx import AsyncClient
from sqlalchemy import select

from cocoonpool.db import Database
from cocoonpool.workers.models import WorkerState
from cocoonpool.workers.state import decode_memory
from tests import make
from tests.workers.stored import put, seen

WORKERS = "/api/v1/workers"


async def test_a_change_changes_what_it_names(client: AsyncClient, db: Database) -> None:
    bob = await make.bob(db)
    worker = await make.worker(db, await make.alice(db), access_hash="abc", cid=6)
    url = f"{WORKERS}/{worker.id}"
    before = (await client.get(url)).json()
    change = {
        "participant_id": bob.id, "worker_name": "n", "host": "127.0.0.2", "stats_port": 13000, "instance_number": 4,
        "price_coefficient": 1.25, "health_source": "unix:/run/health.sock", "cid": None,
    }  # fmt: skip
    after = (await client.patch(url, json=change)).json()
    assert after == {**before, **change, "updated_at": after["updated_at"]}
    assert after["updated_at"] > before["updated_at"]
    assert (await client.patch(url, json={})).json() == after


async def test_a_malformed_change_changes_nothing(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    url = f"{WORKERS}/{worker.id}"
    before = (await client.get(url)).content
    for bad in (
        {"worker_name": None}, {"worker_name": ""}, {"host": "8.8.8.8"}, {"host": None}, {"stats_port": 0},
        {"stats_port": "1"}, {"is_active": None}, {"price_coefficient": 0}, {"price_coefficient": 1.0005},
        {"access_hash": ""}, {"id": 5}, {"latest_status": "healthy"}, {"collection": "push"}, {"participant_id": None},
        {"health_source": "tcp://8.8.8.8"}, {"worker_name": "good", "cid": 1},
    ):  # fmt: skip
        assert (await client.patch(url, json=bad)).status_code == 422, bad
    assert (await client.patch(url, json={"participant_id": 99})).status_code == 404
    assert (await client.get(url)).content == before


async def test_a_taken_place_cannot_be_moved_to_or_woken_on(client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    await make.worker(db, alice, 1)
    moving, asleep = await make.worker(db, alice, 2), await make.worker(db, alice, 1, is_active=False)
    for url, change in ((moving, {"stats_port": 1}), (asleep, {"is_active": True})):
        answer = await client.patch(f"{WORKERS}/{url.id}", json=change)
        assert (answer.status_code, answer.json()["code"]) == (400, "worker_place_taken")
    assert (await client.patch(f"{WORKERS}/{asleep.id}", json={"worker_name": "still asleep"})).status_code == 200


async def test_a_pause_holds_at_once_and_leaves_no_verdict(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await seen(db, worker, enabled=False)
    url = f"{WORKERS}/{worker.id}"
    paused = (await client.patch(url, json={"is_active": False})).json()
    assert (paused["latest_status"], paused["latest_causes"], paused["latest_gpu_utilization"]) == ("paused", [], None)
    assert paused["detail"]["is_current"] is False
    awake = (await client.patch(url, json={"is_active": True})).json()
    assert (awake["latest_status"], awake["latest_causes"]) == ("unknown", [])
    async with db.reading() as session:
        memory = decode_memory((await session.scalars(select(WorkerState.memory))).one())
    assert memory.totals, "counters are kept, so that a restart during the pause is seen"


async def test_a_worker_that_moved_is_judged_anew(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await seen(db, worker)
    moved = (await client.patch(f"{WORKERS}/{worker.id}", json={"stats_port": 13000})).json()
    assert (moved["latest_status"], moved["latest_gpu_utilization"]) == ("unknown", None)
    assert moved["model"] == "Qwen/Qwen3-8B@abc:000"


async def test_deleting_frees_the_place_and_keeps_the_books(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await put(db, worker, revenue=5)
    url = f"{WORKERS}/{worker.id}"
    assert (await client.delete(url)).status_code == 204
    gone = [
        await client.get(url),
        await client.delete(url),
        await client.patch(url, json={}),
        await client.get(url + "/stats"),
    ]
    assert [answer.status_code for answer in gone] == [404] * 4
    assert (await client.get(WORKERS)).json() == []
    async with db.reading() as session:
        assert (await session.scalars(select(WorkerState.revenue))).all() == [5]
    again = {"participant_id": 1, "worker_name": "w", "host": "127.0.0.1", "stats_port": 12_000}
    assert (await client.post(WORKERS, json=again)).status_code == 201
