"""Looks at every worker of the host at once: one round."""

import asyncio
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final

from cocoonpool.agent.clocks import ServerClock, boot_id, even_ms, wall_ms
from cocoonpool.agent.exposure import exposed_on, own_addresses
from cocoonpool.agent.figures import host_figures
from cocoonpool.agent.ports import Site, find_ports, read_known, write_known
from cocoonpool.cocoon.batch import PAGE_CAP, TEXT_CAP, PortLook, Round
from cocoonpool.cocoon.client import PERF_EVERY, WorkerClient
from cocoonpool.cocoon.health import HealthClient
from cocoonpool.cocoon.reading import Failure
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

MOST_RAW: Final = 1 << 20  # bytes of one record before it is packed; a round that holds more becomes several
TRIES: Final = 3  # of a health monitor that was only guessed
PAUSE_S: Final = 300.0


class Watched:
    """One worker. Its sockets are kept open from look to look."""

    def __init__(self, site: Site, port: int) -> None:
        self._port, self._hash = port, site.access_hash(port)
        self._client = WorkerClient(
            site.address, port, site.networks, self._hash, body_cap=PAGE_CAP, perf_every=PERF_EVERY
        )
        source = site.health_source(port)
        self._health = None if source is None else HealthClient(source, site.networks, answer_cap=4 * TEXT_CAP)
        self._told_where = site.health is not None
        self._failures, self._again_at = 0, 0.0
        self.exposed: tuple[str, ...] | None = None

    async def look(self) -> PortLook:
        started = time.monotonic()
        outcome, texts = await asyncio.gather(self._client.fetch(), self._monitor())
        return PortLook(
            self._port,
            pages=None if isinstance(outcome, Failure) else outcome,
            failure=outcome if isinstance(outcome, Failure) else None,
            guest=None if isinstance(texts, Failure) or texts is None else _cut(texts),
            guest_failure=texts if isinstance(texts, Failure) else None,
            duration_ms=round((time.monotonic() - started) * 1000),
            has_access_hash=self._hash is not None,
            has_health_source=self._told_where,
            exposed=self.exposed,
        )

    async def _monitor(self) -> dict[str, str] | Failure | None:
        """A monitor that was only guessed is not asked at every look while it does not answer."""
        if self._health is None or (self._failures >= TRIES and time.monotonic() < self._again_at):
            return None
        texts = await self._health.fetch_texts()
        if isinstance(texts, Failure) and not self._told_where:
            self._failures, self._again_at = self._failures + 1, time.monotonic() + PAUSE_S
        else:
            self._failures = 0
        return texts

    async def check_exposure(self, addresses: tuple[str, ...]) -> None:
        if self._hash is None:
            self.exposed = await exposed_on(self._port, addresses)

    def close(self) -> None:
        self._client.close()
        if self._health is not None:
            self._health.close()


class Watch:
    """The host's workers, as they are found."""

    def __init__(self, site: Site, folder: Path, clock: ServerClock) -> None:
        self._site, self._known, self._clock = site, folder / "ports.json", clock
        self._boot = boot_id()
        self._workers = {port: Watched(site, port) for port in read_known(self._known)}

    @property
    def ports(self) -> Collection[int]:
        """Where workers were found, as they are found."""
        return self._workers.keys()

    async def find(self) -> None:
        """Looks for workers that were not there before."""
        found = await find_ports(self._site, self._workers)
        for port in found:
            log.info("a worker was found", port=port)
            self._workers[port] = Watched(self._site, port)
        if found:
            write_known(self._known, self._workers)

    async def check_exposure(self) -> None:
        addresses = () if self._site.firewalled else own_addresses()
        for worker in list(self._workers.values()):
            await worker.check_exposure(addresses)

    async def round(self) -> list[Round]:
        """One look at each worker, in as many rounds as their size asks for; at least one, for the host's figures."""
        even, wall = even_ms(), wall_ms()
        looks = await asyncio.gather(*(worker.look() for worker in list(self._workers.values())))
        parts = _parts(looks)
        server = self._clock.at(even)
        return [
            Round(self._boot, wall, even, part, server, None if number else host_figures())
            for number, part in enumerate(parts)
        ]

    def close(self) -> None:
        for worker in self._workers.values():
            worker.close()


def _parts(looks: list[PortLook]) -> list[list[PortLook]]:
    parts: list[list[PortLook]] = [[]]
    size = 0
    for look in looks:
        weight = _weight(look)
        if parts[-1] and size + weight > MOST_RAW:
            parts.append([])
            size = 0
        parts[-1].append(look)
        size += weight
    return parts


def _weight(look: PortLook) -> int:
    found = look.pages
    pages = 0 if found is None else len(found.jsonstats) + len(found.stats or b"") + len(found.perf or b"")
    return pages + sum(4 * len(text) for text in (look.guest or {}).values()) + 1_000


def _cut(texts: dict[str, str]) -> dict[str, str]:
    return {command: text[:TEXT_CAP] for command, text in texts.items()}
