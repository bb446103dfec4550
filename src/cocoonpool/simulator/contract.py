"""A worker contract: what all workers of one owner earn on one proxy together. The ground truth of the ledger."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

# How long the proxy takes, roughly as captured: to its database, to a payment it has signed, to a payout on chain.
_DB_EVERY_S: Final = 5.0
_CHAIN_EVERY_S: Final = 30.0
_PAYOUT_S: Final = 20.0
# Workers hear of a contract's figures up to this much later than the proxy knows them.
LONGEST_LAG_S: Final = 20.0


class Figures(NamedTuple):
    """Adjusted tokens, cumulative over the contract's life: blockchain <= proxy_db <= max_known."""

    max_known: int
    proxy_db: int
    blockchain: int
    cashed_out: int
    expected_cashed_out: int
    running_request: bool


@dataclass(slots=True)
class Contract:
    """One owner on one proxy. `earned - baseline` is always the sum of `by_worker`."""

    owner: bytes
    proxy_address: bytes
    proxy_key: bytes
    address: bytes
    baseline: int = 0  # earned before the simulation began
    earned: int = 0
    by_worker: Counter[int] = field(default_factory=Counter)
    proxy_db: int = 0
    blockchain: int = 0
    cashed_out: int = 0
    expected_cashed_out: int = 0
    last_worker: int = 0  # who brought the last tokens
    _paid_at: float | None = None
    _db_at: float = 0.0
    _chain_at: float = 0.0
    _told: deque[tuple[float, Figures]] = field(default_factory=lambda: deque(maxlen=int(LONGEST_LAG_S) + 4))

    def __post_init__(self) -> None:
        self.earned = self.proxy_db = self.blockchain = self.baseline
        self.cashed_out = self.expected_cashed_out = self.baseline
        self._told.append((0.0, self.figures()))

    def earn(self, worker: int, tokens: int) -> None:
        """A worker finished requests worth so many adjusted tokens."""
        self.earned += tokens
        self.by_worker[worker] += tokens
        self.last_worker = worker

    def figures(self) -> Figures:
        """What the proxy knows now."""
        return Figures(
            self.earned,
            self.proxy_db,
            self.blockchain,
            self.cashed_out,
            self.expected_cashed_out,
            self.is_paying,
        )

    def figures_at(self, moment: float) -> Figures:
        """What the proxy had told by then (seconds since the beginning)."""
        for told_at, figures in reversed(self._told):
            if told_at <= moment:
                return figures
        return self._told[0][1]

    @property
    def is_paying(self) -> bool:
        return self._paid_at is not None

    @property
    def unpaid(self) -> int:
        """Committed tokens that no payout covers yet."""
        return self.blockchain - self.expected_cashed_out

    def pay_out(self, elapsed: float) -> None:
        """Asks for everything committed so far; it counts as cashed out a little later."""
        self.expected_cashed_out = self.blockchain
        self._paid_at = elapsed + _PAYOUT_S

    def go_on(self, elapsed: float) -> None:
        """Lets the commits follow the earnings."""
        if elapsed - self._chain_at >= _CHAIN_EVERY_S:
            self.blockchain, self._chain_at = self.proxy_db, elapsed
        if elapsed - self._db_at >= _DB_EVERY_S:
            self.proxy_db, self._db_at = self.earned, elapsed
        if self._paid_at is not None and elapsed >= self._paid_at:
            self.cashed_out, self._paid_at = self.expected_cashed_out, None
        if elapsed - self._told[-1][0] >= 1:
            self._told.append((elapsed, self.figures()))
