"""One simulated worker: it serves requests, earns on contracts, restarts, and shows a face."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from .contract import LONGEST_LAG_S, Contract
from .counters import Counters, Rates
from .face import OUR_IMAGE, ConnectionFace, ContractFace, Face, Root
from .options import OLD

FULL_WALLET: Final = 100_000_000_000
_FIRST_SEQNO: Final = 7
_GAS_OF_A_PAYOUT: Final = 11_000_000  # nanoTON; about what a payout costs on the mainnet
_GAS_OF_A_QUERY: Final = 200  # made up, so that a wallet in use is never still
_LATENCY_S: Final = 6.0
_RECONNECT_S: Final = 4.0
_SENDING_S: Final = 20.0
_OLD_READS_UP_TO: Final = 3  # struct_version of the root contract


@dataclass(frozen=True)
class Home:
    """An owner and the contracts of this owner, one per proxy."""

    owner: bytes
    contracts: tuple[Contract, ...]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is special about a worker. Everything left out is as on a healthy one."""

    about: str
    load: float = 1.0  # requests per second on average; 0: none
    saturated: bool = False  # as many at once as it takes
    failing: float = 0.001  # share of requests that fail
    fault: str | None = None  # something is wrong with the connection: see faults.py
    initialised: bool = True
    locked: bool = False  # wants the access hash
    generation: str | None = None  # the only build that can be in this state
    enter: "Callable[[Worker], None] | None" = None  # settings, at each start of the worker
    tick: "Callable[[Worker], None] | None" = None  # what happens as time goes by
    edit: "Callable[[Face, Worker], None] | None" = None  # what the pages show
    afresh: bool = False  # only a worker that has just started can be in it
    gpu: str = "working"  # working, hot, missing


class Worker:
    """The state behind one address. `now` is seconds since the beginning of the simulation."""

    def __init__(self, index: int, generation: str, homes: tuple[Home, ...], model: bytes, seed: int) -> None:
        self.index = index
        self.built = generation
        self.homes = homes
        self.model = self._first_model = model
        self.home = homes[0]
        self.random = random.Random(f"{seed}/{index}")  # noqa: S311 - not for secrets
        self.speed = 0.5 + self.random.random()
        self.lag = self.random.random() * LONGEST_LAG_S
        self.wallet = b""
        self.balance = FULL_WALLET
        self.seqno = _FIRST_SEQNO
        self.max_active = 60
        self.scenario = Scenario(about="nothing special")
        self.now = self.scenario_since = self.reconnect_at = 0.0
        self.restarts = 0
        self.changes = 0  # with those of the world, tells whether a drawn page is still true
        self._sending_until = 0.0
        self._begin()

    @property
    def generation(self) -> str:
        return self.scenario.generation or self.built

    @property
    def since_scenario(self) -> float:
        return self.now - self.scenario_since

    @property
    def since_start(self) -> float:
        return self.now - self.started_at

    @property
    def is_connected(self) -> bool:
        """Whether it has found its proxies again after a start."""
        return self.now >= self.reconnect_at

    def set_scenario(self, scenario: Scenario) -> None:
        """Back to the settings of a healthy worker, then into the scenario. Counters go on unless it starts afresh."""
        self.scenario = scenario
        self.scenario_since = self.now
        self.home, self.model = self.homes[0], self._first_model
        self.balance = FULL_WALLET
        self._apply_settings()
        if scenario.afresh and self.now > 0:
            self.restart()

    def restart(self) -> None:
        """Own counters fall to 0; settings made by request are forgotten; contracts come back after a few seconds."""
        self._begin()
        self.reconnect_at = self.now + _RECONNECT_S
        self.restarts += 1

    def spend_gas(self) -> None:
        """It sends one transaction from its own wallet."""
        self.seqno += 1
        self.balance = max(0, self.balance - _GAS_OF_A_PAYOUT)
        self._sending_until = self.now + _SENDING_S
        self.changes += 1

    def live(self, now: float) -> None:
        """Lets it work until `now`."""
        passed, self.now = now - self.now, now
        if self.scenario.tick is not None:
            self.scenario.tick(self)
        self._finish(passed)
        self._start(passed)

    def _begin(self) -> None:
        self.started_at = self.now
        self.active = 0
        self.counters = Counters()
        self.rates = Rates(at=self.now)
        self._due = self._ending = self._failing = 0.0
        self._apply_settings()

    def _apply_settings(self) -> None:
        self.enabled, self.coefficient = True, 1000
        self.changes += 1
        if self.scenario.enter is not None:
            self.scenario.enter(self)

    def _start(self, passed: float) -> None:
        if not (self.enabled and self.is_connected and self.scenario.load):
            return
        self._due += self.scenario.load * self.speed * passed * (0.5 + self.random.random())
        room = self.max_active - self.active
        begun = room if self.scenario.saturated else min(int(self._due), room)
        self._due -= int(self._due)
        self.active += begun
        self.counters.queries += begun
        self.counters.bytes_received += begun * int(900 + 1800 * self.random.random())
        self.balance = max(0, self.balance - begun * _GAS_OF_A_QUERY)

    def _finish(self, passed: float) -> None:
        if not self.active:
            return
        self._ending += self.active * min(1.0, passed / _LATENCY_S) * (0.5 + self.random.random())
        ended = min(int(self._ending), self.active)
        self._ending -= int(self._ending)
        self._failing += ended * self.scenario.failing
        failed = min(int(self._failing), ended)
        self._failing -= failed
        self.active -= ended
        self.counters.failed += failed
        self.counters.time += ended * _LATENCY_S * (0.7 + 0.6 * self.random.random())
        self._earn(ended - failed)

    def _earn(self, served: int) -> None:
        counters, draw = self.counters, self.random.random
        before = counters.tokens
        scale = served * max(0, self.coefficient) / 1000
        counters.success += served
        counters.bytes_sent += served * int(3000 + 4000 * draw())
        counters.prompt += int(scale * (400 + 800 * draw()))
        counters.cached += int(scale * 40 * draw())
        counters.completion += int(scale * (1200 + 2400 * draw()))
        counters.reasoning += int(scale * (400 + 800 * draw()))
        contracts = self.home.contracts
        contract = contracts[0] if len(contracts) == 1 else self.random.choice(contracts)
        if counters.tokens > before:
            contract.earn(self.index, counters.tokens - before)

    def face(self, root: Root, wall: float) -> Face:
        """What it shows now; `wall` is the time of day in unix seconds."""
        totals = self.counters.totals(failed_counts=2 if self.generation == OLD else 1)
        contracts = self.home.contracts if self.is_connected else ()
        if self.generation == OLD and root.struct_version > _OLD_READS_UP_TO:
            root = replace(root, struct_version=_OLD_READS_UP_TO)
        face = Face(
            rows=self.rates.rows(self.now, totals),
            image=OUR_IMAGE,
            wallet=self.wallet,
            balance=self.balance,
            seqno=self.seqno,
            transactions=int(self.now < self._sending_until),
            owner=self.home.owner,
            model=self.model,
            coefficient=self.coefficient,
            checks_hashes=False,
            root=root,
            now=int(wall),
            ton_age=int(self.now) % 15,
            enabled=self.enabled,
            model_connected=True,
            max_active=self.max_active,
            active=self.active,
            contracts=[self._contract_face(contract, root) for contract in contracts],
            connections=self._connections(root),
        )
        if self.scenario.edit is not None:
            self.scenario.edit(face, self)
        return face

    def _contract_face(self, contract: Contract, root: Root) -> ContractFace:
        told = contract.figures_at(self.now - self.lag)
        return ContractFace(
            contract.proxy_address, contract.proxy_key, contract.address, *told, params_version=root.params_version
        )

    def _connections(self, root: Root) -> list[ConnectionFace]:
        ready = self.is_connected
        return [
            ConnectionFace(seat.for_workers, ready, contract.proxy_address if ready else b"")
            for seat, contract in zip(root.proxies, self.home.contracts, strict=True)
        ]
