"""Tables: contracts, what each worker has shown, and the earnings by hour that add up to them."""

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base

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
