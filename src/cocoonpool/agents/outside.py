"""Whether workers behind agents answer strangers on the address that their agent comes from: seen from the pool.

It must not become a way to make the pool ask others: only an agent's own peer address, only if it is public or in the
networks that the operator allows, only ports of workers that this agent sends for, only one page, once an hour.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
from sqlalchemy import select

from cocoonpool.cocoon.jsonstats import Figures
from cocoonpool.cocoon.networks import AllowedNetworks, is_loopback
from cocoonpool.cocoon.printed import address as printed_address
from cocoonpool.db import Database
from cocoonpool.outgoing.addresses import is_public, literal, never_dialled
from cocoonpool.telemetry import get_logger
from cocoonpool.workers.models import Worker, WorkerReading

log = get_logger(__name__)

TURN_S: Final = 5.0
EVERY_S: Final = 3_600.0
_AGENTS_IN_TURN: Final = 20
_AT_ONCE: Final = 16
_LOWEST_PORT: Final = 1_024  # what stands below is never a worker's, and not ours to knock at
_MOST: Final = 50_000  # agents, and workers, that are remembered

Knock = Callable[[str, int], Awaitable[Figures | None]]


class _Place(msgspec.Struct, frozen=True):
    worker_id: int
    port: int
    wallet: str | None  # as the worker last showed it


class _Wallet(msgspec.Struct):
    wallet_address: str | None = None


_wallet_of = msgspec.json.Decoder(_Wallet).decode


class Outside:
    """What is known lives in memory: after a start it is asked again. `found`: worker -> address that answers."""

    def __init__(self, db: Database, networks: AllowedNetworks, knock: Knock) -> None:
        self._db, self._networks, self._knock = db, networks, knock
        self._came_from: dict[int, str] = {}  # agent -> peer address
        self._agent_at: dict[int, float] = {}  # when its workers were last looked at, on the monotonic clock
        self._asked_at: dict[int, float] = {}  # by worker
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self.found: dict[int, str] = {}
        self.asked: Counter[bool] = Counter()
        """How often a port was asked, by whether a worker answered."""

    def note(self, agent_id: int, peer: str | None) -> None:
        """An agent proved who it is from this address (that of the client, where trusted proxies stand between)."""
        if peer is None or not self._may_ask(peer):
            return
        if len(self._came_from) >= _MOST:
            self._came_from.clear()
        self._came_from[agent_id] = peer

    def _may_ask(self, peer: str) -> bool:
        ip = literal(peer)
        if ip is None or never_dialled(ip) or is_loopback(peer):
            return False
        return is_public(ip) or self._networks.allows(peer)

    async def turn(self, now: float | None = None) -> None:
        """Asks the ports of some agents whose turn it is; call it every `TURN_S`. `now`: monotonic, s."""
        moment = time.monotonic() if now is None else now
        due = [agent for agent in self._came_from if moment - self._agent_at.get(agent, float("-inf")) >= EVERY_S]
        for agent_id in due[:_AGENTS_IN_TURN]:
            self._agent_at[agent_id] = moment
            peer = str(literal(self._came_from[agent_id]))
            places = [place for place in await self._places(agent_id) if self._is_due(place, moment)]
            await asyncio.gather(*(self._ask(peer, place) for place in places))
        self._forget(moment)

    def _is_due(self, place: _Place, moment: float) -> bool:
        if moment - self._asked_at.get(place.worker_id, float("-inf")) < EVERY_S:
            return False
        self._asked_at[place.worker_id] = moment
        return True

    async def _places(self, agent_id: int) -> list[_Place]:
        """The agent's workers that no access hash protects, as far as we know."""
        rows = select(Worker.id, Worker.stats_port, WorkerReading.standing).outerjoin(
            WorkerReading, WorkerReading.worker_id == Worker.id
        )
        mine = (Worker.agent_id == agent_id, Worker.is_active, Worker.deleted_at.is_(None))
        async with self._db.reading() as session:
            found = await session.execute(
                rows.where(*mine, Worker.access_hash.is_(None), Worker.stats_port >= _LOWEST_PORT)
            )
            return [
                _Place(row[0], row[1], None if row[2] is None else _wallet_of(row[2]).wallet_address) for row in found
            ]

    async def _ask(self, peer: str, place: _Place) -> None:
        async with self._gate:
            figures = await self._knock(peer, place.port)
        open_there = figures is not None and _is_it(figures, place)
        self.asked[open_there] += 1
        if open_there:
            if self.found.get(place.worker_id) != peer:
                log.warning("a worker's control port is open to the internet", worker=place.worker_id, port=place.port)
            self.found[place.worker_id] = peer
        else:
            self.found.pop(place.worker_id, None)

    def _forget(self, moment: float) -> None:
        """What was asked long ago and never again: its agent has gone."""
        for worker_id in [one for one, at in self._asked_at.items() if moment - at > 2 * EVERY_S]:
            del self._asked_at[worker_id]
            self.found.pop(worker_id, None)
        for agent_id in self._agent_at.keys() - self._came_from.keys():
            del self._agent_at[agent_id]


def _is_it(figures: Figures, place: _Place) -> bool:
    """Behind one address may be several hosts: a worker with another wallet is somebody else's."""
    shown = None if figures.wallet is None else printed_address(figures.wallet.address)
    return place.wallet is None or shown is None or shown == place.wallet
