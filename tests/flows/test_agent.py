"""A GPU host behind a router, as its owner would set it up: enrolled, killed, cut off, dismissed. Real processes."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from cocoonpool.agent.segment import scan
from cocoonpool.cocoon.batch import unpack_round
from cocoonpool.simulator import Options, Simulator
from tests import make
from tests.flows.process import environment, free_port, operator_of, running
from tests.flows.replay import replaying
from tests.flows.test_run import workers_once_seen
from tests.samples.past import ms

DISMISSED = 3
Pool = tuple[httpx.AsyncClient, dict[str, str], tuple[str, ...]]
"""Its operator, the environment of its server, and how the agent of its host is started."""


async def said(*arguments: str, env: dict[str, str]) -> str:
    """What a command printed; it must end well."""
    async with running(*arguments, env=env) as process:
        text, _ = await process.communicate()
    assert process.returncode == 0, text.decode()
    return text.decode()


async def enrol(client: httpx.AsyncClient, server: str, folder: Path, env: dict[str, str]) -> None:
    person = (await client.post("/api/v1/participants", json={"ton_wallet_address": make.ALICE})).json()
    made = await client.post("/api/v1/agents/codes", json={"participant_id": person["id"]})
    enrolled = await said(
        "agent", "enroll", server, made.json()["code"], "--dir", str(folder), "--name", "gpu-01", env=env
    )
    assert "enrolled as gpu-01 (agent 1)" in enrolled.replace("\n", " ")


def agent_arguments(folder: Path, port: int) -> tuple[str, ...]:
    return ("agent", "--dir", str(folder), "--ports", f"{port}-{port}", "--interval", "1")


@asynccontextmanager
async def pool_with_host(folder: Path, worker: int) -> AsyncIterator[Pool]:
    """A running server with an enrolled host."""
    port = free_port()
    env = environment(folder / "data", port=port, discover="off", toncenter_url="")
    async with running("serve", env=env), operator_of(folder / "data", port) as client:
        await enrol(client, f"http://127.0.0.1:{port}", folder / "agent", env)
        yield client, env, agent_arguments(folder / "agent", worker)


async def test_a_host_behind_a_router_is_seen_exactly(tmp_path: Path) -> None:
    async with (
        replaying("2025-12/03_traffic_w12000") as worker,
        pool_with_host(tmp_path, worker) as (client, env, agent),
    ):
        async with running(*agent, env=env):
            (seen,) = await workers_once_seen(client, 1)
        assert seen["latest_revenue_ton"] == Decimal("0.4500096")
        assert (seen["host"], seen["stats_port"], seen["collection"]) == ("gpu-01", worker, "push")
        assert "gpu-01" in await said("agents", "list", env=env)


async def test_a_dismissed_agent_stops_and_says_why(tmp_path: Path) -> None:
    async with (
        replaying("2026-04/03_traffic_w12000") as worker,
        pool_with_host(tmp_path, worker) as (client, env, agent),
        running(*agent, env=env) as process,
    ):
        await workers_once_seen(client, 1)
        assert (await client.delete("/api/v1/agents/1")).status_code == 204
        text, _ = await process.communicate()
    assert process.returncode == DISMISSED
    assert b"This API key has been revoked." in text


async def test_what_was_seen_while_the_pool_was_away_and_the_agent_was_killed_is_not_lost(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path / "data", port=port, discover="off", toncenter_url="")
    async with replaying("2025-12/03_traffic_w12000") as worker:
        agent = agent_arguments(tmp_path / "agent", worker)
        async with running("serve", env=env) as server, operator_of(tmp_path / "data", port) as client:
            await enrol(client, f"http://127.0.0.1:{port}", tmp_path / "agent", env)
            server.send_signal(signal.SIGKILL)
        for _ in range(2):
            async with running(*agent, env=env) as process:
                await until_held(tmp_path / "agent" / "spool", 2)
                process.send_signal(signal.SIGKILL)
        moments = held_moments(tmp_path / "agent" / "spool")
        async with running("serve", env=env), operator_of(tmp_path / "data", port) as client, running(*agent, env=env):
            await workers_once_seen(client, 1)
            stored = await stored_moments(client)
    assert len(moments) >= 3
    assert [moment for moment in moments if moment not in stored] == []


async def until_held(spool: Path, count: int) -> None:
    """Until a running agent has written so many records."""
    before = len(held_moments(spool))
    for _ in range(300):
        await asyncio.sleep(0.1)
        if len(held_moments(spool)) >= before + count:
            return
    raise AssertionError("the agent kept no records")


def held_moments(spool: Path) -> list[int]:
    """When the rounds on the disk were taken, read beside the agent that may write there."""
    records = [record for path in sorted(spool.glob("*.seg")) for record in scan(path.read_bytes())[0]]
    return [unpack_round(record.payload)[0].wall_ms for record in records]


async def stored_moments(client: httpx.AsyncClient) -> set[int]:
    answer = await client.get("/api/v1/workers/1/metrics", params={"hours": 1, "resolution": "raw"})
    return {ms(point["timestamp"]) for point in answer.json()["metrics"]}


async def test_a_wish_is_granted_where_its_owner_allows_it(tmp_path: Path) -> None:
    simulator = Simulator(Options(workers=1, base_port=0, tick=0, control_port=None))
    await simulator.start()
    worker = int(simulator.urls[0].rsplit(":", 1)[1])
    async with (
        pool_with_host(tmp_path, worker) as (client, env, agent),
        running(*agent, "--allow-control", env=env),
    ):
        await workers_once_seen(client, 1)
        await client.post("/api/v1/workers/1/wishes", json={"price_coefficient": 1.5})
        wish = await once_settled(client)
        (seen,) = (await client.get("/api/v1/workers")).json()
    await simulator.stop()
    assert (wish["state"], wish["detail"]) == ("done", "The worker shows what was asked for.")
    assert seen["price_coefficient"] == 1.5


async def once_settled(client: httpx.AsyncClient) -> dict[str, Any]:
    for _ in range(300):
        (wish,) = (await client.get("/api/v1/workers/1/wishes")).json()
        if wish["state"] != "waiting":
            return dict(wish)
        await asyncio.sleep(0.1)
    raise AssertionError("nobody granted the wish")
