"""How sure earnings are, from a worker's claim to money received: one figure a stage, in tokens and in nanoTON. Pure.

Unknown is None on every stage, and a sum is unknown as long as one of its parts is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from cocoonpool.earnings.contract import Contract
from cocoonpool.money import Nanoton

STAGES: Final = ("claimed", "committed_to_proxy_db", "committed_to_blockchain", "cashed_out", "received")


class Figure(msgspec.Struct, frozen=True):
    tokens: int | None = None
    amount: int | None = None  # nanoTON


class Missing(msgspec.Struct, frozen=True):
    """Cashed out, not received; 0 tokens: nothing is. `since`: when the oldest of it is known to be cashed out."""

    tokens: int
    amount: int
    since: datetime | None


class Received(msgspec.Struct, frozen=True):
    """What arrived from a contract, by the last time its owner's account was read to the end (`as_of`)."""

    as_of: datetime
    amount: int | None
    payments: int
    last_at: datetime | None
    tokens: int | None
    cashed_out: int | None
    missing: Missing | None


class Certainty(msgspec.Struct, frozen=True):
    """The stages of one contract, or of several together."""

    stages: Mapping[str, Figure]
    missing: Missing | None
    as_of: datetime | None


def certainty_of(contract: Contract, received: Received | None) -> Certainty:
    cashed_out = contract.cashed_out
    if received is not None and received.cashed_out is not None:
        cashed_out = max(received.cashed_out, cashed_out or 0)
    stages = {
        "claimed": _worth(contract, contract.max_known),
        "committed_to_proxy_db": _worth(contract, contract.committed_to_proxy_db),
        "committed_to_blockchain": _worth(contract, contract.committed_to_blockchain),
        "cashed_out": _worth(contract, cashed_out),
        "received": Figure() if received is None else Figure(received.tokens, received.amount),
    }
    if received is None:
        return Certainty(stages, None, None)
    return Certainty(stages, received.missing, received.as_of)


def total_of(parts: Iterable[Certainty]) -> Certainty:
    """Together. Of nothing, nothing is known."""
    several = list(parts)
    stages = {stage: _sum([part.stages[stage] for part in several]) for stage in STAGES}
    missing = [part.missing for part in several]
    looks = [part.as_of for part in several]
    known = [one for one in missing if one is not None]
    since = min((one.since for one in known if one.since is not None), default=None)
    complete = bool(known) and len(known) == len(several)
    together = Missing(sum(one.tokens for one in known), sum(one.amount for one in known), since)
    oldest = min((look for look in looks if look is not None), default=None)
    return Certainty(stages, together if complete else None, None if None in looks else oldest)


def _worth(contract: Contract, tokens: int | None) -> Figure:
    """What tokens of a contract are worth: known for all of them, and for fewer if the fee never changed."""
    if tokens is None:
        return Figure()
    if tokens == contract.tokens:
        return Figure(tokens, contract.earned)
    steady = contract.earned == contract.tokens * contract.fee
    return Figure(tokens, Nanoton(tokens * contract.fee) if steady else None)


def _sum(figures: list[Figure]) -> Figure:
    return Figure(_added([one.tokens for one in figures]), _added([one.amount for one in figures]))


def _added(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None
