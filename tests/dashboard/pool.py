"""A pool that runs as a person would run it, for a browser to look at."""

import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from cocoonpool.commands.demo import CONTROL_BELOW
from tests.flows.process import environment, free_port

FIRST_PORT, LAST_PORT, ROW = 15_200, 31_000, 400  # where rows of simulated workers may begin

# Many browsers come from one address here.
UNLIMITED = {f"COCOONPOOL_{what}_PER_MINUTE": "0" for what in ("READS", "WRITES", "FAILURES")}


class Pool(NamedTuple):
    url: str
    key: str
    control: str = ""

    def api(self, key: str | None = None) -> httpx.Client:
        return httpx.Client(base_url=f"{self.url}/api/v1", headers={"X-API-Key": key or self.key}, timeout=10)

    def opens(self, key: str) -> bool:
        """Whether a key is taken."""
        with self.api(key) as api:
            return api.get("/workers").status_code == 200

    def fate(self, index: int, scenario: str) -> None:
        """Changes what becomes of a simulated worker."""
        httpx.post(f"{self.control}/workers/{index}/scenario/{scenario}").raise_for_status()


@contextmanager
def demo(folder: Path, workers: int = 12) -> Iterator[Pool]:
    """The demo fleet, seen once in full."""
    port, base = free_port(), _free_row(workers)
    arguments = ("demo", "--port", str(port), "--base-port", str(base), "--workers", str(workers), "--interval", "1")
    with _running(arguments, {"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), **UNLIMITED}, folder / "said") as key:
        pool = Pool(f"http://127.0.0.1:{port}", key, f"http://127.0.0.1:{base - CONTROL_BELOW}")
        _wait(lambda: _all_seen(pool, workers))
        yield pool


@contextmanager
def empty(folder: Path) -> Iterator[Pool]:
    """A pool in which nothing is registered yet."""
    port = free_port()
    env = environment(folder, port=port, discover="off", scrape_interval=1, toncenter_url="")
    with _running(("serve",), env | UNLIMITED, folder / "said") as key:
        pool = Pool(f"http://127.0.0.1:{port}", key)
        _wait(lambda: pool.opens(pool.key))
        yield pool


@contextmanager
def _running(arguments: tuple[str, ...], env: dict[str, str], said: Path) -> Iterator[str]:
    """The operator key of a pool that runs meanwhile. What it says goes to a file: a pipe nobody reads fills up."""
    command = [sys.executable, "-m", "cocoonpool", *arguments]
    with said.open("wb") as log, subprocess.Popen(command, env=env, stdout=log, stderr=log) as process:
        try:
            yield _printed_key(said)
        finally:
            process.terminate()
            process.wait(30)


def _printed_key(said: Path) -> str:
    printed = re.compile(r"(ckp_\w+)\s")
    _wait(lambda: printed.search(said.read_text(encoding="utf-8")) is not None)
    key = printed.search(said.read_text(encoding="utf-8"))
    assert key is not None
    return key[1]


def _free_row(workers: int) -> int:
    """Where a row of simulated workers, ten ports apart, and their control have room now."""
    for base in random.sample(range(FIRST_PORT, LAST_PORT, ROW), k=(LAST_PORT - FIRST_PORT) // ROW):
        if all(_is_free(port) for port in (base - CONTROL_BELOW, *range(base, base + 10 * workers, 10))):
            return base
    raise AssertionError("no row of ports is free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _all_seen(pool: Pool, count: int) -> bool:
    with pool.api() as client:
        workers: list[dict[str, Any]] = client.get("/workers").json()
    return len(workers) == count and all(worker["latest_sample_at"] for worker in workers)


def _wait(ready: Callable[[], bool]) -> None:
    for _ in range(300):
        try:
            if ready():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the pool did not become ready")
