"""Runs a simulated fleet: ports, health monitors, the control URL, and the beat that moves the world."""

import asyncio
import resource
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog

from . import market
from .chain import recorded_chain
from .control import Control
from .door import Door
from .indexer import IndexerServer
from .listener import Listener
from .monitor import monitors_of
from .options import Options, addresses_of
from .payments import Payments
from .site import Site
from .world import World

# After a longer pause (a laptop that slept) the world does not make up for all of it.
_MOST_BEHIND_S = 60.0
_LOG = structlog.get_logger(__name__)


class Simulator:
    """N pretended Cocoon workers. `listeners[i].url` and `monitors[i].address` tell where worker i is.

    Raises:
        ValueError: from the constructor, when the fleet's name is not understood.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.world = World(options)
        sites = [Site(self.world, worker, options.access_hash) for worker in self.world.workers]
        places = addresses_of(options, options.base_port)
        self.listeners = [Listener(site, host, port) for site, (host, port) in zip(sites, places, strict=True)]
        self.monitors = monitors_of(options, self.world.workers)
        self._control = Control(self, options.workers)
        self._payments = Payments(self.world) if options.living_chain else None
        chain = self._payments.chain if self._payments else recorded_chain()
        self._indexer = IndexerServer(chain, host=options.control_host, port=options.indexer_port or 0)
        self._market = Door(market.respond)
        self._beat: asyncio.Task[None] | None = None

    @property
    def urls(self) -> list[str]:
        """The base URL of each worker, known after `start`."""
        return [listener.url for listener in self.listeners]

    @property
    def control_url(self) -> str:
        """Empty when there is none."""
        return self._control.url

    @property
    def indexer_url(self) -> str:
        """What `toncenter_url` must be to ask the stand-in; empty when there is none."""
        return self._indexer.url

    @property
    def market_url(self) -> str:
        """Where prices are told; empty when they are not."""
        return self._market.url

    @property
    def pool_wallet(self) -> str | None:
        """The wallet that pays the owners, raw; None unless the chain is a living one."""
        return self._payments.pool_wallet if self._payments else None

    async def start(self) -> None:
        """Opens everything. Raises OSError when a port is taken; then nothing stays open."""
        _allow_many_sockets()
        try:
            for listener in self.listeners:
                await listener.choose()
            for listener in self.listeners:
                await listener.follow()
            for monitor in self.monitors:
                await monitor.start()
            if self.options.control_port is not None:
                await self._control.open(self.options.control_host, self.options.control_port)
            if self.options.indexer_port is not None:
                await self._indexer.start()
            if self.options.price_port is not None:
                await self._market.open(self.options.control_host, self.options.price_port)
        except OSError:
            self._close()
            raise
        if self.options.tick:
            self._beat = asyncio.create_task(self._beats(self.options.tick))
        _LOG.info("simulating", workers=len(self.listeners), control=self.control_url or None)

    async def stop(self) -> None:
        """Closes everything."""
        if self._beat is not None:
            self._beat.cancel()
            with suppress(asyncio.CancelledError):
                await self._beat
            self._beat = None
        self._close()
        await self._indexer.stop()
        await asyncio.sleep(0)  # lets the connections notice

    def advance(self, seconds: float) -> None:
        """Lets the world go on by itself, beside the clock: for tests, with `tick=0`."""
        self.world.advance(seconds)
        if self._payments is not None:
            self._payments.go_on()
        self._hang_up_restarted()

    async def set_scenario(self, index: int, name: str) -> None:
        """Puts worker `index` into a scenario. Raises KeyError when there is none of that name."""
        listener = self.listeners[index]
        before = listener.site.fault, listener.site.worker.generation
        self.world.set_scenario(index, name)
        if before != (listener.site.fault, listener.site.worker.generation):
            listener.hang_up()
        await listener.follow()

    def restart(self, index: int) -> None:
        """Restarts worker `index`: its own counters fall to 0, connections end."""
        self.world.workers[index].restart()
        self._hang_up_restarted()

    def state(self) -> dict[str, Any]:
        """Where each worker is and what was really earned, as `GET /state` says it."""
        workers = [
            self.world.worker_truth(listener.site.worker)
            | {"host": listener.host, "port": listener.port, "health": monitor.address}
            for listener, monitor in zip(self.listeners, self.monitors, strict=True)
        ]
        return self.world.truth() | {"seed": self.options.seed, "workers": workers}

    def _hang_up_restarted(self) -> None:
        for listener in self.listeners:
            if listener.restarts_seen != listener.site.worker.restarts:
                listener.restarts_seen = listener.site.worker.restarts
                listener.hang_up()

    async def _beats(self, tick: float) -> None:
        clock = asyncio.get_running_loop().time
        due = clock() + tick
        while True:
            await asyncio.sleep(max(0.0, due - clock()))
            due = max(due + tick, clock() - _MOST_BEHIND_S)  # whole ticks, so that a seed gives the same world
            self.advance(tick)

    def _close(self) -> None:
        for listener in self.listeners:
            listener.close()
        for monitor in self.monitors:
            monitor.close()
        self._control.close()
        self._market.close()


async def simulate(options: Options, ready: Callable[[], None] | None = None) -> None:
    """Simulates until cancelled; `ready` is called when all ports are open. Raises ValueError and OSError."""
    simulator = Simulator(options)
    await simulator.start()
    try:
        if ready is not None:
            ready()
        await asyncio.Event().wait()
    finally:
        await simulator.stop()


def _allow_many_sockets() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
