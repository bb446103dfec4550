"""Who did the work a contract earned by: growth of contracts is matched with growth of workers' own counters.

Both are seen at different times: a contract's figure may be shown by one worker up to `lag` before or after
the worker that did the work is looked at. Tokens of one contract are alike, so the oldest growth goes to the
oldest credit; credits of one round of looks share pro rata. What finds no credit stays unattributed.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from cocoonpool.earnings.contract import HOUR, Chunk, Contract, Credit, WorkerTokens
from cocoonpool.earnings.journal import Journal

LAG_MS: Final = 120_000
ROUND_MS: Final = 15_000  # looks this close are one round
_FORGET_MS: Final = 24 * HOUR
_FINE_MS: Final = 5_000
_MAX_CHUNKS: Final = 80


class _Waiting(NamedTuple):
    round: int
    worker_id: int
    credit: Credit


def share(tokens: int, credits: Sequence[int]) -> list[int]:
    """Split `tokens` pro rata, nobody above their credit; largest remainder, the earlier first on a tie."""
    total = sum(credits)
    if tokens >= total:
        return list(credits)
    parts = [tokens * credit // total for credit in credits]
    by_remainder = sorted(range(len(credits)), key=lambda i: -(tokens * credits[i] % total))
    for i in by_remainder[: tokens - sum(parts)]:
        parts[i] += 1
    return parts


def match(contract: Contract, workers: dict[int, WorkerTokens], journal: Journal, at: int, lag: int) -> set[int]:
    """Match all that can be matched at `at`. Gives the workers whose credits were used."""
    queue = _queue(contract, workers)
    used: set[int] = set()
    if not queue:
        return used
    if contract.opening_left:
        used |= _match_opening(contract, queue, journal, lag)
    for chunk in contract.pending:
        able = [w for w in queue if w.credit.since - lag <= chunk.since and chunk.at <= w.credit.until + lag]
        for worker_id, tokens in _serve(chunk.tokens, able):
            chunk.tokens -= tokens
            journal.attribute(contract, worker_id, chunk.at, tokens, chunk.fee)
            used.add(worker_id)
    _drop_spent(contract, workers, used)
    contract.waiting = sorted({w.worker_id for w in queue if w.credit.tokens and w.credit.until + lag >= at})
    return used


def claim_past(contract: Contract, worker_id: int, tokens: int, at: int, journal: Journal, lag: int) -> int:
    """A worker seen for the first time, that shows this contract only, did all its work since boot for it.

    It may claim what nobody else can any more: growth older than `lag` (the newest first: its work ends now),
    then the opening balance. Gives the tokens left, which can only be recent growth.
    """
    for chunk in reversed(contract.pending):
        if chunk.since < at - lag and tokens:
            taken = min(tokens, chunk.tokens)
            chunk.tokens -= taken
            tokens -= taken
            journal.attribute(contract, worker_id, chunk.at, taken, chunk.fee)
    contract.pending = [chunk for chunk in contract.pending if chunk.tokens]
    taken = min(tokens, contract.opening_left)
    _give_opening(contract, worker_id, taken, journal)
    return tokens - taken


def pend(contract: Contract, at: int, tokens: int, fee: int) -> None:
    """Note growth that awaits its worker."""
    last = contract.pending[-1] if contract.pending else None
    if last and last.fee == fee and last.at <= at <= last.since + _FINE_MS and last.since // HOUR == at // HOUR:
        last.at = at
        last.tokens += tokens
    else:
        insort(contract.pending, Chunk(at, at, tokens, fee), key=lambda chunk: chunk.at)


def credit(worker: WorkerTokens, since: int, until: int, tokens: int, contracts: tuple[str, ...], lag: int) -> None:
    """Note work that awaits its contract's growth, and forget credits that came to nothing."""
    worker.credits = [old for old in worker.credits if old.until + lag >= until]
    last = worker.credits[-1] if worker.credits else None
    if last and last.contracts == contracts and last.until // ROUND_MS == until // ROUND_MS:
        last.until = until
        last.tokens += tokens
    else:
        worker.credits.append(Credit(since, until, tokens, contracts))


def compact(contract: Contract, now: int) -> None:
    """Keep pending growth few: older chunks grow coarser, never across an hour or a fee; after a day they go.

    What goes stays unattributed for good. A merged chunk can only be claimed by a credit that covers all of it.
    """
    kept: list[Chunk] = []
    for chunk in contract.pending:
        if chunk.at < now - _FORGET_MS:
            continue
        last = kept[-1] if kept else None
        if last and last.fee == chunk.fee and _close(last, chunk, now):
            kept[-1] = Chunk(last.since, chunk.at, last.tokens + chunk.tokens, chunk.fee)
        else:
            kept.append(chunk)
    contract.pending = kept[-_MAX_CHUNKS:]


def _close(older: Chunk, newer: Chunk, now: int) -> bool:
    coarse = max(_FINE_MS, (now - newer.at) // 4)
    return newer.at - older.since <= coarse and older.since // HOUR == newer.at // HOUR


def _queue(contract: Contract, workers: dict[int, WorkerTokens]) -> list[_Waiting]:
    """The credits naming this contract, the oldest round first; the order is the same on every run."""
    queue = [
        _Waiting(credit.until // ROUND_MS, worker_id, credit)
        for worker_id in contract.waiting
        if (worker := workers.get(worker_id)) is not None
        for credit in worker.credits
        if contract.sc_address in credit.contracts
    ]
    queue.sort(key=lambda waiting: (waiting.round, waiting.worker_id, waiting.credit.until))
    return queue


def _match_opening(contract: Contract, queue: list[_Waiting], journal: Journal, lag: int) -> set[int]:
    """Work begun before a contract was first seen, by a worker that shows no other, is in its opening balance."""
    seen = contract.first_seen_at
    able = [w for w in queue if len(w.credit.contracts) == 1 and w.credit.since < seen <= w.credit.until + lag]
    used = set()
    for worker_id, tokens in _serve(contract.opening_left, able):
        _give_opening(contract, worker_id, tokens, journal)
        used.add(worker_id)
    return used


def _give_opening(contract: Contract, worker_id: int, tokens: int, journal: Journal) -> None:
    contract.opening_left -= tokens
    journal.attribute(contract, worker_id, contract.first_seen_at, tokens, contract.opening_fee, opening=True)


def _serve(tokens: int, able: list[_Waiting]) -> Iterator[tuple[int, int]]:
    """Take up to `tokens` from the credits, round by round. Yields (worker, tokens taken)."""
    for _, group in groupby(able, key=lambda waiting: waiting.round):
        if not tokens:
            return
        members = list(group)
        parts = share(tokens, [member.credit.tokens for member in members])
        for member, part in zip(members, parts, strict=True):
            if part:
                member.credit.tokens -= part
                tokens -= part
                yield member.worker_id, part


def _drop_spent(contract: Contract, workers: dict[int, WorkerTokens], used: set[int]) -> None:
    for worker_id in used:
        worker = workers[worker_id]
        worker.credits = [credit for credit in worker.credits if credit.tokens]
    contract.pending = [chunk for chunk in contract.pending if chunk.tokens]
