"""The ledger with its records and all entries so far; every step checks that the books balance."""

from collections.abc import Mapping
from itertools import pairwise

import msgspec

from cocoonpool.earnings.ledger import Claim, Contract, Entry, Observation, Recorded, WorkerTokens, record

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
START = 1_795_374_000_000  # a full hour

A, B = 1, 2  # workers
ONE, TWO = "0:" + "11" * 32, "0:" + "22" * 32  # worker contracts
OWNER, PROXY = "0:" + "aa" * 32, "0:" + "bb" * 32


def claim(
    max_known: int | None,
    proxy_db: int | None = None,
    blockchain: int | None = None,
    *,
    of: str = ONE,
    cashed_out: int | None = 0,
) -> Claim:
    return Claim(of, PROXY, max_known, proxy_db, blockchain, cashed_out)


def look(
    worker: int,
    at: int,
    own: int | None,
    *claims: Claim | int,
    fee: int | None = 1,
    trusted: bool = True,
    participant: int = 7,
) -> Observation:
    """A look `at` ms after the start; a number stands for the only contract's highest figure."""
    shown = tuple(claim(c) if isinstance(c, int) else c for c in claims)
    return Observation(worker, participant, START + at, own, OWNER, fee, shown, trusted)


class Books:
    def __init__(self) -> None:
        self.contracts: dict[str, Contract] = {}
        self.workers: dict[int, WorkerTokens] = {}
        self.entries: list[Entry] = []
        self._sums: dict[tuple[str, int | None, int, bool], tuple[int, int]] = {}  # as stored, by hour

    def take(self, *looks: Observation, lag: int = 120_000) -> Recorded:
        before = {address: contract.earned for address, contract in self.contracts.items()}
        now = max((seen.at for seen in looks), default=START)
        recorded = record(self.contracts, self.workers, looks, now, lag=lag)
        self.entries += recorded.entries
        for entry in recorded.entries:
            key = entry.sc_address, entry.worker_id, entry.at // HOUR, entry.opening
            tokens, amount = self._sums.get(key, (0, 0))
            self._sums[key] = tokens + entry.tokens, amount + entry.amount
        self._check(before)
        return recorded

    def restart_the_server(self) -> None:
        kept = msgspec.json.encode((self.contracts, self.workers))
        self.contracts, self.workers = msgspec.json.decode(
            kept, type=tuple[dict[str, Contract], dict[int, WorkerTokens]]
        )

    def earned(self, contract: str = ONE) -> int:
        return self.contracts[contract].earned

    def unattributed(self, contract: str = ONE) -> int:
        return self.contracts[contract].unattributed

    def share(self, worker: int, contract: str | None = None) -> int:
        mine = (e for e in self.entries if e.worker_id == worker)
        return sum(e.amount for e in mine if contract in (None, e.sc_address))

    def tokens_of(self, worker: int) -> int:
        return sum(e.tokens for e in self.entries if e.worker_id == worker)

    def in_period(self, since: int, until: int, worker: int | None = None) -> int:
        """Revenue of whole hours, `since` and `until` in ms after the start."""
        inside = (e for e in self.entries if START + since <= e.at < START + until and not e.opening)
        return sum(e.amount for e in inside if worker in (None, e.worker_id))

    def pending(self, contract: str = ONE) -> int:
        return sum(chunk.tokens for chunk in self.contracts[contract].pending)

    def _check(self, before: Mapping[str, int]) -> None:
        assert all(amount >= 0 for _, amount in self._sums.values())
        for address, contract in self.contracts.items():
            mine = [(key, *sums) for key, sums in self._sums.items() if key[0] == address]
            assert contract.earned >= before.get(address, 0)
            assert sum(amount for _, _, amount in mine) == contract.earned
            assert sum(tokens for _, tokens, _ in mine) == contract.tokens
            assert sum(amount for key, _, amount in mine if key[3]) == contract.opening
            assert sum(amount for key, _, amount in mine if key[1] is None) == contract.unattributed
            self._check_pending(contract)

    @staticmethod
    def _check_pending(contract: Contract) -> None:
        open_amount = sum(chunk.tokens * chunk.fee for chunk in contract.pending)
        assert open_amount + contract.opening_left * contract.opening_fee <= contract.unattributed
        assert all(chunk.tokens > 0 for chunk in contract.pending)
        assert all(one.at <= two.at for one, two in pairwise(contract.pending))
        assert len(contract.pending) <= 80
