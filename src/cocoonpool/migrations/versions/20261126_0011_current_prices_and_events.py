"""What the coin is worth now, and the log of what happened to workers."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0011"
down_revision = "20261126_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "current_prices",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=160), nullable=False),
        sa.Column("quoted_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_current_prices")),
    )
    op.create_table(
        "worker_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_worker_events_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_events")),
    )
    with op.batch_alter_table("worker_events", schema=None) as batch_op:
        batch_op.create_index("ix_worker_events_worker_id_id", ["worker_id", "id"], unique=False)
