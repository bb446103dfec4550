"""The collector: one loop per pulled worker, one writer, targets read again when they change."""

import asyncio
import time
from contextlib import suppress

from prometheus_client import CollectorRegistry

from cocoonpool.cocoon.client import PERF_EVERY, WorkerClient
from cocoonpool.cocoon.health import HealthClient, parse_source
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.collector.figures import Figures
from cocoonpool.collector.guess import patient
from cocoonpool.collector.scrape import FetchGuest, scrape
from cocoonpool.collector.targets import Target, TargetList
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.periodic import every
from cocoonpool.samples.remembered import Remembered
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

TARGETS_EVERY_S = 1.0
STALE_AFTER_S = 30.0


class Collector:
    """Runs until `stop()`. Nothing here is shared with the HTTP side but the database and the events."""

    def __init__(
        self,
        db: Database,
        events: Events,
        registry: CollectorRegistry,
        networks: AllowedNetworks,
        *,
        interval: float = 15.0,
        connect_timeout: float = 2.0,
        fetch_timeout: float = 5.0,
        remembered: Remembered | None = None,
    ) -> None:
        self._networks, self._interval = networks, interval
        self._timeouts = (connect_timeout, fetch_timeout)
        self.figures = Figures(registry)
        self.writer = Writer(db, events, self.figures, remembered=remembered)
        self._targets = TargetList(db)
        self._running: dict[int, tuple[Target, asyncio.Task[None]]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.refresh()
        self._tasks = [
            asyncio.create_task(every(TARGETS_EVERY_S, "reading the list of workers", self.refresh)),
            asyncio.create_task(self.writer.run()),
        ]

    def alive(self) -> bool:
        """Whether looks reach the database: the last flush that worked is recent."""
        return time.monotonic() - self.writer.last_success < STALE_AFTER_S

    def trouble(self) -> str | None:
        """Why looks are not stored just now, in words; None: they are."""
        return self.writer.trouble

    async def refresh(self) -> None:
        """Starts loops for new or changed workers, ends those of workers that are gone."""
        targets = await self._targets.read()
        for worker_id, (target, task) in list(self._running.items()):
            if targets.get(worker_id) != target or task.done():
                self._report_end(target, task)
                task.cancel()
                del self._running[worker_id]
        for worker_id, target in targets.items():
            if worker_id not in self._running:
                task = asyncio.create_task(self._loop(target, len(targets)), name=f"worker-{worker_id}")
                self._running[worker_id] = (target, task)
        self.figures.targets.set(len(self._running))

    def _report_end(self, target: Target, task: asyncio.Task[None]) -> None:
        """A loop never ends by itself; if one did, that is a fault of ours: said, and started again."""
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            log.error("a worker's loop ended and is started again", target=repr(target), exc_info=error)

    async def _loop(self, target: Target, fleet_size: int) -> None:
        connect, total = self._timeouts
        client = WorkerClient(
            target.host,
            target.port,
            self._networks,
            target.access_hash,
            connect_timeout=connect,
            total_timeout=total,
            perf_every=PERF_EVERY,
        )
        health: HealthClient | None = None
        guest: FetchGuest | None = None
        if source := target.health_source or target.guessed_source:
            health = HealthClient(parse_source(source), self._networks)
            guest = health.fetch if target.health_source else patient(health.fetch)
        try:
            await scrape(
                target.worker_id,
                client.fetch,
                guest,
                self.writer.add,
                self.figures,
                interval=self._interval,
                fleet_size=fleet_size,
            )
        finally:
            client.close()
            if health:
                health.close()

    async def stop(self) -> None:
        """Ends the loops, then stores what is still waiting."""
        tasks = [task for _, task in self._running.values()]
        for task in [*tasks, *self._tasks]:
            task.cancel()
        for task in [*tasks, *self._tasks]:
            with suppress(asyncio.CancelledError):
                await task
        self._running.clear()
