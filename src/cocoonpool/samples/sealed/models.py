"""Tables: the sealed segments, until when each worker's looks are sealed, and what retention has deleted."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base


class Segment(Base):
    """Rows of one worker, resolution and period as compressed columns. Never changed in place: replaced whole."""

    __tablename__ = "segments"
    __table_args__ = (Index("ix_segments_resolution_start", "resolution", "start"),)

    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    resolution: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # seconds; 0: each look
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # of the period, unix ms
    first_at: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int]
    version: Mapped[int] = mapped_column(SmallInteger)  # of the payload's format
    checksum: Mapped[int] = mapped_column(BigInteger)  # CRC-32 of the payload and the figures above
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class SealedUntil(Base):
    """Looks before `until` (unix ms) are sealed and rolled up; one that came later waits among the hot rows."""

    __tablename__ = "sealed_until"

    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    until: Mapped[int] = mapped_column(BigInteger)


class Horizon(Base):
    """What began before `until` (unix ms) is deleted in this resolution, and is not to come back."""

    __tablename__ = "history_horizons"

    resolution: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[int] = mapped_column(BigInteger)
