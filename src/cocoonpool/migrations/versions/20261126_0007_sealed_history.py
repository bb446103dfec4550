"""The tables of the sealed history."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0007"
down_revision = "20261126_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    worker_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "segments",
        sa.Column("worker_id", worker_id, nullable=False),
        sa.Column("resolution", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_segments_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", "resolution", "start", name=op.f("pk_segments")),
    )
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.create_index("ix_segments_resolution_start", ["resolution", "start"], unique=False)
    op.create_table(
        "sealed_until",
        sa.Column("worker_id", worker_id, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_sealed_until_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_sealed_until")),
    )
    op.create_table(
        "history_horizons",
        sa.Column("resolution", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("resolution", name=op.f("pk_history_horizons")),
    )
