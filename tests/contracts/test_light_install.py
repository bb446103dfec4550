"""A GPU host gets neither the database nor the web framework: what runs there must not import them."""

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "alembic", "fastapi", "starlette", "pydantic", "uvicorn", "prometheus_client")


@pytest.mark.parametrize(
    "module", ["cocoonpool.client", "cocoonpool.cocoon.client", "cocoonpool.cocoon.parse", "cocoonpool.ton.address"]
)
def test_the_outside_world_is_seen_without_server_packages(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    fresh = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (fresh.stdout.strip(), fresh.stderr) == ("[]", "")
