"""Tables: agents (one row a host that sends) and enrolment codes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Id, Instant


class Agent(Base):
    """`accepted` and `floor` say which records of `stream` are stored: they change with what they speak of, or not."""

    __tablename__ = "agents"
    __table_args__ = (
        Index("ix_agents_host", "host"),
        Index("ix_agents_participant_id_machine", "participant_id", "machine"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"), unique=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"))  # the code it came in with
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"))
    host: Mapped[str] = mapped_column(String(253))  # its workers' host
    machine: Mapped[str] = mapped_column(String(64))  # tells hosts apart, however they are called
    version: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Instant)
    since: Mapped[datetime] = mapped_column(Instant)  # when its machine first came in: nothing it sends is older
    last_batch_at: Mapped[int | None] = mapped_column(BigInteger)  # unix ms
    stream: Mapped[str | None] = mapped_column(String(64))
    floor: Mapped[int] = mapped_column(BigInteger, default=0)  # records below are settled
    accepted: Mapped[str] = mapped_column(Text, default="[]")  # JSON: ranges of records stored, from `floor` on
    clock_wrong_s: Mapped[int | None] = mapped_column(BigInteger)  # its clock against ours; None: right
    dropped: Mapped[int] = mapped_column(BigInteger, default=0)  # records lost because its disk was full
    damaged: Mapped[int] = mapped_column(BigInteger, default=0)  # records lost because its disk gave others back
    refused: Mapped[int] = mapped_column(BigInteger, default=0)  # looks we did not take
    allows_control: Mapped[bool] = mapped_column(default=False)
    troubles: Mapped[str] = mapped_column(Text, default="[]")  # JSON: what we last refused, and why
    figures: Mapped[str | None] = mapped_column(Text)  # JSON: what the host says of itself


class WishState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    REPLACED = "replaced"  # by a later one of its kind


class Wish(Base):
    """What a worker shall be told, who wished it, and what came of it. Rows are never deleted."""

    __tablename__ = "wishes"
    __table_args__ = (Index("ix_wishes_worker_id_state", "worker_id", "state"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    kind: Mapped[str] = mapped_column(String(12))  # as cocoon.control.Kind
    value: Mapped[int | None] = mapped_column(BigInteger)
    proxy: Mapped[str | None] = mapped_column(String(128))
    made_by: Mapped[int | None] = mapped_column(BigInteger)  # the key
    made_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))
    detail: Mapped[str | None] = mapped_column(String(300))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class EnrolmentCode(Base):
    """A code is an API key whose only right is to become an agent; how often it may."""

    __tablename__ = "enrolment_codes"

    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"), primary_key=True)
    hosts: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
