"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    generations = op.create_table(
        "generations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
    )
    op.bulk_insert(generations, [{"id": 1, "value": 0}])
    op.create_table(
        "participants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ton_wallet_address", sa.String(length=70), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=True),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("telegram_user_id", name=op.f("uq_participants_telegram_user_id")),
        sa.UniqueConstraint("ton_wallet_address", name=op.f("uq_participants_ton_wallet_address")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("scopes", sa.String(length=100), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("networks", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_api_keys_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
    )
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_keys_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "earning_contracts",
        sa.Column("sc_address", sa.String(length=70), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("unattributed", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_earning_contracts_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("sc_address", name=op.f("pk_earning_contracts")),
    )
    with op.batch_alter_table("earning_contracts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earning_contracts_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "workers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worker_name", sa.String(length=100), nullable=False),
        sa.Column("instance_number", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("stats_port", sa.Integer(), nullable=False),
        sa.Column("access_hash", sa.String(length=128), nullable=True),
        sa.Column("health_source", sa.String(length=255), nullable=True),
        sa.Column("cid", sa.BigInteger(), nullable=True),
        sa.Column("price_coefficient", sa.Integer(), nullable=True),
        sa.Column("collection", sa.String(length=8), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_workers_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workers")),
    )
    with op.batch_alter_table("workers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workers_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(
            "uq_workers_active_place",
            ["host", "stats_port"],
            unique=True,
            sqlite_where=sa.text("is_active AND deleted_at IS NULL"),
            postgresql_where=sa.text("is_active AND deleted_at IS NULL"),
        )

    op.create_table(
        "earning_hours",
        sa.Column("sc_address", sa.String(length=70), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sc_address"], ["earning_contracts.sc_address"], name=op.f("fk_earning_hours_sc_address_earning_contracts")
        ),
        sa.PrimaryKeyConstraint("sc_address", "worker_id", "hour", "opening", name=op.f("pk_earning_hours")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("earning_hours", schema=None) as batch_op:
        batch_op.create_index("ix_earning_hours_worker_id_hour", ["worker_id", "hour"], unique=False)

    op.create_table(
        "earning_workers",
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_earning_workers_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_earning_workers")),
    )
    op.create_table(
        "samples",
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("failure", sa.String(length=16), nullable=True),
        sa.Column("restarted", sa.Boolean(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("queries", sa.BigInteger(), nullable=True),
        sa.Column("success", sa.BigInteger(), nullable=True),
        sa.Column("failed", sa.BigInteger(), nullable=True),
        sa.Column("bytes_received", sa.BigInteger(), nullable=True),
        sa.Column("bytes_sent", sa.BigInteger(), nullable=True),
        sa.Column("busy_us", sa.BigInteger(), nullable=True),
        sa.Column("tokens_total", sa.BigInteger(), nullable=True),
        sa.Column("tokens_prompt", sa.BigInteger(), nullable=True),
        sa.Column("tokens_cached", sa.BigInteger(), nullable=True),
        sa.Column("tokens_completion", sa.BigInteger(), nullable=True),
        sa.Column("tokens_reasoning", sa.BigInteger(), nullable=True),
        sa.Column("active_requests", sa.BigInteger(), nullable=True),
        sa.Column("wallet_balance", sa.BigInteger(), nullable=True),
        sa.Column("ton_synced_at", sa.BigInteger(), nullable=True),
        sa.Column("coefficient", sa.BigInteger(), nullable=True),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("gpu_utilization", sa.SmallInteger(), nullable=True),
        sa.Column("gpu_temperature", sa.SmallInteger(), nullable=True),
        sa.Column("gpu_memory_mib", sa.Integer(), nullable=True),
        sa.Column("gpu_power_w", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_samples_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", "at", name=op.f("pk_samples")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "worker_states",
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("causes", sa.Text(), nullable=False),
        sa.Column("sample_at", sa.BigInteger(), nullable=True),
        sa.Column("last_seen", sa.BigInteger(), nullable=True),
        sa.Column("model", sa.String(length=320), nullable=True),
        sa.Column("reported_coefficient", sa.BigInteger(), nullable=True),
        sa.Column("root_address", sa.String(length=128), nullable=True),
        sa.Column("struct_version", sa.BigInteger(), nullable=True),
        sa.Column("gpu_utilization", sa.SmallInteger(), nullable=True),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("guest", sa.Text(), nullable=True),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_worker_states_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_worker_states")),
    )
