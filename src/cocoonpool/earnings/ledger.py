"""The revenue ledger: looks at workers in, signed entries per worker contract and worker out. No database.

A worker prints no revenue. It prints, per proxy, the cumulative tokens of its worker contract, which all
workers of one owner on that proxy share; tokens x worker_fee_per_token = nanoTON (docs/worker-protocol.md).
So revenue is kept per contract, as growth of the highest figure any of its workers has shown, and a worker's
share follows the growth of its own counter (attribution.py). Shares + unattributed = earned, always.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

import msgspec

from cocoonpool.earnings.attribution import LAG_MS, ROUND_MS, claim_past, compact, credit, match, pend
from cocoonpool.earnings.contract import Chunk, Contract, Credit, WorkerTokens
from cocoonpool.earnings.figures import Claim, highest, raise_figures, says_nothing_new, why_absurd
from cocoonpool.earnings.journal import Entry, Journal
from cocoonpool.money import SUPPLY_LIMIT, Nanoton

__all__ = [
    "LAG_MS",
    "Chunk",
    "Claim",
    "Contract",
    "Credit",
    "Entry",
    "Observation",
    "Recorded",
    "Refused",
    "WorkerTokens",
    "record",
]

_BY_TIME: Final = attrgetter("at")


class Observation(msgspec.Struct, frozen=True, gc=False):
    """One look at one worker, as far as earnings go."""

    worker_id: int
    participant_id: int
    at: int  # unix ms
    tokens_total: int | None
    owner_address: str | None
    fee: int | None  # nanoTON per adjusted token
    claims: tuple[Claim, ...]
    trusted: bool = True  # False: its own tokens count, what it says of contracts does not


class Refused(msgspec.Struct, frozen=True):
    """A figure that cannot be true, and why. It changed nothing."""

    worker_id: int
    sc_address: str | None  # None: the worker's own counter
    reason: str


class Recorded(msgspec.Struct, frozen=True):
    """What a batch did; what is not in the two sets need not be stored again."""

    entries: list[Entry]
    refused: list[Refused]
    changed_contracts: set[str]
    changed_workers: set[int]


def record(
    contracts: dict[str, Contract],
    workers: dict[int, WorkerTokens],
    observations: Sequence[Observation],
    now: int,
    *,
    lag: int = LAG_MS,
) -> Recorded:
    """Take a batch of looks into the books. Updates the records in both mappings and adds new ones.

    `contracts` must hold every known contract the looks name; `workers` the workers looked at and those in
    these contracts' `waiting`. `lag` is how far apart two views of the same work may be (ms): keep it above
    two rounds of looks + 20 s.
    """
    book = _Book(contracts, workers, now, lag)
    for look in sorted(observations, key=_BY_TIME):
        book.take(look)
    return book.close()


class _Book:
    """One batch in the making."""

    def __init__(self, contracts: dict[str, Contract], workers: dict[int, WorkerTokens], now: int, lag: int) -> None:
        self._contracts = contracts
        self._workers = workers
        self._now = now
        self._lag = lag
        self._idle_step = lag // 2  # an idle worker's `last_at` moves in steps: most looks leave nothing to store
        self._journal = Journal()
        self._refused: list[Refused] = []
        self._changed_contracts: set[str] = set()
        self._changed_workers: set[int] = set()
        self._round_started = 0
        self._to_match: dict[str, int] = {}  # contract -> time of the last look of the round that touched it

    def take(self, look: Observation) -> None:
        """Most looks change nothing: they must leave here after a few comparisons."""
        at = min(look.at, self._now)
        fee = look.fee
        if fee is None or fee < 0:
            self._take_unpriced(look, at)
            return
        if look.trusted:
            for claim in look.claims:
                contract = self._contracts.get(claim.sc_address)
                if contract is None or contract.fee != fee or not says_nothing_new(contract, claim):
                    self._take_claim(look, claim, contract, fee, at)
        worker = self._workers.get(look.worker_id)
        if worker is None or look.tokens_total != worker.last_total:
            self._take_tokens(look, worker, at)
        elif worker.last_at is not None and at - worker.last_at >= self._idle_step:
            worker.last_at = at
            self._changed_workers.add(worker.worker_id)

    def close(self) -> Recorded:
        self._end_round()
        return Recorded(self._journal.entries(), self._refused, self._changed_contracts, self._changed_workers)

    def _start_round(self, at: int) -> None:
        """A batch may hold hours of looks (an agent was cut off): match round by round, as if they had come live."""
        if at - self._round_started > ROUND_MS:
            self._end_round()
            self._round_started = at

    def _end_round(self) -> None:
        for sc_address, at in self._to_match.items():
            contract = self._contracts[sc_address]
            self._match(contract, at)
            compact(contract, at)
        self._to_match.clear()

    def _take_unpriced(self, look: Observation, at: int) -> None:
        """Without a fee nothing moves, so that the next priced look shows all the growth. A restart is noted:
        else the counter, once past its old value, would hide part of the work since."""
        if look.fee is not None:
            self._refuse(look, None, "the fee is negative")
        worker = self._workers.get(look.worker_id)
        if worker is None or look.tokens_total is None or worker.last_total is None or worker.last_at is None:
            return
        if 0 <= look.tokens_total < worker.last_total and at > worker.last_at:
            worker.last_total = 0
            self._changed_workers.add(worker.worker_id)

    def _take_claim(self, look: Observation, claim: Claim, contract: Contract | None, fee: int, at: int) -> None:
        self._start_round(at)
        if reason := why_absurd(claim, contract, fee):
            self._refuse(look, claim.sc_address, reason)
        elif contract is None:
            self._open(look, claim, fee, at)
        else:
            self._raise(contract, claim, fee, at)

    def _open(self, look: Observation, claim: Claim, fee: int, at: int) -> None:
        """A contract seen for the first time. What it had earned before is an opening balance, not a period's."""
        if highest(claim) is None:
            return
        contract = Contract(
            sc_address=claim.sc_address,
            participant_id=look.participant_id,
            owner_address=look.owner_address,
            proxy_address=claim.proxy_address,
            first_seen_at=at,
            fee=fee,
            opening_tokens=0,
            opening_fee=fee,
            opening_left=0,
            opening=Nanoton(0),
            earned=Nanoton(0),
            unattributed=Nanoton(0),
        )
        raise_figures(contract, claim)
        contract.opening_tokens = contract.opening_left = contract.tokens
        contract.opening = Nanoton(contract.tokens * fee)
        self._contracts[contract.sc_address] = contract
        self._journal.earn(contract, at, contract.tokens, fee, opening=True)
        self._changed_contracts.add(contract.sc_address)

    def _raise(self, contract: Contract, claim: Claim, fee: int, at: int) -> None:
        before = contract.tokens
        contract.fee = fee
        contract.proxy_address = contract.proxy_address or claim.proxy_address
        raise_figures(contract, claim)
        self._changed_contracts.add(contract.sc_address)
        if growth := contract.tokens - before:
            contract.last_growth_at = max(at, contract.last_growth_at or at)
            self._journal.earn(contract, at, growth, fee)
            pend(contract, at, growth, fee)
            self._to_match[contract.sc_address] = at

    def _take_tokens(self, look: Observation, worker: WorkerTokens | None, at: int) -> None:
        total = look.tokens_total
        if total is None:
            return
        if not 0 <= total <= SUPPLY_LIMIT:
            self._refuse(look, None, "the worker's own tokens are negative or worth more than all TON")
            return
        if worker is None:
            worker = self._workers[look.worker_id] = WorkerTokens(look.worker_id)
        before, since = worker.last_total, worker.last_at
        if since is not None and at <= since:
            return  # a late delivery: its lower counter is no restart
        self._start_round(at)
        worker.last_total, worker.last_at = total, at
        self._changed_workers.add(worker.worker_id)
        contracts = _named(look.claims)
        if before is None or since is None:
            self._take_first_tokens(worker, total, at, contracts if look.trusted else ())
        else:  # a counter that fell has restarted: all it shows is new
            self._credit(worker, since, at, total - before if total >= before else total, contracts)

    def _take_first_tokens(self, worker: WorkerTokens, total: int, at: int, contracts: tuple[str, ...]) -> None:
        """An entry stays in `proxies` until the worker restarts: if there is one only, it got all the work."""
        contract = self._contracts.get(contracts[0]) if len(contracts) == 1 else None
        if contract is None or not total:
            return
        self._match(contract, at)  # those who were here first
        self._changed_contracts.add(contract.sc_address)
        left = claim_past(contract, worker.worker_id, total, at, self._journal, self._lag)
        self._credit(worker, at, at, left, contracts)

    def _credit(self, worker: WorkerTokens, since: int, at: int, tokens: int, contracts: tuple[str, ...]) -> None:
        known = [self._contracts[sc_address] for sc_address in contracts if sc_address in self._contracts]
        if not tokens or not known:
            return
        credit(worker, since, at, tokens, contracts, self._lag)
        for contract in known:
            self._to_match[contract.sc_address] = at
            if worker.worker_id not in contract.waiting:
                contract.waiting.append(worker.worker_id)
                self._changed_contracts.add(contract.sc_address)

    def _match(self, contract: Contract, at: int) -> None:
        used = match(contract, self._workers, self._journal, at, self._lag)
        if used:
            self._changed_workers |= used
            self._changed_contracts.add(contract.sc_address)

    def _refuse(self, look: Observation, sc_address: str | None, reason: str) -> None:
        self._refused.append(Refused(look.worker_id, sc_address, reason))


def _named(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The contracts that a worker shows; mostly one."""
    return (claims[0].sc_address,) if len(claims) == 1 else tuple(sorted({claim.sc_address for claim in claims}))
