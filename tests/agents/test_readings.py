"""What an agent sends is stored once, exactly as if the pool had looked itself."""

import asyncio

import msgspec
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select

from cocoonpool.agents.intake import Intake
from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.batch import HostFigures, PortLook
from cocoonpool.cocoon.reading import Failure, FailureKind, Signal
from cocoonpool.db import Database
from cocoonpool.events import WorkersChanged
from cocoonpool.generation import read_generation
from cocoonpool.samples.models import Sample
from tests import captures, make
from tests.agents.hosts import BUSY, agent_of, batch, busy, codes, now_ms, send, taken

CLOSED = Failure(FailureKind.REFUSED, "The port is closed.")


async def rows(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(Sample)) or 0


async def test_a_host_appears_with_its_workers_their_figures_and_its_own(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    figures = HostFigures(cpus=64, load_1m=1.5)
    answer = await send(agent, batch(taken(now_ms(), busy(12_000), busy(12_010), host=figures)))
    assert (answer.status_code, answer.json()["looks"], answer.json()["refused"]) == (200, 2, [])
    first, second = (await client.get("/api/v1/workers")).json()
    assert (first["host"], first["stats_port"], first["collection"]) == ("gpu-01", 12_000, "push")
    assert (second["stats_port"], second["instance_number"]) == (12_010, 1)
    assert first["latest_gpu_utilization"] is not None
    assert first["model"].startswith("Qwen/Qwen3-8B@abc123def456")
    (host,) = (await client.get("/api/v1/agents")).json()
    assert (host["host"], host["workers"], host["state"]) == ("gpu-01", 2, "sending")
    assert host["figures"] == {"cpus": 64, "load_1m": 1.5}


async def test_what_a_batch_changes_is_told_so_that_nobody_need_compare_all_workers(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent, told = await agent_of(app, client, (await make.alice(db)).id), list[WorkersChanged]()
    app.state.events.listen(told.append)
    await send(agent, batch(taken(now_ms())))
    assert [event.worker_ids for event in told] == [(1,)]
    async with db.reading() as session:
        assert told[0].generation == await read_generation(session)


async def test_a_batch_that_comes_again_is_stored_once(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    sent = batch(taken(now_ms() - 15_000), taken(now_ms()))
    first, second = await send(agent, sent), await send(agent, sent)
    assert (first.json()["looks"], second.json()["looks"], second.json()["duplicates"]) == (2, 0, 2)
    assert await rows(db) == 2
    assert await find_faults(db) == []


async def test_batches_in_any_order_and_at_once_are_stored_once_each(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    start = now_ms() - 600_000
    batches = [batch(taken(start + n * 1_000), first=n, oldest=1) for n in range(1, 41)]
    answers = await asyncio.gather(*(send(agent, one) for one in [*batches[::-1], *batches]))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(answer.json()["looks"] for answer in answers) == 40
    assert await rows(db) == 40


async def test_a_day_offline_becomes_history_without_news(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    now = now_ms()
    looks = [PortLook(12_000, failure=CLOSED) if n % 2 else busy() for n in range(24)]
    answer = await send(agent, batch(*(taken(now - (24 - n) * 3_600_000, look) for n, look in enumerate(looks))))
    assert answer.json()["looks"] == 24
    (worker,) = (await client.get("/api/v1/workers")).json()
    assert (worker["latest_status"], worker["latest_causes"]) == ("unknown", [])
    await send(agent, batch(taken(now), first=25))
    (worker,) = (await client.get("/api/v1/workers")).json()
    assert worker["latest_status"] == "degraded"
    assert await rows(db) == 25


async def test_a_clock_that_is_wrong_by_hours_is_corrected_and_said(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    now, ahead = now_ms(), 5 * 3_600_000
    sent = batch(taken(now - 30_000, wall_ms=now - 30_000 + ahead), wall_ms=now + ahead)
    assert (await send(agent, sent)).json()["looks"] == 1
    async with db.reading() as session:
        at = (await session.scalars(select(Sample.at))).one()
    assert abs(at - (now - 30_000)) < 3_000
    (worker,) = (await client.get("/api/v1/workers")).json()
    assert "host_clock_wrong" in {cause["code"] for cause in worker["latest_causes"]}
    (host,) = (await client.get("/api/v1/agents")).json()
    assert abs(host["clock_wrong_seconds"] - 5 * 3_600) < 5


async def test_what_the_runner_says_of_its_load_stays_between_the_looks_that_ask(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    perf = captures.load("2025-12/03_traffic_w12000_perf").body
    with_perf = busy(pages=msgspec.structs.replace(BUSY, perf=perf))
    await send(agent, batch(taken(now_ms() - 15_000, with_perf)))
    await send(agent, batch(taken(now_ms()), first=2))
    runner = (await client.get("/api/v1/workers/1")).json()["detail"]["runner"]
    assert runner["load"] == {"last_10s": 0.00056, "last_10m": 0.002531, "since_start": 0.002531}
    assert (runner["actors_alive"], runner["max_delay_seconds"]["last_10m"]) == (11, 0.004238)
    restarted = busy(pages=captures.pages("2025-12/01_fresh"))
    await send(agent, batch(taken(now_ms() + 1, restarted), first=3))
    assert (await client.get("/api/v1/workers/1")).json()["detail"]["runner"] is None


async def test_a_port_open_to_the_network_is_said_with_the_address(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    await send(agent, batch(taken(now_ms(), busy(exposed=("192.168.1.5",)), busy(12_010, exposed=()))))
    exposed, closed = (await client.get("/api/v1/workers")).json()
    details = {cause["code"]: cause["detail"] for cause in exposed["latest_causes"]}
    assert "192.168.1.5" in details["control_port_exposed"]
    assert "control_port_exposed" not in {cause["code"] for cause in closed["latest_causes"]}


async def test_what_is_not_taken_is_said_look_by_look(app: FastAPI, client: AsyncClient, db: Database) -> None:
    owner = await make.alice(db)
    agent = await agent_of(app, client, owner.id)
    await make.worker(db, owner, 12_020, host="gpu-01")
    looks = [busy(), PortLook(12_010, failure=CLOSED), busy(12_020)]
    later = now_ms() + 86_400_000
    tomorrow = taken(later, boot="another", server_ms=later)
    answer = await send(
        agent,
        batch(
            taken(now_ms(), *looks),
            b"not a frame",
            tomorrow,
        ),
    )
    assert codes(answer) == ["not_a_worker_yet", "out_of_time", "unreadable", "worker_pulled"]
    assert answer.json()["looks"] == 1
    (host,) = (await client.get("/api/v1/agents")).json()
    assert len(host["troubles"]) == 4


async def test_a_deleted_worker_stays_out_until_its_host_is_enrolled_anew(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    owner = await make.alice(db)
    agent = await agent_of(app, client, owner.id)
    await send(agent, batch(taken(now_ms())))
    (worker,) = (await client.get("/api/v1/workers")).json()
    await client.delete(f"/api/v1/workers/{worker['id']}")
    assert codes(await send(agent, batch(taken(now_ms()), first=2))) == ["worker_deleted"]
    again = await agent_of(app, client, owner.id)
    assert (await send(again, batch(taken(now_ms()), first=3))).json()["looks"] == 1


async def test_of_a_paused_worker_nothing_is_stored(app: FastAPI, client: AsyncClient, db: Database) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    await send(agent, batch(taken(now_ms())))
    await client.patch("/api/v1/workers/1", json={"is_active": False})
    assert codes(await send(agent, batch(taken(now_ms()), first=2))) == ["worker_paused"]
    await client.patch("/api/v1/workers/1", json={"is_active": True})
    assert (await send(agent, batch(taken(now_ms()), first=3))).json()["looks"] == 1


async def test_of_two_agents_for_one_worker_the_first_wins_and_the_other_is_told(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    owner = await make.alice(db)
    first, second = await agent_of(app, client, owner.id), await agent_of(app, client, owner.id)
    assert (await send(first, batch(taken(now_ms())))).json()["looks"] == 1
    assert codes(await send(second, batch(taken(now_ms())))) == ["worker_held"]
    await client.delete("/api/v1/agents/1")
    assert (await send(second, batch(taken(now_ms()), first=2))).json()["looks"] == 1
    assert len((await client.get("/api/v1/workers")).json()) == 1


async def test_a_starting_worker_is_shown_before_it_knows_its_owner(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    starting = Failure(FailureKind.BAD_STATUS, "It waits for TON.", Signal.STARTING)
    await send(agent, batch(taken(now_ms(), PortLook(12_000, failure=starting))))
    (worker,) = (await client.get("/api/v1/workers")).json()
    assert [cause["code"] for cause in worker["latest_causes"]] == ["starting"]


async def test_an_agent_is_told_to_send_again_while_the_database_takes_nothing(
    app: FastAPI, client: AsyncClient, db: Database
) -> None:
    agent = await agent_of(app, client, (await make.alice(db)).id)
    whole = app.state.intake
    app.state.intake = Intake(Database("sqlite+aiosqlite:////nowhere/at/all.db"), app.state.events)
    sent = batch(taken(now_ms()))
    assert (await send(agent, sent)).status_code == 503
    app.state.intake = whole
    assert (await send(agent, sent)).json()["looks"] == 1
