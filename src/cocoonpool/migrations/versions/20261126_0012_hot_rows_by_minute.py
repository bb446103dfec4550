"""Hot rows lie by minute, not by worker, and have no foreign key: a tick of a whole fleet then changes few pages."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261126_0012"
down_revision = "20261126_0011"
branch_labels = None
depends_on = None

_COUNTERS = (
    "queries", "success", "failed", "bytes_received", "bytes_sent", "busy_us",
    "tokens_total", "tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning",
    "active_requests", "wallet_balance", "ton_synced_at", "coefficient",
)  # fmt: skip


def upgrade() -> None:
    op.rename_table("samples", "samples_before")
    if op.get_bind().dialect.name == "postgresql":  # there the names of keys are the schema's
        op.execute("ALTER TABLE samples_before DROP CONSTRAINT pk_samples")
    names = ", ".join(column.name for column in _columns()[1:])
    key = sa.PrimaryKeyConstraint("minute", "worker_id", "at", name=op.f("pk_samples"))
    op.create_table("samples", *_columns(), key, sqlite_with_rowid=False)
    op.execute(f"INSERT INTO samples (minute, {names}) SELECT at / 60000, {names} FROM samples_before")  # noqa: S608
    op.drop_table("samples_before")


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("minute", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("failure", sa.String(length=16), nullable=True),
        sa.Column("restarted", sa.Boolean(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in _COUNTERS),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("gpu_utilization", sa.SmallInteger(), nullable=True),
        sa.Column("gpu_temperature", sa.SmallInteger(), nullable=True),
        sa.Column("gpu_memory_mib", sa.Integer(), nullable=True),
        sa.Column("gpu_power_w", sa.Integer(), nullable=True),
    ]
