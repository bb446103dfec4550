"""Proof that nothing of an account's history was skipped: every transaction names the one before it."""

from collections.abc import Iterable

import msgspec

from cocoonpool.ton.transaction import Transaction


class Cursor(msgspec.Struct, frozen=True):
    """The newest transaction that was taken. Without a hash: a point chosen by hand, nothing at or before it counts."""

    lt: int = 0
    hash: str | None = None


class Gap(msgspec.Struct, frozen=True):
    """Where the proof ends: between the transaction at `after_lt` and the one at `before_lt`."""

    after_lt: int
    before_lt: int
    reason: str


class Proven(msgspec.Struct, frozen=True):
    """The transactions that follow each other without a gap, the new cursor, and the first gap behind them."""

    transactions: tuple[Transaction, ...]
    cursor: Cursor
    gap: Gap | None = None


def prove(cursor: Cursor, transactions: Iterable[Transaction]) -> Proven:
    """As many of the ascending `transactions` as provably follow `cursor` one by one."""
    taken: list[Transaction] = []
    for transaction in transactions:
        reason = _break(cursor, transaction)
        if reason is not None:
            return Proven(tuple(taken), cursor, Gap(cursor.lt, transaction.lt, reason))
        taken.append(transaction)
        cursor = Cursor(transaction.lt, transaction.hash)
    return Proven(tuple(taken), cursor)


def _break(cursor: Cursor, transaction: Transaction) -> str | None:
    """Why `transaction` does not directly follow `cursor`; None when it does."""
    before = transaction.prev_trans_lt
    if transaction.lt <= cursor.lt or before >= transaction.lt:
        return "the transactions are not in order"
    if before > cursor.lt:
        return f"the transaction at lt {before} is missing"
    if cursor.hash is None:
        return None
    if before < cursor.lt:
        return f"the transaction at lt {cursor.lt} is not part of this history"
    if transaction.prev_trans_hash != cursor.hash:
        return f"the transaction at lt {cursor.lt} has another hash in this history"
    return None
