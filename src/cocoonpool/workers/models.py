"""Tables: workers (what was registered), worker_states and worker_readings (what is known now), worker_events."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Id, Instant

_PLACE_TAKEN = text("is_active AND deleted_at IS NULL")


class Worker(Base):
    __tablename__ = "workers"
    __table_args__ = (
        # Two active workers cannot stand on one port. An index, so that concurrent requests cannot slip by.
        Index(
            "uq_workers_active_place",
            "host",
            "stats_port",
            unique=True,
            sqlite_where=_PLACE_TAKEN,
            postgresql_where=_PLACE_TAKEN,
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    worker_name: Mapped[str] = mapped_column(String(100))
    instance_number: Mapped[int]
    host: Mapped[str] = mapped_column(String(253))
    stats_port: Mapped[int]
    access_hash: Mapped[str | None] = mapped_column(String(128))  # a secret: never leaves through API, log or error
    health_source: Mapped[str | None] = mapped_column(String(255))
    cid: Mapped[int | None] = mapped_column(BigInteger)  # of its VM; without a health source the monitor is tried there
    price_coefficient: Mapped[int | None]  # wanted, per mille: 1000 = 1.0
    collection: Mapped[str] = mapped_column(String(8))  # pull | push
    agent_id: Mapped[int | None] = mapped_column(BigInteger)  # the agent that sends for it; None: pulled
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)


class WorkerState(Base):
    """One row per worker, rewritten at each look. `moving` and `guest` are of the last ones that came."""

    __tablename__ = "worker_states"

    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(10), default="unknown")
    causes: Mapped[str] = mapped_column(Text, default="[]")  # JSON list of causes
    sample_at: Mapped[int | None] = mapped_column(BigInteger)  # last look, unix ms
    last_seen: Mapped[int | None] = mapped_column(BigInteger)  # last answer, unix ms; no failure touches it
    model: Mapped[str | None] = mapped_column(String(320))
    reported_coefficient: Mapped[int | None] = mapped_column(BigInteger)
    root_address: Mapped[str | None] = mapped_column(String(128))
    struct_version: Mapped[int | None] = mapped_column(BigInteger)
    gpu_utilization: Mapped[int | None] = mapped_column(SmallInteger)  # percent; None while nobody tells
    revenue: Mapped[int] = mapped_column(BigInteger, default=0)  # nanoTON: its share of all its contracts
    opening: Mapped[int] = mapped_column(BigInteger, default=0)  # nanoTON: the part of it from before we looked
    moving: Mapped[str | None] = mapped_column(Text)  # JSON of workers.last_reading.Moving
    guest: Mapped[str | None] = mapped_column(Text)  # JSON of cocoon.reading.Guest
    memory: Mapped[str] = mapped_column(Text, default="{}")  # JSON of workers.status.Memory


class WorkerReading(Base):
    """A worker's reading as it was when it last changed in anything but what moves at each look."""

    __tablename__ = "worker_readings"

    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(Text)  # JSON of cocoon.reading.Reading


class WorkerEvent(Base):
    """A worker's status or causes became others. Written where it happened; the oldest go (`workers.happened`)."""

    __tablename__ = "worker_events"
    __table_args__ = (Index("ix_worker_events_worker_id_id", "worker_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[int] = mapped_column(BigInteger)  # unix ms
    before: Mapped[str] = mapped_column(String(10))  # statuses
    after: Mapped[str] = mapped_column(String(10))
    came: Mapped[str] = mapped_column(Text)  # JSON: severities by code, of the causes that began
    gone: Mapped[str] = mapped_column(Text)  # JSON: codes of those that ended
