"""Tables: payouts, transfers that are nobody's payout, how far each pool wallet is read, and how old that view is."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Id, Instant


class Payout(Base):
    """One payment to one participant. Amounts are nanoTON, hashes 64 lower-case hex digits, addresses canonical.

    `counted`: it is money the participant got, as far as is known; false once the chain says otherwise. Whoever adds
    up payouts adds up the counted ones.
    """

    __tablename__ = "payouts"
    __table_args__ = (
        # However many record it at once: a hash is recorded once for a participant. Another payee of the same batch
        # is another payout, and so is a second message of the batch to the same payee (found by the sync).
        UniqueConstraint("participant_id", "recorded_hash"),
        Index("ix_payouts_participant_id_transaction_time", "participant_id", "transaction_time"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"))
    transaction_hash: Mapped[str] = mapped_column(String(64), index=True)  # the paying wallet's, once it is known
    # The out-message that carries the money: what makes a payment one payment. None while the chain has not been seen.
    message_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    recorded_hash: Mapped[str | None] = mapped_column(String(64))  # as recorded by hand; None for the chain's own
    source: Mapped[str] = mapped_column(String(8))  # chain | manual: who knew of it first
    amount: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int | None] = mapped_column(BigInteger)  # paid by the pool on top; a batch's fee is split exactly
    amount_usd: Mapped[str | None] = mapped_column(String(40))  # given by the caller, a plain decimal number
    from_address: Mapped[str] = mapped_column(String(70))
    to_address: Mapped[str] = mapped_column(String(70))
    comment: Mapped[str | None] = mapped_column(Text)
    bounce: Mapped[bool | None]  # sent so that it may come back; None while the chain has not been seen
    transaction_time: Mapped[datetime] = mapped_column(Instant, index=True)
    lt: Mapped[int | None] = mapped_column(BigInteger)
    mc_block_seqno: Mapped[int | None] = mapped_column(BigInteger)  # the masterchain block that made it final
    period_start: Mapped[datetime | None] = mapped_column(Instant)
    period_end: Mapped[datetime | None] = mapped_column(Instant)
    verification: Mapped[str] = mapped_column(String(10))  # pending | verified | mismatch | not_found
    verification_reason: Mapped[str | None] = mapped_column(String(500))
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    counted: Mapped[bool]
    checks: Mapped[int] = mapped_column(default=0)  # how often the chain was asked about it
    next_check_at: Mapped[datetime | None] = mapped_column(Instant, index=True)  # None: final
    created_at: Mapped[datetime] = mapped_column(Instant)


class UnassignedTransfer(Base):
    """TON that left a pool wallet and is nobody's payout: sent to a stranger, or sent back by its recipient."""

    __tablename__ = "unassigned_transfers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    transaction_hash: Mapped[str] = mapped_column(String(64), index=True)
    message_hash: Mapped[str] = mapped_column(String(64), unique=True)
    reason: Mapped[str] = mapped_column(String(10))  # stranger | returned
    returned_by: Mapped[str | None] = mapped_column(String(64))  # the transaction in which it came back
    amount: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)
    from_address: Mapped[str] = mapped_column(String(70))
    to_address: Mapped[str] = mapped_column(String(70), index=True)
    comment: Mapped[str | None] = mapped_column(Text)
    bounce: Mapped[bool]
    transaction_time: Mapped[datetime] = mapped_column(Instant)
    lt: Mapped[int] = mapped_column(BigInteger)
    mc_block_seqno: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Instant)


class PoolWallet(Base):
    """How far a payout wallet is read: everything up to `last_lt`, and nothing after. Moves with the rows it made."""

    __tablename__ = "pool_wallets"

    address: Mapped[str] = mapped_column(String(70), primary_key=True)
    followed: Mapped[bool]  # false: the operator does not name it any more
    last_lt: Mapped[int] = mapped_column(BigInteger, default=0)
    last_hash: Mapped[str | None] = mapped_column(String(64))  # None: nothing read yet
    last_transaction_at: Mapped[datetime | None] = mapped_column(Instant)
    complete_at: Mapped[datetime | None] = mapped_column(Instant)  # when there was last nothing left to read
    trouble: Mapped[str | None] = mapped_column(String(500))
    trouble_since: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


class ChainView(Base):
    """What was last heard from a source of the chain."""

    __tablename__ = "chain_views"

    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    head_seqno: Mapped[int | None] = mapped_column(BigInteger)
    head_at: Mapped[datetime | None] = mapped_column(Instant)  # time of that masterchain block
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    trouble: Mapped[str | None] = mapped_column(String(500))
    trouble_since: Mapped[datetime | None] = mapped_column(Instant)
