"""The fleet in memory is the fleet in the database, whoever wrote; what did not change is not encoded again."""

import random
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.db import Database, to_ms
from cocoonpool.events import WorkersChanged
from cocoonpool.exactjson import encode
from cocoonpool.samples.ingest import Ingested, ingest
from cocoonpool.samples.look import Look
from cocoonpool.wire import utc_now
from cocoonpool.workers import change, queries
from cocoonpool.workers.feed import Gone
from cocoonpool.workers.fleet import FleetState
from cocoonpool.workers.listing import Listing
from cocoonpool.workers.queries import Filters, OwnedWorkerId
from cocoonpool.workers.state import StructVersions
from tests import make
from tests.workers import watch

WORKERS = "/api/v1/workers"
EVERYBODY = Principal(role=Role.OPERATOR, scopes=frozenset({Scope.READ}))
NETWORKS = AllowedNetworks.parse("127.0.0.0/8")


async def look(db: Database, *worker_ids: int, **changes: Any) -> Ingested:
    now = to_ms(utc_now())
    looks = [Look(one, now, watch.reading(now, **changes), watch.guest()) for one in worker_ids]
    async with db.transaction() as session:
        return await ingest(session, looks, StructVersions([]), now)


async def stored(db: Database, only: int | None = None) -> bytes:
    """The list as a plain query makes it."""
    who = EVERYBODY if only is None else Principal(Role.PARTICIPANT, frozenset({Scope.READ}), only)
    async with db.reading() as session:
        return encode((await queries.list_page(session, who, Filters(), 1000, 0))[0])


async def something_happens(db: Database, chance: random.Random, owners: list[int], ids: list[int]) -> None:
    """A look, a change, a new owner or an end of some worker."""
    one = OwnedWorkerId(chance.choice(ids))
    wanted: dict[str, Any] = chance.choice(
        [{}, {"worker_name": f"n{chance.random()}"}, {"participant_id": chance.choice(owners)}, {"is_active": False}]
    )
    if not wanted:
        await look(db, one, enabled=chance.random() < 0.5)
        return None
    try:
        async with db.transaction() as session:
            if chance.random() < 0.1:
                return await change.delete(session, one, utc_now())
            wish = change.WorkerChange(**wanted)
            await change.change(session, one, wish, networks=NETWORKS, now=utc_now())
    except queries.WorkerNotFound:
        pass


@pytest.mark.parametrize("seed", range(4))
async def test_lists_are_what_the_database_says_whatever_happens(db: Database, seed: int) -> None:
    chance, fleet = random.Random(seed), FleetState(db)
    alice, bob = await make.alice(db), await make.bob(db)
    owners = [alice.id, bob.id]
    ids = [(await make.worker(db, (alice, bob)[port % 2], port)).id for port in range(1, 9)]
    listing = Listing(fleet)
    for _ in range(40):
        await something_happens(db, chance, owners, ids)
        await fleet.current()
        for only in (None, *owners):
            assert listing.page(only, Filters(), 1000, 0).body == await stored(db, only)


async def test_what_another_process_writes_is_found_at_the_next_look(db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    fleet = await FleetState(db).current()
    elsewhere = Database(db.url.render_as_string(hide_password=False))
    await look(elsewhere, worker.id)
    await elsewhere.close()
    assert fleet.entries[worker.id].status == "unknown"
    await fleet.refresh()
    assert fleet.entries[worker.id].status == "healthy"


async def test_a_worker_that_did_not_change_is_not_encoded_again(db: Database) -> None:
    alice = await make.alice(db)
    first, second = await make.worker(db, alice, 1), await make.worker(db, alice, 2)
    fleet = await FleetState(db).current()
    before = dict(fleet.entries)
    done = await look(db, first.id)
    fleet.hear(WorkersChanged(done.worker_ids, done.generation))
    await fleet.current()
    assert fleet.entries[first.id] is not before[first.id]
    assert fleet.entries[second.id] is before[second.id]


@pytest.mark.parametrize("told", ["late", "in part", "as an unknown kind"])
async def test_an_event_that_says_too_little_costs_a_look_at_all(db: Database, told: str) -> None:
    alice = await make.alice(db)
    first, second = await make.worker(db, alice, 1), await make.worker(db, alice, 2)
    fleet = await FleetState(db).current()
    done = [await look(db, first.id), await look(db, second.id)]
    if told == "late":
        fleet.hear(WorkersChanged(done[1].worker_ids, done[1].generation))
    else:
        fleet.hear(WorkersChanged(done[0].worker_ids) if told == "in part" else object())
    await fleet.current()
    assert {entry.status for entry in fleet.entries.values()} == {"healthy"}


async def test_a_fault_of_the_database_loses_nothing(db: Database, tmp_path: Path) -> None:
    worker = await make.worker(db, await make.alice(db))
    fleet = await FleetState(db).current()
    done = await look(db, worker.id)
    fleet.hear(WorkersChanged(done.worker_ids, done.generation))
    working, fleet._db = fleet._db, Database(f"sqlite+aiosqlite:///{tmp_path}/nothing.db")
    with pytest.raises(Exception, match="no such table"):
        await fleet.refresh()
    await fleet._db.close()
    fleet._db = working
    await fleet.current()
    assert fleet.entries[worker.id].status == "healthy"


async def test_a_list_that_is_known_is_not_sent_again(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await make.worker(db, alice, 1)
    theirs = await make.worker(db, bob, 2)
    async with make.client(app, await make.key_of(db, alice)) as http:
        for path in (WORKERS, f"{WORKERS}/1", f"{WORKERS}?limit=1&status=unknown"):
            tag = (await http.get(path)).headers["etag"]
            await look(db, theirs.id)
            known = await http.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
            assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    operators = (await client.get(WORKERS)).headers["etag"]
    await look(db, theirs.id)
    assert (await client.get(WORKERS, headers={"If-None-Match": operators})).status_code == 200


async def test_who_loses_a_worker_is_told_so_and_nobody_else(db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    worker = await make.worker(db, alice)
    fleet = await FleetState(db).current()
    place = fleet.feed.place
    async with db.transaction() as session:
        wish = change.WorkerChange(participant_id=bob.id)
        await change.change(session, OwnedWorkerId(worker.id), wish, networks=NETWORKS, now=utc_now())
    await fleet.current()
    gone, moved = fleet.feed.since(place, 10)
    assert isinstance(gone, Gone)
    assert (gone.participant_id, gone.deleted, moved) == (alice.id, False, fleet.entries[worker.id])


async def test_removals_that_are_forgotten_are_said_to_be(db: Database) -> None:
    feed = FleetState(db).feed
    for number in range(3_000):
        feed.gone(number, 1, deleted=True)
    assert feed.complete_from == 1_000
    assert len(feed.since(feed.complete_from, 5_000)) == 2_000
    assert [change.place for change in feed.since(2_990, 3)] == [2_991, 2_992, 2_993]
