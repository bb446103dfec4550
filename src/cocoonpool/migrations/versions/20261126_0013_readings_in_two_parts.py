"""What of a reading stays the same from look to look stands in a table of its own and is written when it changed."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0013"
down_revision = "20261126_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_readings",
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_worker_readings_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_worker_readings")),
    )
    op.execute(
        "INSERT INTO worker_readings (worker_id, standing) "
        "SELECT worker_id, reading FROM worker_states WHERE reading IS NOT NULL"
    )
    with op.batch_alter_table("worker_states", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moving", sa.Text(), nullable=True))
        batch_op.drop_column("reading")
