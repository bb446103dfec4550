"""One tick of a fleet into SQLite and into PostgreSQL, commit included, in one run and both as durable as they ship.

Each fleet and database has a process of its own, as a service has. Printed: the median and the worst of many ticks;
and how the cost grows from 100 to 10,000 workers.
"""

import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

import uvloop
from prometheus_client import CollectorRegistry

from cocoonpool.collector.figures import Figures
from cocoonpool.collector.writer import Writer
from cocoonpool.commands.serve import spare_collector
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.migrations import upgrade
from cocoonpool.telemetry import setup_logging
from tests import postgres
from tests.stores.fleet import Fleet, registered, stored

SIZES = (100, 1_000, 10_000)
TICKS, WARM_UP = 60, 10
GOAL_MS = 40.0


class Store:
    """A database with a fleet, and the milliseconds that each tick took."""

    def __init__(self, url: str, workers: int) -> None:
        self.db = Database(url)
        self.writer = Writer(self.db, Events(), Figures(CollectorRegistry()))
        self.fleet = Fleet(workers)
        self.took: list[float] = []

    async def open(self) -> None:
        await upgrade(self.db)
        await registered(self.db, len(self.fleet.workers))

    async def tick(self, number: int) -> None:
        self.fleet.work()
        looks = self.fleet.looks(number)
        started = time.perf_counter()
        assert await stored(self.writer, looks)
        self.took.append((time.perf_counter() - started) * 1000)


async def measured(url: str, workers: int) -> list[float]:
    """The milliseconds of each tick but the first."""
    store = Store(url, workers)
    await store.open()
    spare_collector()
    for number in range(WARM_UP + TICKS):
        await store.tick(number)
    await store.db.close()
    return store.took[WARM_UP:]


def in_a_process(url: str, workers: int) -> list[float]:
    setup_logging("warning")
    return uvloop.run(measured(url, workers))


def main() -> None:
    medians: dict[str, dict[int, float]] = {"sqlite": {}, "postgresql": {}}
    with ExitStack() as stack:
        processes = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
        stack.enter_context(processes)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres.running())  # its own defaults: fsync, synchronous_commit, all of it
        for workers in SIZES:
            postgres.sql(server, "postgres", f"CREATE DATABASE fleet_{workers}")
            urls = {"sqlite": f"sqlite:///{folder}/{workers}.db", "postgresql": server.url(f"fleet_{workers}")}
            for name, url in urls.items():
                took = processes.submit(in_a_process, url, workers).result()
                medians[name][workers] = statistics.median(took)
                typical, worst = medians[name][workers], max(took)
                print(f"{workers:6} workers, {name:10}: median {typical:6.1f} ms, worst {worst:6.1f} ms", flush=True)
    _report(medians)


def _report(medians: dict[str, dict[int, float]]) -> None:
    for name, by_size in medians.items():
        growth = by_size[10_000] / by_size[100]
        print(f"{name}: 100 times the workers cost {growth:.0f} times as much")
        print(f"{name}: a tick of 1,000 workers, goal {GOAL_MS:.0f} ms: {by_size[1_000]:.1f} ms")
    print(f"ratio postgresql / sqlite at 1,000 workers: {medians['postgresql'][1_000] / medians['sqlite'][1_000]:.2f}")


if __name__ == "__main__":
    main()
