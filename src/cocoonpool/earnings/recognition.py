"""Which messages an owner receives are revenue: payouts of proxies that the owner's own worker contracts ordered.

The same opcode carries refunds of clients, top-ups sent to a closed proxy and the proxy owner's own share. What tells
them apart is the parent: the proxy's transaction must have been set off by a worker contract's order for this owner
and this amount. Whether the owner's own transaction was aborted does not matter: the money stays all the same.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from cocoonpool.earnings.contract import Contract
from cocoonpool.money import SUPPLY_LIMIT, Nanoton
from cocoonpool.ton.cell import CellError, from_base64
from cocoonpool.ton.cocoon import PAYOUT, WORKER_CODES, WORKER_REQUEST, worker_data, worker_request
from cocoonpool.ton.transaction import AccountState, Message, Transaction


class Standing(StrEnum):
    REVENUE = "revenue"
    UNKNOWN = "unknown"  # the ledger does not know the proxy or the worker contract (yet)
    PENDING = "pending"  # the indexer has not told the parent (yet)
    OTHER = "other"  # not revenue, for good


class Proof(StrEnum):
    """What the chain says of a contract that a worker calls its own."""

    PROVEN = "proven"
    UNKNOWN_CODE = "unknown_code"  # its data fit, its code is none that we know
    CONTRADICTED = "contradicted"  # it is another owner's or another proxy's
    UNREAD = "unread"


class Payment(msgspec.Struct, frozen=True):
    """A message with a payout's opcode and money in it, that reached an owner and was not bounced."""

    transaction_hash: str  # the owner's
    message_hash: str
    owner: str
    lt: int
    at: int  # unix seconds
    amount: Nanoton
    proxy: str  # who sent it: a proxy contract, if it is revenue


class Judged(msgspec.Struct, frozen=True):
    """`sc_address` and `tokens`: the worker contract that ordered it, and its cumulative counter after this payout.

    `fee_unit`: what the fee per token is a multiple of, as the order shows.
    """

    standing: Standing
    reason: str | None = None
    sc_address: str | None = None
    tokens: int | None = None
    fee_unit: int | None = None


_UNKNOWN_PROXY: Final = Judged(Standing.UNKNOWN, "none of this owner's workers has shown that proxy")
_NO_PARENT: Final = Judged(Standing.PENDING, "the indexer does not tell what set it off")


def payment(transaction: Transaction) -> Payment | None:
    """The payment that this transaction of an owner received, if it may be revenue."""
    message = transaction.in_msg
    if message is None or message.opcode != PAYOUT or message.bounced or message.source is None:
        return None
    if message.value is None or not 0 < message.value <= SUPPLY_LIMIT or message.destination != transaction.account:
        return None
    return Payment(
        transaction_hash=transaction.hash,
        message_hash=message.hash,
        owner=transaction.account,
        lt=transaction.lt,
        at=transaction.now,
        amount=message.value,
        proxy=message.source,
    )


def may_be_revenue(proxy: str, contracts: Iterable[Contract]) -> bool:
    """Whether a worker of the owner (whose contracts these are) works for that proxy, as far as is known."""
    return any(contract.proxy_address in (None, proxy) for contract in contracts)


def judge(paid: Payment, parents: Iterable[Transaction], contracts: Mapping[str, Contract]) -> Judged:
    """Says what a payment is. `contracts` are those of this owner, by address."""
    if not may_be_revenue(paid.proxy, contracts.values()):
        return _UNKNOWN_PROXY
    parent = next((one for one in parents if _sent(one, paid)), None)
    if parent is None:
        return _NO_PARENT
    if parent.in_msg is None or parent.in_msg.opcode != WORKER_REQUEST or parent.in_msg.bounced:
        return Judged(Standing.OTHER, "the proxy did not pay it on the order of a worker contract")
    return _by_order(paid, parent.in_msg, contracts)


def standing_of(sc_address: str, proxy: str, contracts: Mapping[str, Contract]) -> tuple[Standing, str | None]:
    """What a payment ordered by this worker contract for its owner is, as far as the ledger knows the contract."""
    contract = contracts.get(sc_address)
    if contract is None:
        return Standing.UNKNOWN, "none of this owner's workers has shown that worker contract"
    if contract.proxy_address not in (None, proxy):
        return Standing.UNKNOWN, "the owner's workers name another proxy for that worker contract"
    return Standing.REVENUE, None


def _sent(transaction: Transaction, paid: Payment) -> bool:
    return transaction.account == paid.proxy and any(one.hash == paid.message_hash for one in transaction.out_msgs)


def _by_order(paid: Payment, message: Message, contracts: Mapping[str, Contract]) -> Judged:
    try:
        request = worker_request(message.body or "")
    except CellError:
        return Judged(Standing.OTHER, "the worker contract's order is not readable")
    if request.order is None:
        return Judged(Standing.OTHER, "the worker contract ordered no payout")
    if request.owner != paid.owner or request.order.worker_part != paid.amount or message.source is None:
        return Judged(Standing.OTHER, "the worker contract's order names another owner or amount")
    standing, reason = standing_of(message.source, paid.proxy, contracts)
    return Judged(standing, reason, message.source, request.tokens, request.order.fee_unit)


def prove(contract: Contract, state: AccountState | None) -> tuple[Proof, int | None]:
    """Holds a contract as workers show it against its data on chain. Gives its counter too, if it is the owner's.

    Data under a code that we do not know may be laid out in another way: they can confirm, not contradict.
    """
    if state is None or state.data is None:
        return Proof.UNREAD, None
    known = state.code_hash in WORKER_CODES
    try:
        data = worker_data(from_base64(state.data))
    except CellError:
        return (Proof.UNREAD if known else Proof.UNKNOWN_CODE), None
    if data.owner != contract.owner_address or contract.proxy_address not in (None, data.proxy):
        return (Proof.CONTRADICTED if known else Proof.UNKNOWN_CODE), None
    return (Proof.PROVEN if known else Proof.UNKNOWN_CODE), data.tokens
