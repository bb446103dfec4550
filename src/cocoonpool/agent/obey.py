"""Grants the pool's wishes, where the owner of this host has switched that on: fixed commands, own workers only."""

from collections.abc import Collection, Sequence

import msgspec

from cocoonpool.agent.ports import Site
from cocoonpool.cocoon.batch import WishResult
from cocoonpool.cocoon.control import Command, Outcome, command_worker
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

_REMEMBERED = 1_000


class Wished(msgspec.Struct, frozen=True):
    """A wish as the pool sends it."""

    id: int
    port: int
    kind: str  # what this version does not know is refused, and costs no batch
    value: int | None = None
    proxy: str | None = None


class Obedience:
    """Keeps what came of wishes until the pool has heard it, and grants none twice while it runs."""

    def __init__(self, site: Site, ports: Collection[int]) -> None:
        self._site, self._ports = site, ports
        self._granted: dict[int, None] = {}
        self.results: list[WishResult] = []

    def heard(self, results: Sequence[WishResult]) -> None:
        """The pool has these."""
        self.results = [result for result in self.results if result not in results]

    async def grant(self, wishes: Sequence[Wished]) -> None:
        for wish in wishes:
            if wish.id in self._granted:
                continue
            outcome = await self._obey(wish)
            log.info("a wish of the pool", port=wish.port, kind=wish.kind, value=wish.value, done=outcome.done)
            self.results.append(WishResult(wish.id, outcome.done, outcome.detail))
            self._granted[wish.id] = None
            if len(self._granted) > _REMEMBERED:
                del self._granted[next(iter(self._granted))]

    async def _obey(self, wish: Wished) -> Outcome:
        if wish.port not in self._ports:
            return Outcome(False, "The agent knows no worker on this port.")
        command = Command(wish.kind, wish.value, wish.proxy)
        secret = self._site.access_hash(wish.port)
        try:
            return await command_worker(self._site.address, wish.port, self._site.networks, secret, command)
        except ValueError as error:
            return Outcome(False, f"{error}"[:300])
