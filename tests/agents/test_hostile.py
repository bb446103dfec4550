"""A hostile agent harms nobody but itself: neither the server, nor other hosts, nor what was stored before."""

import math
import resource
from collections.abc import AsyncIterator

import msgspec
import pytest
import zstandard
from fastapi import FastAPI
from httpx import AsyncClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cocoonpool.agents.pace import BURST
from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.batch import (
    MOST_BODY,
    HostFigures,
    NotABatch,
    PortLook,
    Record,
    pack_batch,
    unpack_batch,
    unpack_round,
)
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.reading import Failure, FailureKind
from cocoonpool.db import Database
from cocoonpool.samples.models import Sample
from tests import captures, make
from tests.agents.hosts import BUSY, READINGS, agent_of, batch, busy, code, codes, enrolled, now_ms, send, taken

BOMB = zstandard.ZstdCompressor(level=19).compress(bytes(1 << 30))


async def test_a_bomb_of_a_gibibyte_costs_no_memory_and_no_other_record(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = await send(agent, batch(BOMB, taken(now_ms()), *[BOMB] * 50))
    assert (answer.json()["looks"], codes(answer)) == (1, ["unreadable"])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # KiB


async def test_a_million_workers_are_at_most_a_hosts_worth(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    rounds = [
        taken(now_ms() + start, *(busy(1 + start + step) for step in range(100))) for start in range(0, 1_000, 100)
    ]
    answer = await send(agent, batch(*rounds))
    assert codes(answer) == ["too_many_workers"] * len(codes(answer))
    assert len((await client.get("/api/v1/workers", params={"limit": 1000})).json()) == 64
    many = taken(now_ms(), *(PortLook(1 + n) for n in range(300)))
    assert codes(await send(agent, batch(many, first=100))) == ["unreadable"]


async def unannounced(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for start in range(0, size, 1 << 16):
        yield bytes(min(1 << 16, size - start))


async def test_what_is_too_much_is_refused_unread(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    assert (await send(agent, bytes(MOST_BODY + 1))).status_code == 413
    assert (await agent.post(READINGS, content=unannounced(MOST_BODY + 1))).status_code == 413
    answers = [await send(agent, bytes(MOST_BODY)) for _ in range(BURST // MOST_BODY + 1)]
    assert [answer.status_code for answer in answers] == [422] * (BURST // MOST_BODY) + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_markup_and_control_characters_reach_no_log_and_no_name(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    name = "<script>alert(1)</script>"
    made = await enrolled(app, await code(client, (await make.alice(db)).id), name, "machine-1")
    assert made["host"] == "script-alert-1-script"
    looks = [busy(), PortLook(12_010, failure=Failure(FailureKind.RESET, "\x1b[31m\n\u202e" + "x" * 9_000))]
    agent = make.client(app, made["key"])
    await send(agent, batch(taken(now_ms(), busy(), busy(12_010))))
    await send(agent, batch(taken(now_ms(), *looks), taken(now_ms() + 1, *looks), first=2))
    workers = (await client.get("/api/v1/workers")).json()
    details = [cause["detail"] for worker in workers for cause in worker["latest_causes"]]
    assert all(detail.isprintable() and len(detail) < 600 for detail in details)


@pytest.mark.parametrize("at", [0, 4_102_444_800_000, 2**53])
async def test_no_look_is_from_another_century(app: FastAPI, client: AsyncClient, db: Database, at: int) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    answer = await send(agent, batch(taken(at, boot="another", server_ms=at), wall_ms=at))
    assert codes(answer) == ["out_of_time"]
    assert (await client.get("/api/v1/workers")).json() == []


async def test_nan_and_numbers_without_end_become_unknown_or_a_refusal(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    odd = BUSY.jsonstats.replace(b"450009600.000000", b"nan").replace(b"100000000000", b"9" * 400)
    figures = HostFigures(load_1m=math.nan)
    answer = await send(agent, batch(taken(now_ms(), busy(pages=Pages(odd, None, None)), host=figures)))
    assert answer.status_code == 200
    assert (await client.get("/api/v1/agents")).json()[0]["figures"] == {"load_1m": None}
    assert (await client.get("/api/v1/workers")).status_code == 200
    assert await find_faults(db) == []


async def test_an_agent_cannot_touch_another_hosts_workers(app: FastAPI, client: AsyncClient, db: Database) -> None:
    alices = await agent_of(app, client, (await make.alice(db)).id, "gpu-01")
    bobs = await agent_of(app, client, (await make.bob(db)).id, "gpu-01")
    await send(alices, batch(taken(now_ms())))
    await send(bobs, batch(taken(now_ms(), PortLook(12_000, pages=captures.pages("2025-12/01_fresh")))))
    hosts = {worker["host"]: worker["participant_id"] for worker in (await client.get("/api/v1/workers")).json()}
    assert hosts == {"gpu-01": 1, "gpu-01-2": 2}
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Sample).where(Sample.worker_id == 1)) == 1


async def test_a_stolen_key_can_do_nothing_but_send(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    document = (await client.get("/openapi.json")).json()
    allowed = set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            place = path.replace("{", "").replace("}", "")
            answer = await agent.request(method, place, content=b"{}")
            agent.cookies.clear()
            open_to_all = operation.get("security") == []
            if path.startswith("/api/v1/") and not open_to_all and answer.status_code not in (401, 403):
                allowed.add((method, path))
    assert allowed == {("post", "/api/v1/agent/readings")}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_batch(data: bytes) -> None:
    for read in (unpack_batch, unpack_round):
        try:
            read(data)
        except NotABatch as error:
            assert str(error).isprintable()


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=4), st.integers(min_value=0), st.booleans())
def test_no_damage_breaks_the_reading_of_a_record(damage: bytes, where: int, packed: bool) -> None:
    raw = msgspec.msgpack.encode(taken(1_000))
    frame = zstandard.compress(raw)
    victim = bytearray(frame if packed else raw)
    start = where % len(victim)
    victim[start : start + len(damage)] = damage
    try:
        unpack_round(bytes(victim) if packed else zstandard.compress(bytes(victim)))
    except NotABatch as error:
        assert str(error).isprintable()


def test_what_nests_without_end_is_no_batch() -> None:
    deep = b"\x81\xa1x" + b"\x91" * 100_000 + b"\x00"
    with pytest.raises(NotABatch):
        unpack_batch(deep)
    with pytest.raises(NotABatch):
        unpack_round(zstandard.compress(deep))


def test_a_later_agents_new_fields_are_passed_over() -> None:
    plain = msgspec.msgpack.decode(pack_batch(batch(records=[Record(1, b"x")])))
    assert unpack_batch(msgspec.msgpack.encode({**plain, "of_tomorrow": [1, {"a": 2}]})).records[0].sequence == 1
