"""From nothing to figures: the server finds recorded workers on this host and reports exactly what they said."""

import asyncio
import json
import signal
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from tests.flows.process import environment, free_port, operator_of, running
from tests.flows.replay import replaying


async def workers_once_seen(client: httpx.AsyncClient, count: int) -> list[dict[str, Any]]:
    for _ in range(200):
        answer = await client.get("/api/v1/workers")
        workers = json.loads(answer.content, parse_float=Decimal)
        if len(workers) == count and all(worker["latest_sample_at"] for worker in workers):
            return list(workers)
        await asyncio.sleep(0.1)
    raise AssertionError("the workers were not seen")


async def test_recorded_workers_are_found_and_reported_exactly(tmp_path: Path) -> None:
    port = free_port()
    async with replaying("2025-12/03_traffic_w12000") as first:
        env = environment(tmp_path, port=port, scrape_interval=1, discover=f"127.0.0.1:{first}-{first}")
        async with running("serve", env=env), operator_of(tmp_path, port) as client:
            (worker,) = await workers_once_seen(client, 1)
            stats = (await client.get(f"/api/v1/workers/{worker['id']}")).json()["detail"]
            (person,) = json.loads((await client.get("/api/v1/participants")).content, parse_float=Decimal)
            metrics = (await client.get("/metrics")).text
    assert worker["latest_revenue_ton"] == person["total_revenue_ton"] == Decimal("0.4500096")
    assert worker["model"].startswith("Qwen/Qwen3-8B@abc123def456")
    assert worker["reported_price_coefficient"] == 1
    assert worker["latest_gpu_utilization"] is None
    assert person["ton_wallet_address"] == "UQAuz15H1ZHrZ_psVrAra7HealMIVeFq0wguqlmFno1f3B-m"
    assert "450009600" in json.dumps(stats)
    labels = f'worker_id="1",worker_name="Worker-0",participant_id="1",instance="127.0.0.1:{first}"'
    assert f"cocoon_inference_requests_total{{{labels}}} 80" in metrics


async def test_a_server_that_is_killed_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    port = free_port()
    async with replaying("2026-04/03_traffic_w12000") as first:
        env = environment(tmp_path, port=port, scrape_interval=1, discover=f"127.0.0.1:{first}-{first}")
        async with running("serve", env=env) as server, operator_of(tmp_path, port) as client:
            (before,) = await workers_once_seen(client, 1)
            server.send_signal(signal.SIGKILL)
            await server.wait()
        async with running("serve", env=env), operator_of(tmp_path, port) as client:
            (after,) = json.loads((await client.get("/api/v1/workers")).content, parse_float=Decimal)
            assert after["latest_revenue_ton"] == before["latest_revenue_ton"] == Decimal("0.45000615")
            assert after["latest_sample_at"] >= before["latest_sample_at"]
        async with running("db", "check", env=env) as check:
            assert await check.wait() == 0


async def test_a_stop_is_clean_and_says_so(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, port=port, discover="off")
    async with running("serve", env=env) as server:
        async with operator_of(tmp_path, port) as client:
            assert (await client.get("/health")).status_code == 200
        server.terminate()
        said, _ = await server.communicate()
    assert server.returncode == 0
    assert b"everything that was seen is stored" in said
    assert b"Traceback" not in said


async def test_the_demo_shows_a_mixed_fleet_with_right_causes(tmp_path: Path) -> None:
    port, base = free_port(), 14_200
    arguments = ("demo", "--port", str(port), "--base-port", str(base), "--workers", "12", "--interval", "1")
    async with running(*arguments, env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}) as demo:
        assert demo.stdout is not None
        said = b""
        while b"ckp_" not in said:
            line = await asyncio.wait_for(demo.stdout.readline(), 30)
            assert line, f"the demo ended: {said.decode()}"
            said += line
        key = said[said.index(b"ckp_") :].split()[0].decode()
        headers = {"X-API-Key": key}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            while True:
                try:
                    workers = await workers_once_seen(client, 12)
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.2)
    codes = {w["worker_name"]: {cause["code"] for cause in w["latest_causes"]} for w in workers}
    assert "disabled" in codes["Worker-1 (disabled)"]
    assert "port_closed" in codes["Worker-6 (down)"]
    assert "needs_access_hash" in codes["Worker-7 (needs_access_hash)"]
    assert "starting" in codes["Worker-8 (starting)"]
    assert {w["latest_status"] for w in workers} >= {"healthy", "degraded", "down"}
