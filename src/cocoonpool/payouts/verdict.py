"""What the chain says about a payout: pure rules, from the claim and the transfer to a verdict with its reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from cocoonpool.money import Nanoton, to_ton
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.transfers import Transfer, TransferKind

FIRST_RETRY: Final = timedelta(seconds=30)
LONGEST_RETRY: Final = timedelta(hours=6)
GIVEN_UP_AFTER: Final = timedelta(days=7)


class Verification(StrEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"


class Claim(msgspec.Struct, frozen=True):
    """What was recorded by hand. Addresses are canonical."""

    amount: int
    from_address: str


class Verdict(msgspec.Struct, frozen=True):
    """`counted`: whether the participant has the money, as far as is known. `final`: the chain will not change it."""

    verification: Verification
    reason: str | None = None
    counted: bool = True
    final: bool = True


NOT_ON_CHAIN: Final = Verdict(
    Verification.NOT_FOUND, "The chain has no transaction or message with this hash.", counted=False, final=False
)
NOT_FINAL: Final = Verdict(Verification.PENDING, "No masterchain block has committed it yet.", final=False)
RETURNED: Final = Verdict(Verification.MISMATCH, "The recipient sent it back: the transfer bounced.", counted=False)
UNDELIVERED: Final = Verdict(
    Verification.PENDING, "Sent, so that it may bounce; the recipient's transaction is not there yet.", final=False
)
VERIFIED: Final = Verdict(Verification.VERIFIED)


def judge(claim: Claim, transfer: Transfer, delivered: bool | None) -> Verdict:
    """What was recorded against the transfer that pays it. `delivered` None: it may still bounce."""
    if delivered is False:
        return RETURNED
    differences = _differences(claim, transfer)
    if differences:
        return Verdict(Verification.MISMATCH, differences, final=delivered is not None)
    return VERIFIED if delivered else UNDELIVERED


def confirm(before: Verification, reason: str | None, delivered: bool | None) -> Verdict:
    """A payout whose transfer is known already: only its delivery was open."""
    if delivered is False:
        return RETURNED
    if before is Verification.MISMATCH:
        return Verdict(before, reason, final=delivered is not None)
    return VERIFIED if delivered else UNDELIVERED


def may_bounce(transfer: Transfer) -> bool | None:
    """`delivered` right after sending: a non-bounceable message credits its recipient whatever happens there."""
    return None if transfer.bounce else True


def pays_nothing(sent: Sequence[Transfer], wallet: str) -> Verdict:
    """The transaction exists, but holds no payment to the participant's wallet."""
    kinds = {transfer.kind for transfer in sent if transfer.destination == wallet}
    return Verdict(Verification.MISMATCH, _WHY.get(next(iter(kinds)), _STRANGE) if kinds else _ELSEWHERE, counted=False)


_ELSEWHERE: Final = "This transaction pays nothing to the participant's wallet."
_STRANGE: Final = "What this transaction sends to the participant's wallet is not a payment of TON."
_WHY: Final = {
    TransferKind.FAILED: "This transaction failed: it paid nothing.",
    TransferKind.ZERO: "This transaction sends 0 TON to the participant's wallet.",
    TransferKind.RETURNED: "This transaction only sends back what the participant's wallet had sent.",
    TransferKind.SELF: "This transaction pays from the participant's wallet to itself.",
}


def best(claim: Claim, candidates: Sequence[Transfer]) -> Transfer:
    """The transfer that was most probably meant: the one of the recorded amount, else the first."""
    return next((transfer for transfer in candidates if transfer.amount == claim.amount), candidates[0])


def next_check(recorded_at: datetime, checks: int, now: datetime, *, give_up: bool = False) -> datetime | None:
    """When to ask again after the `checks`-th time: ever more rarely. With `give_up`, not after a week: None."""
    if give_up and now - recorded_at >= GIVEN_UP_AFTER:
        return None
    wait: timedelta = FIRST_RETRY * 2 ** min(checks, 16)
    return now + min(wait, LONGEST_RETRY)


def _differences(claim: Claim, transfer: Transfer) -> str:
    found = []
    if claim.amount != transfer.amount:
        found.append(f"{_ton(claim.amount)} TON was recorded, {_ton(transfer.amount)} TON was paid")
    if claim.from_address != transfer.account:
        recorded, paid = to_friendly(claim.from_address), to_friendly(transfer.account)
        found.append(f"{recorded} was recorded as the sender, {paid} paid")
    return "; ".join(found) and f"{'; '.join(found)}."


def _ton(amount: int) -> str:
    return str(to_ton(Nanoton(amount)))
