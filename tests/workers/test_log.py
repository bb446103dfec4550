"""The log of workers: every change of status or causes, for those it concerns, and never without an end."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database, to_ms
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.wire import utc_now
from cocoonpool.workers import happened
from cocoonpool.workers.causes import Severity
from cocoonpool.workers.happened import Happened, list_events, note
from cocoonpool.workers.models import WorkerState
from cocoonpool.workers.state import StructVersions
from cocoonpool.workers.watchman import mark_stale
from tests import make
from tests.live.serving import look
from tests.workers import watch

LOG = "/api/v1/log"


async def test_what_happens_to_a_worker_stands_in_the_log_newest_first(db: Database, client: AsyncClient) -> None:
    worker = await make.worker(db, await make.alice(db))
    await look(db, worker.id)
    await fails(db, worker.id)
    await look(db, worker.id)
    newest, down, first = (await client.get(LOG)).json()
    assert (first["status_before"], first["status"]) == ("unknown", "healthy")
    assert (down["status_before"], down["status"]) == ("healthy", "down")
    assert down["causes_begun"] == [{"code": "port_closed", "severity": "error"}]
    assert newest["status"] == "healthy"
    assert "port_closed" in newest["causes_ended"]
    assert (newest["worker_id"], newest["worker_name"]) == (worker.id, worker.worker_name)


async def fails(db: Database, worker_id: int) -> None:
    now = to_ms(utc_now())
    async with db.transaction() as session:
        await ingest(session, [Look(worker_id, now, watch.REFUSED, None)], StructVersions([]), now)


async def test_a_look_that_changes_nothing_is_no_event(db: Database, client: AsyncClient) -> None:
    worker = await make.worker(db, await make.alice(db))
    for _ in range(3):
        await look(db, worker.id)
    assert len((await client.get(LOG)).json()) == 1


async def test_pausing_and_being_left_alone_are_events(db: Database, client: AsyncClient) -> None:
    worker = await make.worker(db, await make.alice(db))
    await look(db, worker.id)
    async with db.transaction() as session:
        state = await session.get_one(WorkerState, worker.id)
        state.sample_at = to_ms(utc_now() - timedelta(hours=1))
    await mark_stale(db, 15)
    await mark_stale(db, 15)
    await client.patch(f"/api/v1/workers/{worker.id}", json={"is_active": False})
    paused, silent, _ = (await client.get(LOG)).json()
    assert (silent["status"], silent["causes_begun"][0]["code"]) == ("unknown", "not_watched")
    assert (paused["status_before"], paused["status"]) == ("unknown", "paused")


async def test_each_sees_its_own_and_a_deleted_worker_has_no_log(
    app: FastAPI, db: Database, client: AsyncClient
) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    mine, other = await make.worker(db, alice, 1), await make.worker(db, bob, 2)
    await look(db, mine.id, other.id)
    async with make.client(app, await make.key_of(db, alice)) as of_alice:
        assert [row["worker_id"] for row in (await of_alice.get(LOG)).json()] == [mine.id]
        answers = [await of_alice.get(LOG, params={"worker_id": one}) for one in (other.id, 999)]
        assert [(answer.json(), answer.headers["x-total-count"]) for answer in answers] == [([], "0")] * 2
    await client.delete(f"/api/v1/workers/{other.id}")
    assert [row["worker_id"] for row in (await client.get(LOG)).json()] == [mine.id]


async def test_the_pages_of_the_log_have_it_all_once(db: Database, client: AsyncClient) -> None:
    worker = await make.worker(db, await make.alice(db))
    async with db.transaction() as session:
        await note(session, [event(worker.id, at * 1000) for at in range(7)])
    seen, url = [], f"{LOG}?limit=3"
    while url:
        answer = await client.get(url)
        seen += [row["at"] for row in answer.json()]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 7


def event(worker_id: int, at: int, after: str = "down") -> Happened:
    return Happened(worker_id, at, "healthy", after, {"port_closed": Severity.ERROR})


async def test_it_keeps_the_newest_and_no_trifles(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(happened, "MOST_KEPT", 5)
    worker = await make.worker(db, await make.alice(db))
    trifle = Happened(worker.id, 0, "healthy", "healthy", {"idle": Severity.INFO}, ("look_failed",))
    async with db.transaction() as session:
        for at in range(9):
            await note(session, [event(worker.id, at), trifle])
    async with db.reading() as session:
        rows, total = await list_events(session, only=None, worker_id=None, before=None, limit=100)
    assert ([row.happened.at for row in rows], total) == ([8, 7, 6, 5, 4], 5)
