"""Whether an answer of the indexer is one to the question; duplicates out, in order."""

from collections.abc import Iterable

from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.transaction import Transaction


def of_account(
    rows: Iterable[Transaction], account: str, after_lt: int, after_hash: str | None
) -> tuple[Transaction, ...] | ChainFault:
    """The rows strictly after `after_lt`, ascending by lt, each once."""
    ordered = distinct(rows)
    if any(row.account != account or row.lt < after_lt for row in ordered):
        return ChainFault(FaultKind.WRONG_ANSWER, "the indexer ignored the account or the bounds asked for")
    if len({row.lt for row in ordered}) != len(ordered):
        return ChainFault(FaultKind.WRONG_ANSWER, "the indexer shows two transactions of one account at one lt")
    if ordered and ordered[0].lt == after_lt:
        if after_hash not in (None, ordered[0].hash):
            reason = f"the transaction at lt {after_lt} is another one now: a different network, or a different history"
            return ChainFault(FaultKind.HISTORY_CHANGED, reason)
        return ordered[1:]
    return ordered


def with_hash(rows: tuple[Transaction, ...], digest: str) -> Transaction | ChainFault | None:
    if not rows:
        return None
    found = next((row for row in rows if row.hash == digest), None)
    return found or ChainFault(FaultKind.WRONG_ANSWER, "the indexer answered with another transaction")


def with_message(rows: Iterable[Transaction], digest: str) -> tuple[Transaction, ...] | ChainFault:
    found = distinct(rows)
    if all(_touches(row, digest) for row in found):
        return found
    return ChainFault(FaultKind.WRONG_ANSWER, "the indexer answered with transactions of another message")


def distinct(rows: Iterable[Transaction]) -> tuple[Transaction, ...]:
    """Each hash once, ascending by lt."""
    return tuple(sorted({row.hash: row for row in rows}.values(), key=lambda row: row.lt))


def _touches(row: Transaction, digest: str) -> bool:
    messages = (*row.out_msgs, *([row.in_msg] if row.in_msg else []))
    return any(digest in (message.hash, message.normalised_hash) for message in messages)
