"""Fifty hosts of eight workers, let in by a script and run as fifty agents: how long until all show GPU figures.

Each host is an address of 127.0.0.0/8; each agent is a process. Every worker that is not there, or has no GPU figure,
is printed with the reason the pool gives.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.processes import running, wait_for_port

HOSTS, WORKERS = 50, 8
PORT, BASE = 28_740, 26_000
LIMIT_S = 600
WALLET = "0:" + "a1" * 32


def address(host: int) -> str:
    return f"127.0.5.{host + 1}"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cocoonpool", *arguments]


def simulator(folder: Path) -> list[str]:
    hosts = ",".join(address(host) for host in range(HOSTS))
    return command(
        *("simulate", "--workers", str(HOSTS * WORKERS), "--hosts", hosts, "--base-port", str(BASE)),
        *("--control-port", "0", "--health-dir", str(folder), "--tick", "5"),
    )


def monitors_of(host: int, all_of_them: Path, folder: Path) -> str:
    """The simulator numbers monitors through; a host's own stand in a folder of its own, by instance."""
    mine = folder / f"m{host}"
    mine.mkdir()
    for instance in range(WORKERS):
        (mine / f"{instance}.sock").symlink_to(all_of_them / f"worker-{instance * HOSTS + host}.sock")
    return f"unix:{mine}/{{instance}}.sock"


def agent(host: int, folder: Path, monitors: str) -> list[str]:
    ports = f"{BASE}-{BASE + 10 * (WORKERS - 1)}"
    return command(
        *("agent", "--dir", str(folder / f"a{host}"), "--address", address(host), "--ports", ports),
        *("--health", monitors),
    )


def enrol(host: int, folder: Path, code: str) -> None:
    name = f"gpu-{host:02d}"
    server = f"http://127.0.0.1:{PORT}"
    place = str(folder / f"a{host}")
    arguments = ("agent", "enroll", server, code, "--dir", place, "--name", name, "--machine", name)
    subprocess.run(command(*arguments), check=True, stdout=subprocess.DEVNULL)


def missing(client: httpx.Client) -> dict[str, str]:
    """Workers without GPU figures, and why; also hosts that lack workers."""
    workers: list[dict[str, Any]] = client.get("/api/v1/workers", params={"limit": 1000}).json()
    reasons = {
        f"{worker['host']}:{worker['stats_port']}": "; ".join(cause["detail"] for cause in worker["latest_causes"])
        for worker in workers
        if worker["latest_gpu_utilization"] is None
    }
    for lacking in range(HOSTS * WORKERS - len(workers)):
        reasons[f"not there {lacking}"] = "its host has not sent it yet"
    return reasons


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cph-") as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "monitors").mkdir()
        env = {"PATH": "/usr/bin:/bin", "COCOONPOOL_DATA_DIR": name, "COCOONPOOL_PORT": str(PORT)}
        env |= {"COCOONPOOL_PRICE_SOURCES": "off", "COCOONPOOL_TONCENTER_URL": "", "COCOONPOOL_DISCOVER": "off"}
        stack.enter_context(running(simulator(folder / "monitors")))
        server = stack.enter_context(running(command("serve"), env=env))
        wait_for_port("127.0.0.1", PORT)
        wait_for_port(address(HOSTS - 1), BASE)
        key = (folder / "operator.key").read_text().strip()
        client = stack.enter_context(
            httpx.Client(base_url=f"http://127.0.0.1:{PORT}", headers={"X-API-Key": key}, timeout=30)
        )
        person = client.post("/api/v1/participants", json={"ton_wallet_address": WALLET}).json()["id"]
        code = client.post("/api/v1/agents/codes", json={"participant_id": person, "hosts": HOSTS}).json()["code"]
        started = time.monotonic()
        processes: list[psutil.Process] = []
        for host in range(HOSTS):
            enrol(host, folder, code)
            monitors = monitors_of(host, folder / "monitors", folder)
            processes.append(stack.enter_context(running(agent(host, folder, monitors))))
        print(f"  {HOSTS} hosts enrolled and started after {time.monotonic() - started:.0f} s", flush=True)
        while (reasons := missing(client)) and time.monotonic() - started < LIMIT_S:
            time.sleep(2)
        print(f"{HOSTS * WORKERS - len(reasons)} of {HOSTS * WORKERS} workers with GPU figures after "
              f"{time.monotonic() - started:.0f} s (goal: {LIMIT_S} s)")  # fmt: skip
        print(json.dumps(reasons, indent=2) if reasons else "none is missing")
        largest = max(process.memory_info().rss for process in processes) / 2**20
        print(f"largest agent {largest:.0f} MiB, server {server.memory_info().rss / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
