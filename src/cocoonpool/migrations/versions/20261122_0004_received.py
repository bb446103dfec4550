"""The tables of revenue received on chain."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0004"
down_revision = "20261122_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _followed_owners()
    _received_payments()
    _contract_checks()


def _followed_owners() -> None:
    op.create_table(
        "followed_owners",
        sa.Column("address", sa.String(length=70), nullable=False),
        sa.Column("first_lt", sa.BigInteger(), nullable=False),
        sa.Column("first_hash", sa.String(length=64), nullable=True),
        sa.Column("last_lt", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=True),
        sa.Column("complete_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=500), nullable=True),
        sa.Column("trouble_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_followed_owners")),
    )


def _received_payments() -> None:
    op.create_table(
        "received_payments",
        sa.Column("transaction_hash", sa.String(length=64), nullable=False),
        sa.Column("message_hash", sa.String(length=64), nullable=False),
        sa.Column("owner_address", sa.String(length=70), nullable=False),
        sa.Column("lt", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("proxy_address", sa.String(length=70), nullable=False),
        sa.Column("sc_address", sa.String(length=70), nullable=True),
        sa.Column("tokens", sa.BigInteger(), nullable=True),
        sa.Column("fee_unit", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_address"],
            ["followed_owners.address"],
            name=op.f("fk_received_payments_owner_address_followed_owners"),
        ),
        sa.PrimaryKeyConstraint("transaction_hash", name=op.f("pk_received_payments")),
    )
    with op.batch_alter_table("received_payments", schema=None) as batch_op:
        batch_op.create_index("ix_received_payments_owner_address_at", ["owner_address", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_payments_sc_address"), ["sc_address"], unique=False)


def _contract_checks() -> None:
    op.create_table(
        "contract_checks",
        sa.Column("sc_address", sa.String(length=70), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("cashed_out", sa.BigInteger(), nullable=True),
        sa.Column("chain_tokens", sa.BigInteger(), nullable=True),
        sa.Column("chain_at", sa.BigInteger(), nullable=True),
        sa.Column("proof", sa.String(length=12), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("last_payment_at", sa.BigInteger(), nullable=True),
        sa.Column("received_amount", sa.BigInteger(), nullable=True),
        sa.Column("received_tokens", sa.BigInteger(), nullable=True),
        sa.Column("missing_tokens", sa.BigInteger(), nullable=True),
        sa.Column("missing_amount", sa.BigInteger(), nullable=True),
        sa.Column("missing_from", sa.BigInteger(), nullable=True),
        sa.Column("missing_since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sc_address"],
            ["earning_contracts.sc_address"],
            name=op.f("fk_contract_checks_sc_address_earning_contracts"),
        ),
        sa.PrimaryKeyConstraint("sc_address", name=op.f("pk_contract_checks")),
    )
