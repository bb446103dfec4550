"""A real Prometheus with the shipped configuration scrapes a running demo, and finds what the API says."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.contracts.tree import ROOT
from tests.flows.process import free_port, running
from tests.flows.test_run import workers_once_seen

DOCUMENTED = {
    "cocoon_worker_status", "cocoon_gpu_utilization", "cocoon_gpu_memory_used_gb", "cocoon_gpu_temperature_celsius",
    "cocoon_revenue_ton", "cocoon_inference_requests_total", "cocoon_worker_errors_total",
}  # fmt: skip
STATUS = {"healthy": 1.0, "degraded": 0.5, "down": 0.0}


@asynccontextmanager
async def demo(tmp_path: Path, port: int, base: int) -> AsyncIterator[httpx.AsyncClient]:
    """A demo whose workers have been looked at, and a client with its key."""
    arguments = ("demo", "--port", str(port), "--base-port", str(base), "--workers", "12", "--interval", "1")
    async with running(*arguments, env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}) as process:
        assert process.stdout is not None
        said = b""
        while b"ckp_" not in said:
            line = await asyncio.wait_for(process.stdout.readline(), 60)
            assert line, f"the demo ended: {said.decode()}"
            said += line
        draining = asyncio.create_task(process.stdout.read())  # a log that nobody reads would stop it
        key = said[said.index(b"ckp_") :].split()[0].decode()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"X-API-Key": key}) as client:
            for _ in range(100):
                with suppress(httpx.TransportError):
                    await workers_once_seen(client, 12)
                    break
                await asyncio.sleep(0.2)
            yield client
        process.terminate()
        await draining


@asynccontextmanager
async def prometheus(folder: Path, server: int, key: str) -> AsyncIterator[httpx.AsyncClient]:
    """Prometheus as we ship it, with another address of the server and a shorter interval."""
    shutil.copytree(ROOT / "deploy" / "prometheus", folder, dirs_exist_ok=True)
    config = folder / "prometheus.yml"
    config.write_text(config.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{server}").replace("15s", "1s"))
    (folder / "cocoonpool.key").write_text(key)
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *("prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}", "--log.level=error"),
        f"--web.listen-address=127.0.0.1:{port}",
        env={"PATH": os.environ["PATH"]},
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=10) as client:
            yield client
    finally:
        process.terminate()
        await process.wait()


async def asked(client: httpx.AsyncClient, query: str) -> dict[str, float]:
    """The value of each worker, by its id."""
    try:
        answer = await client.get("/query", params={"query": query})
    except httpx.TransportError:
        return {}
    if answer.status_code == 503:  # it is still starting
        return {}
    rows: list[dict[str, Any]] = answer.json()["data"]["result"]
    return {row["metric"].get("worker_id", ""): float(row["value"][1]) for row in rows}


async def until(client: httpx.AsyncClient, query: str, wanted: set[str]) -> dict[str, float]:
    for _ in range(300):
        if (found := await asked(client, query)).keys() == wanted:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"{query}: {found}")


async def jobs_of(client: httpx.AsyncClient) -> dict[str, str]:
    """What is scraped, by job."""
    targets = (await client.get("/targets")).json()["data"]["activeTargets"]
    return {target["labels"]["job"]: target["scrapeUrl"] for target in targets}


async def test_prometheus_finds_what_the_api_says(tmp_path: Path) -> None:
    port = free_port()
    async with demo(tmp_path, port, 15_200) as pool:
        made = await pool.post("/api/v1/keys", json={"name": "prometheus", "role": "operator", "scopes": ["metrics"]})
        async with prometheus(tmp_path / "prometheus", port, made.json()["key"]) as client:
            listed = {str(worker["id"]): worker for worker in (await pool.get("/api/v1/workers")).json()}
            known = {one for one, worker in listed.items() if worker["latest_status"] in STATUS}
            status = await until(client, "cocoon_worker_status", known)
            for name in DOCUMENTED:
                assert await asked(client, name), name
            assert await asked(client, 'count by (worker_id) ({__name__=~"cocoon_.*"}) > 40') == {}
            names = (await client.get("/label/__name__/values")).json()["data"]
            jobs = await jobs_of(client)
            await pool.delete("/api/v1/workers/1")
            await until(client, "cocoon_worker_status", known - {"1"})
    assert set(names) >= DOCUMENTED
    assert {one: value for one, value in status.items() if value != STATUS[listed[one]["latest_status"]]} == {}
    assert jobs == {"cocoonpool": f"http://127.0.0.1:{port}/metrics", "worker-hosts": "http://127.0.0.1:9100/metrics"}
