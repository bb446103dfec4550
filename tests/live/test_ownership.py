"""A participant's feed never carries another's worker, whatever is asked for and whoever a worker is given to."""

import asyncio
import json
import random
from contextlib import AsyncExitStack
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from tests import make
from tests.live.mirror import Mirror
from tests.live.serving import heard, look, serving, socket

WORKERS = "/api/v1/workers"
PLACES = range(1, 9)


async def shuffle(client: AsyncClient, db: Database, app: FastAPI, chance: random.Random, owners: list[int]) -> None:
    """Looks at some, gives some away, renames, pauses, deletes."""
    for _ in range(30):
        one = chance.choice(PLACES)
        wish: dict[str, Any] = chance.choice(
            [{"participant_id": chance.choice(owners)}, {"worker_name": f"n{chance.random()}"}, {"is_active": True}]
        )
        if chance.random() < 0.4:
            await look(db, one, app=app)
        elif chance.random() < 0.05:
            await client.delete(f"{WORKERS}/{one}")
        else:
            await client.patch(f"{WORKERS}/{one}", json=wish)
        await asyncio.sleep(chance.choice((0, 0, 0.05)))


def wanted(chance: random.Random, owners: list[int]) -> dict[str, Any]:
    """A subscription; half of them ask for what is not theirs."""
    some = chance.sample(PLACES, 5)
    return chance.choice([{}, {"worker_ids": some}, {"participant_id": chance.choice(owners)}])


@pytest.mark.parametrize("seed", range(3))
async def test_nobody_hears_of_anothers_worker(app: FastAPI, client: AsyncClient, db: Database, seed: int) -> None:
    chance = random.Random(seed)
    alice, bob = await make.alice(db), await make.bob(db)
    for port in PLACES:
        await make.worker(db, (alice, bob)[port % 2], port)
    said: dict[int, list[dict[str, Any]]] = {alice.id: [], bob.id: []}

    async def listen(place: str, owner: int, key: str, own: random.Random) -> None:
        async with socket(place, key) as feed:
            while True:
                try:
                    async with asyncio.timeout(0.1):
                        said[owner].append(await heard(feed))
                except TimeoutError:
                    await feed.send(json.dumps({"subscribe": wanted(own, [alice.id, bob.id])}))

    async with serving(app) as place:
        listeners = [
            asyncio.create_task(listen(place, who.id, await make.key_of(db, who), random.Random(number)))
            for number, who in enumerate((alice, bob, alice, bob))
        ]
        await shuffle(client, db, app, chance, [alice.id, bob.id])
        for listener in listeners:
            listener.cancel()
        assert await asyncio.gather(*listeners, return_exceptions=True) != []
    for owner, messages in said.items():
        assert {m["participant_id"] for m in messages if "participant_id" in m} == {owner}
        assert all(m.keys() == {"id", "removed", "cursor"} for m in messages if "participant_id" not in m)


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_heard_adds_up_to_the_list(app: FastAPI, client: AsyncClient, db: Database, seed: int) -> None:
    chance = random.Random(seed)
    alice, bob = await make.alice(db), await make.bob(db)
    for port in PLACES:
        await make.worker(db, (alice, bob)[port % 2], port)
    last = {who.id: (await make.worker(db, who, 100 + who.id)).id for who in (alice, bob)}  # told of last: highest ids
    keys = [(bob.id, await make.operator_key(db)), *[(who.id, await make.key_of(db, who)) for who in (alice, bob)]]
    async with serving(app) as place, AsyncExitStack() as stack:
        feeds = [(Mirror(), owner, key, await stack.enter_async_context(socket(place, key))) for owner, key in keys]
        await shuffle(client, db, app, chance, [alice.id, bob.id])
        await look(db, *last.values(), app=app)
        for mirror, owner, key, feed in feeds:
            async with make.client(app, key) as http:
                listed = {item["id"]: item for item in (await http.get(WORKERS)).json()}
            await mirror.until_looked(feed, last[owner], listed[last[owner]]["latest_sample_at"])
            believed = json.loads(json.dumps(mirror.workers, default=float))
            assert {int(one): {name: m[name] for name in listed[int(one)]} for one, m in believed.items()} == listed


async def test_who_is_given_a_worker_hears_of_it_and_who_lost_it_too(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    worker = await make.worker(db, alice)
    async with (
        serving(app) as place,
        socket(place, await make.key_of(db, alice)) as hers,
        socket(place, await make.key_of(db, bob)) as his,
        socket(place, await make.operator_key(db)) as all_of_them,
    ):
        assert (await heard(hers))["id"] == (await heard(all_of_them))["id"] == worker.id
        await client.patch(f"{WORKERS}/{worker.id}", json={"participant_id": bob.id})
        lost, got = await heard(hers), await heard(his)
        assert lost == {"id": worker.id, "removed": True, "cursor": lost["cursor"]}
        assert (got["id"], got["participant_id"]) == (worker.id, bob.id)
        assert (await heard(all_of_them))["participant_id"] == bob.id
        await client.delete(f"{WORKERS}/{worker.id}")
        assert (await heard(his))["removed"] is (await heard(all_of_them))["removed"] is True
