"""A feed by fields says the same as the list, in a fraction of the bytes: only what was asked for, and what changed."""

import json
import random
from typing import Any

import msgspec
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from websockets.asyncio.client import ClientConnection

from cocoonpool.db import Database
from cocoonpool.live.columns import CAUSES, FIELDS
from cocoonpool.live.messages import Batches
from cocoonpool.live.view import View
from cocoonpool.workers.feed import Entry, Feed
from cocoonpool.workers.item import Row, item
from tests import make
from tests.live.serving import heard, look, serving, socket

WORKERS = "/api/v1/workers"
SHOWN = ("participant_id", "worker_name", "is_active", "latest_status", "latest_gpu_utilization", "latest_sample_at")
ONE = Row(1, 1, "a", 0, "h", 1, True, 1, 1, "pull", True, "s", 1, 1, "healthy", 1, 1, 1, 1, "m", "[]", 1, 1)
ASKED = f"&fields={','.join(SHOWN)}"


class Columns:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.workers: dict[int, dict[str, Any]] = {}
        self.cursor = ""
        self.complete = False

    def take(self, message: dict[str, Any]) -> dict[str, Any]:
        if message.get("snapshot"):
            self.workers, self.complete = {}, False
        for gone in message.get("removed", ()):
            self.workers.pop(gone, None)
        for block in message.get("changed", ()):
            for values in zip(*block.values(), strict=True):
                self.workers.setdefault(values[0], {}).update(zip(block, values, strict=True))
        self.cursor, self.complete = message["cursor"], message.get("complete", self.complete)
        return message

    async def until(self, feed: ClientConnection, worker_id: int, name: str, value: object) -> None:
        while self.workers.get(worker_id, {}).get(name) != value:
            self.take(await heard(feed))

    async def until_all(self, feed: ClientConnection) -> None:
        while not self.complete:
            self.take(await heard(feed))


async def listed(client: AsyncClient) -> dict[int, dict[str, Any]]:
    rows = (await client.get(WORKERS)).json()
    return {row["id"]: {name: row[name] for name in ("id", *SHOWN)} for row in rows}


async def test_a_change_tells_only_what_changed(app: FastAPI, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    seen = Columns()
    async with serving(app) as place, socket(place, await make.operator_key(db), "?since=" + ASKED) as feed:
        await seen.until_all(feed)
        assert set(seen.workers[worker.id]) == {"id", *SHOWN}
        await look(db, worker.id, app=app)
        first = seen.take(await heard(feed))
        await look(db, worker.id, app=app)
        second = seen.take(await heard(feed))
    assert {*first["changed"][0]} > {"id", "latest_status", "latest_sample_at"}
    assert [{*block} for block in second["changed"]] == [{"id", "latest_sample_at"}]


async def test_an_empty_pool_is_known_to_be_empty(app: FastAPI, db: Database) -> None:
    async with serving(app) as place, socket(place, await make.operator_key(db), "?since=" + ASKED) as feed:
        assert (await heard(feed))["snapshot"] is True
        assert (await heard(feed)).items() >= {"changed": [], "removed": [], "complete": True}.items()


@pytest.mark.parametrize("seed", range(2))
async def test_with_breaks_it_still_adds_up_to_the_list(
    app: FastAPI, client: AsyncClient, db: Database, seed: int
) -> None:
    chance, seen = random.Random(seed), Columns()
    alice, bob = await make.alice(db), await make.bob(db)
    ids = [(await make.worker(db, (alice, bob)[port % 2], port)).id for port in range(1, 8)]
    key = await make.operator_key(db)
    async with serving(app) as place:
        for _ in range(8):
            async with socket(place, key, f"?since={seen.cursor}{ASKED}&every=0.05") as feed:
                await seen.until_all(feed)
                await _shake(client, db, app, ids, chance)
                last = chance.choice(ids)
                await client.patch(f"{WORKERS}/{last}", json={"worker_name": f"renamed {chance.random()}"})
                if chance.random() < 0.5:
                    name = (await client.get(f"{WORKERS}/{last}")).json()["worker_name"]
                    await seen.until(feed, last, "worker_name", name)
            seen.complete = True  # what a break hides is told after it
        async with socket(place, key, f"?since={seen.cursor}{ASKED}") as feed:
            await client.patch(f"{WORKERS}/{ids[0]}", json={"worker_name": "the last"})
            await seen.until(feed, ids[0], "worker_name", "the last")
        assert seen.workers == await listed(client)


async def _shake(client: AsyncClient, db: Database, app: FastAPI, ids: list[int], chance: random.Random) -> None:
    """Looks at some, pauses or resumes one, and takes one away now and then."""
    await look(db, *chance.sample(ids, k=min(3, len(ids))), app=app, enabled=chance.random() < 0.7)
    await client.patch(f"{WORKERS}/{chance.choice(ids)}", json={"is_active": chance.random() < 0.5})
    if len(ids) > 4 and chance.random() < 0.5:
        gone = ids.pop(chance.randrange(len(ids)))
        assert (await client.delete(f"{WORKERS}/{gone}")).status_code == 204


async def test_a_worker_that_changes_hands_is_told_whole(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    worker = await make.worker(db, alice)
    old, new = Columns(), Columns()
    async with (
        serving(app) as place,
        socket(place, await make.key_of(db, alice), "?since=" + ASKED) as of_alice,
        socket(place, await make.key_of(db, bob), "?since=" + ASKED) as of_bob,
    ):
        await old.until_all(of_alice)
        await new.until_all(of_bob)
        await client.patch(f"{WORKERS}/{worker.id}", json={"participant_id": bob.id})
        old.take(await heard(of_alice))
        new.take(await heard(of_bob))
    assert old.workers == {}
    assert set(new.workers[worker.id]) == {"id", *SHOWN}


async def test_compressed_it_says_the_same(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    for port in range(1, 30):
        await make.worker(db, alice, port)
    key, query = await make.operator_key(db), "?since=" + ASKED
    async with (
        serving(app) as place,
        socket(place, key, query) as plain,
        socket(place, key, query, compression="deflate") as packed,
    ):
        assert [one.name for one in packed.protocol.extensions] == ["permessage-deflate"]
        for _ in range(2):
            assert await heard(plain) == await heard(packed)
        await look(db, *range(1, 30), app=app)
        assert await heard(plain) == await heard(packed)


@pytest.mark.parametrize(
    "query", ["?fields=", "?fields=access_hash", "?fields=model&every=61", "?every=2", "?fields=x"]
)
async def test_what_nobody_can_be_told_is_refused(app: FastAPI, db: Database, query: str) -> None:
    async with serving(app) as place, socket(place, await make.operator_key(db), query) as feed:
        await feed.wait_closed()
    assert feed.close_code == 4400


async def test_fields_can_be_asked_for_in_a_message_too(app: FastAPI, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    async with serving(app) as place, socket(place, await make.operator_key(db)) as feed:
        assert (await heard(feed))["id"] == 1
        await feed.send(json.dumps({"subscribe": {"fields": ["model", CAUSES], "every": 1}}))
        assert (await heard(feed))["changed"] == [{"id": [1], "model": [None], CAUSES: [[]]}]


def test_whoever_stands_anywhere_in_a_large_fleet_comes_to_the_same() -> None:
    """More workers than one message holds, and changes between any two of them."""
    chance, feed, wanted = random.Random(3), Feed(), View(frozenset(), fields=("model", "participant_id"))
    models: dict[int, str] = {}
    batches, listeners = Batches(feed), [(Columns(), 0) for _ in range(6)]
    for step in range(40):
        for worker_id in range(1, 1_300) if step == 0 else chance.choices(range(1, 1_300), k=chance.choice([1, 1_500])):
            models[worker_id] = chance.choice("abc")
            feed.put(entry(worker_id, models[worker_id]))
        for number in chance.sample(range(6), k=2 if step < 39 else 6):
            seen, place = listeners[number]
            batch = batches.after(place, wanted)
            for message in batch.messages:
                seen.take(json.loads(message))
            listeners[number] = (seen, batch.place)
    for seen, _ in listeners:
        assert {one: shown["model"] for one, shown in seen.workers.items()} == models
        assert all(shown["participant_id"] == 1 for shown in seen.workers.values())


def entry(worker_id: int, model: str) -> Entry:
    row = msgspec.structs.replace(ONE, id=worker_id, model=model)
    return Entry(worker_id, row.participant_id, row.status, row, None, None, None, b"")


def test_no_field_of_a_row_changes_without_being_noticed() -> None:
    """Each column of a worker alone: every field of the list that differs then is made of it, says `FIELDS`."""
    names = Row.__struct_fields__
    cause = '[{"code":"x","severity":"error","since":1,"detail":"d"}]'
    others: dict[str, object] = {"is_active": False, "has_access_hash": False, "causes": cause}
    others |= {"collection": "push", "status": "down"}
    shown = item(msgspec.structs.replace(ONE, causes=cause))
    assert FIELDS.keys() == shown.keys() - {"id"} | {CAUSES}
    for place, name in enumerate(names):
        if name in ("id", "opening"):
            continue
        was = ONE if name == "causes" else msgspec.structs.replace(ONE, causes=cause)
        other = others.get(name, "z" if isinstance(getattr(ONE, name), str) else 2)
        now = msgspec.structs.replace(was, **{name: other})
        differs = {field for field, value in item(now).items() if item(was)[field] != value}
        assert differs
        assert all(place in FIELDS[field] for field in differs), (name, differs)
