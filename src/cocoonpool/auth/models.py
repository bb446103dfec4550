"""Tables: API keys, wallet logins, and the audit log. Secrets are stored as digests only."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
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


class LoginNonce(Base):
    """A payload that was issued and not yet signed. Both columns of secrets hold SHA-256 digests."""

    __tablename__ = "login_nonces"

    payload: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class LoginSession(Base):
    """Somebody who proved a wallet at `created_at`. The row is deleted when the session ends; the audit log stays."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # sha256 of the cookie, which has 256 random bits
    wallet: Mapped[str] = mapped_column(String(70))  # canonical raw
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(64))  # from where it was opened
    user_agent: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class AuditEntry(Base):
    """A change: who, what, before, after, from where. The database itself refuses to change or delete a row."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    who: Mapped[str] = mapped_column(String(160))
    address: Mapped[str | None] = mapped_column(String(64))  # None: from no network, as on the command line
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)  # as in the paths of the API: `workers/3`
    before: Mapped[str | None] = mapped_column(Text)  # JSON object; of a change, the fields that differ
    after: Mapped[str | None] = mapped_column(Text)
