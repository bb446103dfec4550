"""The tables of revenue received on chain."""

revision = "20261122_0004"
down_revision = "20261122_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
