"""What a wallet's transaction sent, and which of it is a payment of TON.

Only out messages are believed: an action that failed or was skipped leaves none. What set the transaction off (a signed
external message, a relayed internal one) does not matter.
"""

import enum
from collections.abc import Iterable

import msgspec

from cocoonpool.money import Nanoton
from cocoonpool.ton import opcodes
from cocoonpool.ton.transaction import Message, Transaction


class TransferKind(enum.StrEnum):
    TRANSFER = "transfer"  # TON for the recipient, with any body we do not know as a call: the only kind that pays
    RETURNED = "returned"  # the account itself sends back what it would not take
    SELF = "self"
    ZERO = "zero"
    JETTON = "jetton"  # TON only as the gas of a token's move
    NFT = "nft"
    SERVICE = "service"  # a call of a contract
    LOG = "log"  # external-out, goes nowhere
    FAILED = "failed"  # of a transaction that failed: not to be believed


class Transfer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One out message of `account`. Key: `(transaction_hash, index)`, or `message_hash`.

    A transfer is delivered when its recipient's transaction exists and did not send it back: see `delivery`.
    """

    kind: TransferKind
    account: str
    transaction_hash: str
    index: int  # among the out messages
    message_hash: str
    destination: str | None
    amount: Nanoton
    fee: Nanoton  # its forwarding fee and an even share of the transaction's fees; shares add up exactly
    comment: str | None
    encrypted_comment: bool
    opcode: int | None
    lt: int  # of the transaction
    created_lt: int | None  # of the message
    now: int  # unix time
    mc_block_seqno: int | None
    bounce: bool  # may come back


class Bounce(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Money that came back: the inbound message of `transaction_hash` is the return of a transfer to `source`."""

    transaction_hash: str
    message_hash: str
    account: str
    source: str
    amount: Nanoton  # less than what was sent, by fees
    lt: int
    created_lt: int | None
    now: int


def outgoing(transaction: Transaction) -> tuple[Transfer, ...]:
    """Every out message, classified; in order."""
    fees = _fees(transaction)
    return tuple(
        Transfer(
            kind=_kind(transaction, message),
            account=transaction.account,
            transaction_hash=transaction.hash,
            index=index,
            message_hash=message.hash,
            destination=message.destination,
            amount=message.value or Nanoton(0),
            fee=fees[index],
            comment=message.comment,
            encrypted_comment=message.encrypted_comment,
            opcode=message.opcode,
            lt=transaction.lt,
            created_lt=message.created_lt,
            now=transaction.now,
            mc_block_seqno=transaction.mc_block_seqno,
            bounce=message.bounce,
        )
        for index, message in enumerate(transaction.out_msgs)
    )


def bounce(transaction: Transaction) -> Bounce | None:
    """The return that this transaction received, if it received one. The flag decides, not the body."""
    message = transaction.in_msg
    if message is None or not message.bounced or message.source is None:
        return None
    return Bounce(
        transaction_hash=transaction.hash,
        message_hash=message.hash,
        account=transaction.account,
        source=message.source,
        amount=message.value or Nanoton(0),
        lt=transaction.lt,
        created_lt=message.created_lt,
        now=transaction.now,
    )


def bounced_transfer(returned: Bounce, candidates: Iterable[Transfer]) -> Transfer | None:
    """The newest earlier transfer that could have come back so; give only those that have not come back yet.

    A likely guess for when the recipient's transaction cannot be had; `delivery` is exact.
    """
    possible = (transfer for transfer in candidates if _could_return(transfer, returned))
    return max(possible, key=lambda transfer: (transfer.lt, transfer.index), default=None)


def delivery(transfer: Transfer, recipient: Transaction) -> bool | None:
    """Whether the recipient's transaction kept the transfer (True) or sent it back (False); None: it is another's.

    An aborted transaction keeps the money, too, unless it sends it back: an account without code takes what cannot
    bounce.
    """
    received = recipient.in_msg
    if received is None or received.hash != transfer.message_hash or recipient.account != transfer.destination:
        return None
    return not any(message.bounced and message.destination == transfer.account for message in recipient.out_msgs)


def _could_return(transfer: Transfer, returned: Bounce) -> bool:
    return (
        transfer.bounce
        and transfer.kind not in (TransferKind.RETURNED, TransferKind.FAILED)
        and (transfer.account, transfer.destination) == (returned.account, returned.source)
        and transfer.lt < returned.lt
        and transfer.amount >= returned.amount
    )


def _kind(transaction: Transaction, message: Message) -> TransferKind:
    if message.destination is None:
        return TransferKind.LOG
    if message.bounced:  # sent by the bounce phase, which only a failed transaction has
        return TransferKind.RETURNED
    if not (transaction.compute_success and transaction.action_success) or transaction.aborted:
        return TransferKind.FAILED
    if message.destination == transaction.account:
        return TransferKind.SELF
    if not message.value:
        return TransferKind.ZERO
    return _call(message.opcode) or TransferKind.TRANSFER


def _call(opcode: int | None) -> TransferKind | None:
    if opcode in opcodes.JETTON:
        return TransferKind.JETTON
    if opcode in opcodes.NFT:
        return TransferKind.NFT
    return TransferKind.SERVICE if opcode in opcodes.SERVICE else None


def _fees(transaction: Transaction) -> list[Nanoton]:
    """What each out message cost. Together: `total_fees` and all forwarding fees; a log costs nothing of its own."""
    paying = [index for index, message in enumerate(transaction.out_msgs) if message.destination is not None]
    fees = [Nanoton(message.fwd_fee or 0) for message in transaction.out_msgs]
    if not paying:
        return fees
    share, rest = divmod(transaction.total_fees, len(paying))
    for index in paying:
        fees[index] = Nanoton(fees[index] + share)
    fees[paying[0]] = Nanoton(fees[paying[0]] + rest)
    return fees
