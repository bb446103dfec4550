"""Finds the transaction that a recorded hash means, whichever hash of a payment a person had at hand."""

import msgspec

from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.transaction import Message, Transaction
from cocoonpool.ton.transfers import Transfer, TransferKind, delivery, outgoing


class Paying(msgspec.Struct, frozen=True):
    """The sender's transaction. `message_hash` when the hash meant one of its messages."""

    transaction: Transaction
    message_hash: str | None = None


class Payments(msgspec.Struct, frozen=True):
    """What a transaction sent; of that, the payments of TON to the participant's wallet; and which of them arrived."""

    sent: tuple[Transfer, ...]
    to_wallet: tuple[Transfer, ...]
    delivered: dict[str, bool | None]  # by message hash; None: it may still bounce


async def paying(client: ChainClient, hash_: str, wallet: str) -> Paying | ChainFault | None:
    """The sender's transaction by its own hash, the recipient's transaction, or a message of either. None: nowhere."""
    found = await client.transaction(hash_)
    if found is None:
        return await _by_message(client, hash_)
    if isinstance(found, ChainFault) or found.account != wallet or not _internal(found.in_msg):
        return found if isinstance(found, ChainFault) else Paying(found)
    return await _sender(client, found)


def _internal(message: Message | None) -> bool:
    return message is not None and message.source is not None


async def _sender(client: ChainClient, received: Transaction) -> Paying | ChainFault | None:
    parents = await client.parents(received.hash)
    if isinstance(parents, ChainFault):
        return parents
    message = received.in_msg
    if message is None:
        return None
    return next((Paying(one, message.hash) for one in parents if _sent(one, message.hash)), None)


async def _by_message(client: ChainClient, hash_: str) -> Paying | ChainFault | None:
    """A message between contracts was sent by its sender; one from outside set off the wallet that took it."""
    found = await client.by_message(hash_)
    if isinstance(found, ChainFault):
        return found
    for one in found:
        if _sent(one, hash_):
            return Paying(one, hash_)
    return next((Paying(one) for one in found if not _internal(one.in_msg)), None)


def _sent(transaction: Transaction, message_hash: str) -> bool:
    return any(message.hash == message_hash for message in transaction.out_msgs)


async def payments(client: ChainClient, found: Paying, wallet: str) -> Payments | ChainFault:
    """What the transaction pays to `wallet`, with the fate of what could bounce."""
    sent = outgoing(found.transaction)
    meant = tuple(
        one
        for one in sent
        if one.kind is TransferKind.TRANSFER
        and one.destination == wallet
        and found.message_hash in (None, one.message_hash)
    )
    delivered = await deliveries(client, meant)
    return delivered if isinstance(delivered, ChainFault) else Payments(sent, meant, delivered)


async def deliveries(client: ChainClient, sent: tuple[Transfer, ...]) -> dict[str, bool | None] | ChainFault:
    """By message hash, whether each of these transfers of one transaction arrived. Asks only if one may bounce."""
    fates: dict[str, bool | None] = {one.message_hash: None if one.bounce else True for one in sent}
    if all(fates.values()):
        return fates
    received = await client.children(sent[0].transaction_hash)
    if isinstance(received, ChainFault):
        return received
    for one in sent:
        known = [fate for child in received if (fate := delivery(one, child)) is not None]
        if known:
            fates[one.message_hash] = known[0]
    return fates
