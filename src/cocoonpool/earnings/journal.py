"""The ledger's entries: signed movements whose sums are what a contract earned and what each worker's share is."""

import msgspec

from cocoonpool.earnings.contract import HOUR, Contract
from cocoonpool.money import Nanoton


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A movement on a contract's account. Finding the worker later is a pair: minus unattributed, plus worker.

    `at` lies in the UTC hour the movement belongs to; movements of one hour are summed before they get here.
    An opening entry counts in all-time revenue and in no period's.
    """

    sc_address: str
    worker_id: int | None  # None: unattributed
    at: int
    tokens: int
    amount: Nanoton
    opening: bool


class Journal:
    """Collects movements and sums them per contract, worker, hour and kind."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, int | None, int, bool], list[int]] = {}  # -> at, tokens, amount

    def earn(self, contract: Contract, at: int, tokens: int, fee: int, *, opening: bool = False) -> None:
        """The contract has earned; nobody knows yet through whom."""
        amount = tokens * fee
        contract.earned = Nanoton(contract.earned + amount)
        contract.unattributed = Nanoton(contract.unattributed + amount)
        self._add(contract.sc_address, None, at, tokens, amount, opening)

    def attribute(
        self, contract: Contract, worker_id: int, at: int, tokens: int, fee: int, *, opening: bool = False
    ) -> None:
        """Part of what the contract earned at `at` was this worker's work."""
        amount = tokens * fee
        contract.unattributed = Nanoton(contract.unattributed - amount)
        self._add(contract.sc_address, None, at, -tokens, -amount, opening)
        self._add(contract.sc_address, worker_id, at, tokens, amount, opening)

    def entries(self) -> list[Entry]:
        return [
            Entry(sc_address, worker_id, at, tokens, Nanoton(amount), opening)
            for (sc_address, worker_id, _, opening), (at, tokens, amount) in self._sums.items()
            if tokens or amount
        ]

    def _add(self, sc_address: str, worker_id: int | None, at: int, tokens: int, amount: int, opening: bool) -> None:
        row = self._sums.setdefault((sc_address, worker_id, at // HOUR, opening), [at, 0, 0])
        row[1] += tokens
        row[2] += amount
