"""Table: API keys. The key itself is shown once and never stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Id, Instant


class ApiKey(Base):
    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(16))  # what a person recognises it by
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # sha256; the key has 256 random bits, so no salt
    role: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[str] = mapped_column(String(100))  # space-separated
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), index=True)
    networks: Mapped[str | None] = mapped_column(String(500))  # CIDR list; None: from anywhere
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
