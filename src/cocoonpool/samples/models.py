"""Table: samples, one plain row per worker and look."""

from typing import Any, Final

from sqlalchemy import BigInteger, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from cocoonpool.db import Base, Id

MINUTE_MS: Final = 60_000


def _minute(context: Any) -> int:
    return int(context.get_current_parameters()["at"]) // MINUTE_MS


class Sample(Base):
    """Counters are as the worker printed them (they fall at its restart); None is "not known".

    The key begins with the minute, so that the looks of one tick lie side by side (docs/decisions/0017).
    """

    __tablename__ = "samples"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    minute: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, default=_minute)  # of `at`
    # No foreign key: checking it was a fifth of writing these rows on PostgreSQL. `db check` looks for rows of nobody.
    worker_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True)  # unix ms
    status: Mapped[str] = mapped_column(String(10))
    failure: Mapped[str | None] = mapped_column(String(16))
    restarted: Mapped[bool]
    duration_ms: Mapped[int | None]
    queries: Mapped[int | None] = mapped_column(BigInteger)
    success: Mapped[int | None] = mapped_column(BigInteger)
    failed: Mapped[int | None] = mapped_column(BigInteger)
    bytes_received: Mapped[int | None] = mapped_column(BigInteger)
    bytes_sent: Mapped[int | None] = mapped_column(BigInteger)
    busy_us: Mapped[int | None] = mapped_column(BigInteger)
    tokens_total: Mapped[int | None] = mapped_column(BigInteger)
    tokens_prompt: Mapped[int | None] = mapped_column(BigInteger)
    tokens_cached: Mapped[int | None] = mapped_column(BigInteger)
    tokens_completion: Mapped[int | None] = mapped_column(BigInteger)
    tokens_reasoning: Mapped[int | None] = mapped_column(BigInteger)
    active_requests: Mapped[int | None] = mapped_column(BigInteger)
    wallet_balance: Mapped[int | None] = mapped_column(BigInteger)  # nanoTON
    ton_synced_at: Mapped[int | None] = mapped_column(BigInteger)
    coefficient: Mapped[int | None] = mapped_column(BigInteger)
    revenue: Mapped[int] = mapped_column(BigInteger)  # nanoTON: cumulative share since we look (no opening balances)
    gpu_utilization: Mapped[int | None] = mapped_column(SmallInteger)  # percent, mean of the cards
    gpu_temperature: Mapped[int | None] = mapped_column(SmallInteger)  # °C, hottest card
    gpu_memory_mib: Mapped[int | None]
    gpu_power_w: Mapped[int | None]
