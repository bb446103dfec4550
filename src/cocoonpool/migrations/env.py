"""Alembic's entry: runs on the connection that `migrations.upgrade` hands over."""

from typing import Any, Literal

from alembic import context

from cocoonpool.db import Instant
from cocoonpool.tables import metadata


def _plain_types(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Migrations name what the database stores, so that they never change with our code."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_plain_types,
)
context.run_migrations()
