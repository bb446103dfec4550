"""What a worker contract has cashed out and its owner never got: parts of its counter that no payment covers.

A payout moves the contract's counter from one value to the next and brings (next - before) x fee. The counter moves
even when the proxy then cannot pay, and nothing on chain ever makes up for that.
"""

from collections.abc import Sequence
from math import lcm
from typing import Final

import msgspec

from cocoonpool.money import SUPPLY_LIMIT, Nanoton

_MOST_UNITS: Final = 8  # of one contract there is one, or a few where it has a common divisor with the price's rest


class Part(msgspec.Struct, frozen=True):
    """A payment that arrived: `tokens` is the contract's counter after it, `at` in unix ms.

    `fee_unit`: the fee per token is a multiple of it.
    """

    amount: Nanoton
    tokens: int
    at: int
    fee_unit: int = 1


class Arrears(msgspec.Struct, frozen=True):
    """`since`: the first moment at which the oldest missing part is known to have been cashed out; unix ms."""

    tokens: int
    amount: Nanoton
    start: int  # the counter where the oldest missing part begins
    since: int


class Held(msgspec.Struct, frozen=True):
    """Cashed out against received. None is "not known"; `arrears` is None too when nothing is missing."""

    received_amount: Nanoton | None
    received_tokens: int | None
    missing_tokens: int | None
    arrears: Arrears | None = None


def hold(
    parts: Sequence[Part], cashed_out: int | None, fee: int, *, whole: bool, before: Arrears | None, now: int
) -> Held:
    """Holds what a contract has cashed out against the payments its owner received.

    Args:
        parts: all payments of the contract that we have seen, in any order.
        cashed_out: its counter, as high as anybody has told.
        fee: nanoTON per token, as last shown by a worker; the payments' own is believed where they differ.
        whole: whether the owner's account is known from its first transaction on; else what came before is not known.
        before: what was missing the last time.
        now: unix ms.
    """
    ordered = sorted(parts, key=lambda part: part.tokens)
    rate = rate_of(ordered, fee)
    whole = whole or (rate is not None and bool(ordered) and _begins(ordered[0], rate) == 0)
    amount = Nanoton(sum(part.amount for part in ordered)) if whole else None
    if rate is None:
        return Held(amount, None, None)
    received = sum(part.tokens - _begins(part, rate) for part in ordered) if whole else None
    if not ordered and (cashed_out is None or (cashed_out and not whole)):
        return Held(amount, received, None)
    counter = max(cashed_out or 0, ordered[-1].tokens if ordered else 0)
    missing = _uncovered(ordered, counter, rate, whole)
    tokens = sum(end - start for start, end in missing)
    if tokens * rate > SUPPLY_LIMIT:
        return Held(amount, received, None)
    if not missing:
        return Held(amount, received, 0)
    start = missing[0][0]
    since = _since(ordered, start, before, now)
    return Held(amount, received, tokens, Arrears(tokens, Nanoton(tokens * rate), start, since))


def rate_of(ordered: Sequence[Part], fee: int) -> int | None:
    """nanoTON per token of a contract, from payments in order of their counter; None if none fits all of them.

    A contract's fee never changes, but workers show the fee of today's contracts, also while an older one still pays.
    """
    if not ordered:
        return fee
    units = {part.fee_unit for part in ordered}
    if len(units) > _MOST_UNITS:
        return None
    unit = lcm(*units)
    rates = (fee, *([unit] if unit > 1 else ()), *_ratios(ordered))
    return next((rate for rate in rates if rate % unit == 0 and _fits(ordered, rate)), None)


def _ratios(ordered: Sequence[Part]) -> list[int]:
    """Fees at which two payments follow each other directly: with something lost between, the true fee is higher."""
    counters = [0, *(part.tokens for part in ordered)]
    grown = [(part.amount, part.tokens - last) for part, last in zip(ordered, counters, strict=False)]
    return sorted({amount // step for amount, step in grown if step > 0 and not amount % step}, reverse=True)


def _begins(part: Part, rate: int) -> int:
    """The contract's counter before this payment."""
    return part.tokens - part.amount // rate if rate else part.tokens


def _fits(ordered: Sequence[Part], rate: int) -> bool:
    if not ordered:
        return True
    last = 0
    for part in ordered:
        if rate <= 0 or part.amount % rate or _begins(part, rate) < last:
            return False
        last = part.tokens
    return True


def _uncovered(ordered: Sequence[Part], cashed_out: int, rate: int, whole: bool) -> list[tuple[int, int]]:
    """Stretches of the counter that no payment covers. What came before our first payment may be unknown."""
    missing = []
    covered = 0 if whole else None
    for part in ordered:
        begins = _begins(part, rate)
        if covered is not None and begins > covered:
            missing.append((covered, begins))
        covered = part.tokens
    if covered is not None and cashed_out > covered:
        missing.append((covered, cashed_out))
    return missing


def _since(ordered: Sequence[Part], start: int, before: Arrears | None, now: int) -> int:
    """A payment beyond the missing part proves that the counter had passed it; else we noticed it some time."""
    proofs = [part.at for part in ordered if part.tokens > start]
    if before is not None and before.start == start:
        proofs.append(before.since)
    return min(proofs, default=now)
