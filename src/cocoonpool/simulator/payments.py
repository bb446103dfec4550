"""The simulated fleet's money on the pretended chain: proxies pay owners, and the pool's wallet pays them too."""

from typing import Final

from .addresses import raw
from .chain import Chain, Payment
from .cocoonchain import Cocoon
from .contract import Contract
from .world import World

_WEEK_S: Final = 7 * 24 * 3600
_WEEKS: Final = 12  # the past that the chain begins with
_PAID_EVERY_S: Final = 60.0
_NANO: Final = 1_000_000_000
_PAID_TENTHS: Final = 9  # the rest is still owed
_MESSAGES: Final = 4  # that fit one transaction of the pool's wallet
# Mainnet's worker contract with params version 17: what an indexer tells of its code.
_WORKER_CODE: Final = "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c"


class Payments:
    """Keeps a chain beside a world: whatever a contract has cashed out arrives at its owner, once.

    The pool's wallet pays the owners weekly in the past, and every minute from now on: nine tenths of what arrived.
    It also pays a stranger, and one payment of it comes back.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.chain = Chain(seed=world.options.seed, now=int(world.wall) - _WEEKS * _WEEK_S)
        self.pool_wallet = self.chain.address("pool")
        self._cocoon = Cocoon(self.chain)
        self._cashed_out = dict.fromkeys([contract.address for contract in world.contracts], 0)
        self._owed = dict.fromkeys([worker.home.owner for worker in world.workers], 0)
        self._pool_paid_at = world.elapsed
        self.chain.receive(self.pool_wallet, 10_000 * _NANO, self.chain.address("founder"), "working capital")
        for week in range(1, _WEEKS + 1):
            self._live_through(week)
        self.go_on()

    def go_on(self) -> None:
        """Brings the chain to the world's present."""
        self.chain.now = max(self.chain.now, int(self.world.wall))
        self.chain.seqno += 1
        for contract in self.world.contracts:
            self._arrive(contract, contract.cashed_out)
        if self.world.elapsed - self._pool_paid_at >= _PAID_EVERY_S:
            self._pool_paid_at = self.world.elapsed
            self._pay("Cocoon Pool")

    def _live_through(self, week: int) -> None:
        """A week of the past: a part of what the contracts had earned before the simulation began."""
        self.chain.now = int(self.world.wall) - (_WEEKS - week + 1) * _WEEK_S
        for contract in self.world.contracts:
            self._arrive(contract, contract.baseline * week // _WEEKS)
        self.chain.now += _WEEK_S // 14  # half a day later
        self._pay(f"Cocoon Pool, week {week}")
        if week == _WEEKS // 2:
            self.chain.pay(self.pool_wallet, [Payment(to=self.chain.address("electrician"), amount=3 * _NANO)])
            self.chain.pay(self.pool_wallet, [Payment(to=self._someone(), amount=_NANO, returned=True)])

    def _arrive(self, contract: Contract, cashed_out: int) -> None:
        before = self._cashed_out[contract.address]
        if cashed_out <= before:
            return
        amount = (cashed_out - before) * self.world.root.worker_fee_per_token
        owner, sc_address, proxy = (raw(it) for it in (contract.owner, contract.address, contract.proxy_address))
        self._cocoon.pay(owner, sc_address, proxy, cashed_out, amount)
        self._cocoon.show(sc_address, owner, proxy, cashed_out, _WORKER_CODE)
        self._cashed_out[contract.address] = cashed_out
        if contract.owner in self._owed:
            self._owed[contract.owner] += amount * _PAID_TENTHS // 10

    def _pay(self, comment: str) -> None:
        """Everybody who is owed something, in as few transactions as it takes."""
        due = [Payment(to=raw(owner), amount=owed, comment=comment) for owner, owed in self._owed.items() if owed]
        self._owed = dict.fromkeys(self._owed, 0)
        for first in range(0, len(due), _MESSAGES):
            self.chain.pay(self.pool_wallet, due[first : first + _MESSAGES])

    def _someone(self) -> str:
        return raw(self.world.workers[0].home.owner)
