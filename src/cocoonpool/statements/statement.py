"""The statement of a month: rows of the ledger, of payouts and of the chain, and the sums that must agree. Pure.

    balance_before + earned + brought_in - paid = balance_after

Over all months the earned and brought-in rows are the ledger, and the last balance is the participant's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from cocoonpool.money import Nanoton
from cocoonpool.statements.month import Month

SETTLED_AFTER: Final = timedelta(days=1)
"""So long growth without a worker may still find one, and a late look may still belong to the month."""


class Earned(msgspec.Struct, frozen=True):
    """What a worker (None: unattributed) earned by one contract. nanoTON."""

    worker_id: int | None
    worker_name: str | None
    proxy_address: str | None
    sc_address: str
    tokens: int
    amount: int


class Paid(msgspec.Struct, frozen=True):
    """A payout. `fee`: paid by the pool on top; None: not known."""

    payout_id: int
    at: datetime
    amount: int
    fee: int | None
    to_address: str
    transaction_hash: str
    verification: str
    comment: str | None


class Arrived(msgspec.Struct, frozen=True):
    """What a proxy paid to the owner of a worker contract, seen on chain."""

    at: datetime
    amount: int
    proxy_address: str
    sc_address: str
    owner_address: str
    transaction_hash: str


class Arrivals(msgspec.Struct, frozen=True):
    """By `as_of`. The chain may have been read only for a part of the month."""

    as_of: datetime
    rows: Sequence[Arrived]

    @property
    def amount(self) -> Nanoton:
        return Nanoton(sum(row.amount for row in self.rows))


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """`brought_in` was earned before we first saw a contract, which was in this month: nobody knows when.

    `arrivals` None: the chain was not read. `settled`: the figures of this month move no more.
    """

    participant_id: int
    wallet: str
    month: Month
    symbol: str
    made_at: datetime
    balance_before: Nanoton
    earned: Sequence[Earned]
    brought_in: Sequence[Earned]
    paid: Sequence[Paid]
    arrivals: Arrivals | None

    @property
    def earned_amount(self) -> Nanoton:
        return Nanoton(sum(row.amount for row in self.earned))

    @property
    def brought_in_amount(self) -> Nanoton:
        return Nanoton(sum(row.amount for row in self.brought_in))

    @property
    def paid_amount(self) -> Nanoton:
        return Nanoton(sum(row.amount for row in self.paid))

    @property
    def balance_after(self) -> Nanoton:
        return Nanoton(self.balance_before + self.earned_amount + self.brought_in_amount - self.paid_amount)

    @property
    def fees(self) -> Nanoton | None:
        """None as long as the fee of one of the payouts is not known."""
        known = [row.fee for row in self.paid if row.fee is not None]
        return Nanoton(sum(known)) if len(known) == len(self.paid) else None

    @property
    def settled(self) -> bool:
        return self.made_at >= self.month.end + SETTLED_AFTER


def link(transaction_hash: str) -> str:
    """Where anybody can look a transaction up."""
    return f"https://tonviewer.com/transaction/{transaction_hash}"
