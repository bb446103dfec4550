"""Agents on GPU hosts, the codes they enrol with, and which agent sends for a worker."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0010"
down_revision = "20261126_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _agents()
    _enrolment_codes()
    _wishes()
    with op.batch_alter_table("workers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agent_id", sa.BigInteger(), nullable=True))


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("machine", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("last_batch_at", sa.BigInteger(), nullable=True),
        sa.Column("stream", sa.String(length=64), nullable=True),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Text(), nullable=False),
        sa.Column("clock_wrong_s", sa.BigInteger(), nullable=True),
        sa.Column("dropped", sa.BigInteger(), nullable=False),
        sa.Column("damaged", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("allows_control", sa.Boolean(), nullable=False),
        sa.Column("troubles", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_agents_key_id_api_keys")),
        sa.ForeignKeyConstraint(["code_id"], ["api_keys.id"], name=op.f("fk_agents_code_id_api_keys")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_agents_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("key_id", name=op.f("uq_agents_key_id")),
    )
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.create_index("ix_agents_host", ["host"], unique=False)
        batch_op.create_index("ix_agents_participant_id_machine", ["participant_id", "machine"], unique=False)


def _wishes() -> None:
    op.create_table(
        "wishes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("proxy", sa.String(length=128), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_wishes_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index("ix_wishes_worker_id_state", ["worker_id", "state"], unique=False)


def _enrolment_codes() -> None:
    op.create_table(
        "enrolment_codes",
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hosts", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_enrolment_codes_key_id_api_keys")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_enrolment_codes")),
    )
