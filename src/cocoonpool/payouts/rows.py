"""A transfer of the chain as columns of our tables, and back."""

from datetime import UTC, datetime
from typing import Any

from cocoonpool.money import Nanoton
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.ton.transfers import Transfer, TransferKind


def moment(unix_seconds: int) -> datetime:
    return datetime.fromtimestamp(unix_seconds, UTC)


def columns_of(transfer: Transfer) -> dict[str, Any]:
    """The columns that payouts and unassigned transfers share."""
    return {
        "transaction_hash": transfer.transaction_hash,
        "message_hash": transfer.message_hash,
        "amount": transfer.amount,
        "fee": transfer.fee,
        "from_address": transfer.account,
        "to_address": transfer.destination,
        "comment": None if transfer.comment is None else transfer.comment.replace("\0", "\N{REPLACEMENT CHARACTER}"),
        "bounce": transfer.bounce,
        "transaction_time": moment(transfer.now),
        "lt": transfer.lt,
        "mc_block_seqno": transfer.mc_block_seqno,
    }


def transfer_of(row: Payout | UnassignedTransfer) -> Transfer:
    """The transfer that made this row, as far as rows keep it.

    Raises:
        ValueError: a payout that the chain has not been seen for.
    """
    if row.message_hash is None or row.lt is None:
        raise ValueError("nothing of the chain is known of this payout")
    return Transfer(
        kind=TransferKind.TRANSFER,
        account=row.from_address,
        transaction_hash=row.transaction_hash,
        index=0,
        message_hash=row.message_hash,
        destination=row.to_address,
        amount=Nanoton(row.amount),
        fee=Nanoton(row.fee or 0),
        comment=row.comment,
        encrypted_comment=False,
        opcode=None,
        lt=row.lt,
        created_lt=None,
        now=int(row.transaction_time.timestamp()),
        mc_block_seqno=row.mc_block_seqno,
        bounce=row.bounce is not False,
    )
