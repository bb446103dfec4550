"""Tables: contracts, what each worker has shown, the earnings by hour that add up to them, and what arrived."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Instant

UNATTRIBUTED = 0
"""`worker_id` of what no worker can be shown to have earned."""


class EarningContract(Base):
    """One worker contract. `state` is the JSON of `ledger.Contract`; the columns repeat what is queried."""

    __tablename__ = "earning_contracts"

    sc_address: Mapped[str] = mapped_column(String(70), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    earned: Mapped[int] = mapped_column(BigInteger)  # nanoTON, opening balance included
    opening: Mapped[int] = mapped_column(BigInteger)  # nanoTON earned before we first saw it
    unattributed: Mapped[int] = mapped_column(BigInteger)  # nanoTON, part of `earned`
    state: Mapped[str] = mapped_column(Text)


class EarningWorker(Base):
    """How far a worker's own tokens are accounted for. `state` is the JSON of `ledger.WorkerTokens`."""

    __tablename__ = "earning_workers"

    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    state: Mapped[str] = mapped_column(Text)


class EarningHour(Base):
    """nanoTON and adjusted tokens per contract, worker and hour. Sums equal the contract's `earned`."""

    __tablename__ = "earning_hours"
    __table_args__ = (
        Index("ix_earning_hours_worker_id_hour", "worker_id", "hour"),
        {"sqlite_with_rowid": False},
    )

    sc_address: Mapped[str] = mapped_column(ForeignKey("earning_contracts.sc_address"), primary_key=True)
    worker_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)  # UNATTRIBUTED or a worker
    hour: Mapped[int] = mapped_column(BigInteger, primary_key=True)  # unix ms of the hour's start
    opening: Mapped[bool] = mapped_column(Boolean, primary_key=True)  # earned before we looked: in no period
    tokens: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)


class FollowedOwner(Base):
    """How far an owner's account is read: all up to `last_lt`, nothing after. Moves with the payments it brought."""

    __tablename__ = "followed_owners"

    address: Mapped[str] = mapped_column(String(70), primary_key=True)
    first_lt: Mapped[int] = mapped_column(BigInteger)  # before our first transaction; 0: we have the whole history
    first_hash: Mapped[str | None] = mapped_column(String(64))  # of that one, which the indexer has not got (yet)
    last_lt: Mapped[int] = mapped_column(BigInteger)
    last_hash: Mapped[str | None] = mapped_column(String(64))
    complete_at: Mapped[datetime | None] = mapped_column(Instant)  # when there was last nothing left to read
    trouble: Mapped[str | None] = mapped_column(String(500))
    trouble_since: Mapped[datetime | None] = mapped_column(Instant)


class ReceivedPayment(Base):
    """A message with the opcode of a payout that reached an owner. Money earned only if `standing` is `revenue`."""

    __tablename__ = "received_payments"
    __table_args__ = (Index("ix_received_payments_owner_address_at", "owner_address", "at"),)

    transaction_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # the owner's
    message_hash: Mapped[str] = mapped_column(String(64))
    owner_address: Mapped[str] = mapped_column(ForeignKey("followed_owners.address"))
    lt: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant)
    amount: Mapped[int] = mapped_column(BigInteger)  # nanoTON
    proxy_address: Mapped[str] = mapped_column(String(70))
    sc_address: Mapped[str | None] = mapped_column(String(70), index=True)  # the worker contract that ordered it
    tokens: Mapped[int | None] = mapped_column(BigInteger)  # that contract's cumulative counter after this payout
    fee_unit: Mapped[int | None] = mapped_column(BigInteger)  # nanoTON: the fee per token is a multiple of it
    standing: Mapped[str] = mapped_column(String(8))  # revenue | unknown | pending | other
    reason: Mapped[str | None] = mapped_column(String(200))  # why it is not revenue, or not yet


class ContractCheck(Base):
    """What a contract has cashed out, held against what arrived, when its owner's account was last read to the end.

    Missing: None is "not known", 0 is "nothing".
    """

    __tablename__ = "contract_checks"

    sc_address: Mapped[str] = mapped_column(ForeignKey("earning_contracts.sc_address"), primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(Instant)
    cashed_out: Mapped[int | None] = mapped_column(BigInteger)  # tokens: the highest anybody has told
    chain_tokens: Mapped[int | None] = mapped_column(BigInteger)  # the contract's own counter, as last read
    chain_at: Mapped[datetime | None] = mapped_column(Instant)  # when we last asked for it
    proof: Mapped[str] = mapped_column(String(12))  # proven | unknown_code | contradicted | unread
    payments: Mapped[int]
    last_payment_at: Mapped[datetime | None] = mapped_column(Instant)
    received_amount: Mapped[int | None] = mapped_column(BigInteger)  # nanoTON; None: not known from the beginning
    received_tokens: Mapped[int | None] = mapped_column(BigInteger)
    missing_tokens: Mapped[int | None] = mapped_column(BigInteger)
    missing_amount: Mapped[int | None] = mapped_column(BigInteger)  # nanoTON
    missing_from: Mapped[int | None] = mapped_column(BigInteger)  # the counter where the oldest missing part begins
    missing_since: Mapped[datetime | None] = mapped_column(Instant)
