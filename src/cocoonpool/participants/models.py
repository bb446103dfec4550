"""Tables: participants, the people who are paid, and changes of their wallets."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Id, Instant

PENDING = text("state = 'pending'")


class Participant(Base):
    __tablename__ = "participants"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ton_wallet_address: Mapped[str] = mapped_column(String(70), unique=True)  # canonical raw: `0:` + lower-case hex
    telegram_user_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    username: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(254))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class WalletChange(Base):
    """Another wallet for a participant: asked for, waiting, and then applied, cancelled or refused."""

    __tablename__ = "wallet_changes"
    __table_args__ = (
        Index(
            "uq_wallet_changes_pending", "participant_id", unique=True, sqlite_where=PENDING, postgresql_where=PENDING
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"))
    old_wallet: Mapped[str] = mapped_column(String(70))  # both canonical raw
    new_wallet: Mapped[str] = mapped_column(String(70))
    state: Mapped[str] = mapped_column(String(10), default="pending")  # pending | applied | cancelled | refused
    asked_by: Mapped[str] = mapped_column(String(160))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    effective_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
