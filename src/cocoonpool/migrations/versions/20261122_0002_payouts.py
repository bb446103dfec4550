"""The tables of payouts."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0002"
down_revision = "20261122_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _views_of_the_chain()
    _unassigned_transfers()
    _payouts()
    _indexes_of_payouts()


def _views_of_the_chain() -> None:
    op.create_table(
        "chain_views",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("head_seqno", sa.BigInteger(), nullable=True),
        sa.Column("head_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=500), nullable=True),
        sa.Column("trouble_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_chain_views")),
    )

    op.create_table(
        "pool_wallets",
        sa.Column("address", sa.String(length=70), nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.Column("last_lt", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=True),
        sa.Column("last_transaction_at", sa.BigInteger(), nullable=True),
        sa.Column("complete_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=500), nullable=True),
        sa.Column("trouble_since", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_pool_wallets")),
    )


def _unassigned_transfers() -> None:
    op.create_table(
        "unassigned_transfers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transaction_hash", sa.String(length=64), nullable=False),
        sa.Column("message_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("returned_by", sa.String(length=64), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("from_address", sa.String(length=70), nullable=False),
        sa.Column("to_address", sa.String(length=70), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("bounce", sa.Boolean(), nullable=False),
        sa.Column("transaction_time", sa.BigInteger(), nullable=False),
        sa.Column("lt", sa.BigInteger(), nullable=False),
        sa.Column("mc_block_seqno", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unassigned_transfers")),
        sa.UniqueConstraint("message_hash", name=op.f("uq_unassigned_transfers_message_hash")),
    )

    with op.batch_alter_table("unassigned_transfers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unassigned_transfers_to_address"), ["to_address"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_unassigned_transfers_transaction_hash"), ["transaction_hash"], unique=False
        )


def _payouts() -> None:
    op.create_table(
        "payouts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transaction_hash", sa.String(length=64), nullable=False),
        sa.Column("message_hash", sa.String(length=64), nullable=True),
        sa.Column("recorded_hash", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("amount_usd", sa.String(length=40), nullable=True),
        sa.Column("from_address", sa.String(length=70), nullable=False),
        sa.Column("to_address", sa.String(length=70), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("bounce", sa.Boolean(), nullable=True),
        sa.Column("transaction_time", sa.BigInteger(), nullable=False),
        sa.Column("lt", sa.BigInteger(), nullable=True),
        sa.Column("mc_block_seqno", sa.BigInteger(), nullable=True),
        sa.Column("period_start", sa.BigInteger(), nullable=True),
        sa.Column("period_end", sa.BigInteger(), nullable=True),
        sa.Column("verification", sa.String(length=10), nullable=False),
        sa.Column("verification_reason", sa.String(length=500), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("next_check_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_payouts_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.UniqueConstraint("message_hash", name=op.f("uq_payouts_message_hash")),
        sa.UniqueConstraint("participant_id", "recorded_hash", name=op.f("uq_payouts_participant_id_recorded_hash")),
    )


def _indexes_of_payouts() -> None:
    with op.batch_alter_table("payouts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payouts_next_check_at"), ["next_check_at"], unique=False)
        batch_op.create_index(
            "ix_payouts_participant_id_transaction_time", ["participant_id", "transaction_time"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payouts_transaction_hash"), ["transaction_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_payouts_transaction_time"), ["transaction_time"], unique=False)
