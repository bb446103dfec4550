"""A listener that comes back goes on where it was; one that does not read holds up nobody and costs no memory."""

import asyncio
import random
import socket as network

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.live.audience import Audience, Caps
from tests import make
from tests.live.mirror import Mirror
from tests.live.serving import heard, look, serving, socket

WORKERS = "/api/v1/workers"


async def test_a_break_leaves_no_gap_and_repeats_nothing(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alice = await make.alice(db)
    for port in range(1, 5):
        await make.worker(db, alice, port)
    key, mirror = await make.key_of(db, alice), Mirror()
    async with serving(app) as place:
        async with socket(place, key, "?since=") as feed:
            await mirror.read(feed, 5)
        await look(db, 2, app=app)
        await client.delete(f"{WORKERS}/3")
        async with socket(place, key, f"?since={mirror.cursor}") as feed:
            assert await heard(feed) == {"snapshot": False, "cursor": mirror.cursor}
            assert {(m["id"], m.get("removed")) for m in (await heard(feed), await heard(feed))} == {
                (2, None),
                (3, True),
            }
    assert mirror.snapshots == 1


@pytest.mark.parametrize("since", ["nonsense", "00000000-5", "-", "x" * 500, "%00", "0-99999999999999999999"])
async def test_an_unknown_cursor_gives_all_anew(app: FastAPI, db: Database, since: str) -> None:
    await make.worker(db, await make.alice(db))
    async with serving(app) as place, socket(place, await make.operator_key(db), f"?since={since}") as feed:
        assert (await heard(feed))["snapshot"] is True
        assert (await heard(feed))["id"] == 1


async def test_a_cursor_from_before_forgotten_removals_gives_all_anew(app: FastAPI, db: Database) -> None:
    await make.worker(db, await make.alice(db))
    fleet = await app.state.fleet.current()
    cursor = f"{fleet.feed.era}-{fleet.feed.place}"
    for number in range(2_100):
        fleet.feed.gone(1_000 + number, 1, deleted=True)
    async with serving(app) as place, socket(place, await make.operator_key(db), f"?since={cursor}") as feed:
        assert (await heard(feed))["snapshot"] is True
        assert (await heard(feed))["id"] == 1
        await look(db, 1, app=app)
        assert (await heard(feed))["id"] == 1, "what had gone before is no news"


async def test_a_hundred_clients_that_come_and_go_miss_no_last_state(app: FastAPI, db: Database) -> None:
    app.state.audience = Audience(Caps(1_000, 1_000, 1_000))
    alice, chance = await make.alice(db), random.Random(1)
    ids = [(await make.worker(db, alice, port)).id for port in range(1, 31)]
    key, mirrors = await make.key_of(db, alice), [Mirror() for _ in range(100)]

    def newest() -> dict[int, str]:
        return {one: f"{app.state.fleet.feed.era}-{entry.place}" for one, entry in app.state.fleet.entries.items()}

    async def visit(place: str, mirror: Mirror, most: int) -> None:
        """Hears some of what there is to hear, and is gone without a word."""
        async with socket(place, key, f"?since={mirror.cursor}") as feed:
            await mirror.read(feed, 1)
            for _ in range(most):
                if {one: message["cursor"] for one, message in mirror.workers.items()} == newest():
                    break
                await mirror.read(feed, 1)
            feed.transport.abort()

    async with serving(app) as place:
        for _ in range(3):
            await look(db, *chance.sample(ids, 10))
            await app.state.fleet.current()
            await asyncio.gather(*(visit(place, mirror, chance.randrange(40)) for mirror in mirrors))
        await asyncio.gather(*(visit(place, mirror, 1_000) for mirror in mirrors))
    assert len(newest()) == 30
    for mirror in mirrors:
        assert {one: message["cursor"] for one, message in mirror.workers.items()} == newest()


def narrow(place: str) -> network.socket:
    """A connection whose kernel keeps little for a client that does not read."""
    host, _, port = place.partition(":")
    made = network.socket()
    made.setsockopt(network.SOL_SOCKET, network.SO_RCVBUF, 8_192)
    made.connect((host, int(port)))
    made.setblocking(False)
    return made


async def test_one_that_does_not_read_costs_little_and_holds_up_nobody(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    ids = [(await make.worker(db, alice, port)).id for port in range(1, 301)]
    key = await make.key_of(db, alice)
    async with serving(app) as place, socket(place, key, sock=narrow(place)) as stalled, socket(place, key) as feed:
        stalled.transport.pause_reading()
        for _ in ids:
            await heard(feed)
        for _ in range(6):  # some megabytes, more than any socket's buffers hold
            await look(db, *ids, app=app)
            for _ in ids:
                await heard(feed)
        held = [task for task in asyncio.all_tasks() if "_tell_all" in repr(task)]
        newest = {one: entry.place for one, entry in app.state.fleet.entries.items()}
        stalled.transport.resume_reading()
        told: dict[int, str] = {}
        count = 0
        while any(told.get(one) != f"{app.state.fleet.feed.era}-{place}" for one, place in newest.items()):
            message = await heard(stalled)
            told[message["id"]], count = message["cursor"], count + 1
    assert len(held) == 2
    assert count < 6 * len(ids), "what it missed was not kept for it"
