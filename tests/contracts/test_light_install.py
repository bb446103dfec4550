"""A GPU host gets neither the database nor the web framework: what runs there must not import them."""

import subprocess
import sys

import pytest

from tests.contracts.tree import ROOT

HEAVY = ("sqlalchemy", "alembic", "fastapi", "starlette", "pydantic", "uvicorn", "prometheus_client", "httpx")
CLIENTS_OWN = {"cocoonpool.client": "httpx"}  # an extra of its own brings it


TYPERS_OWN = {"pydantic"}  # the command line's library brings it; nothing of ours on a GPU host imports it
LIGHT = (
    "cocoonpool.client",
    "cocoonpool.cocoon.client",
    "cocoonpool.cocoon.parse",
    "cocoonpool.ton.address",
    "cocoonpool.commands.agent",
)


@pytest.mark.parametrize("module", LIGHT)
def test_the_outside_world_is_seen_without_server_packages(module: str) -> None:
    heavy = [name for name in HEAVY if name != CLIENTS_OWN.get(module)]
    program = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    fresh = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (fresh.stdout.strip(), fresh.stderr) == ("[]", "")


def test_the_agents_requirements_hold_neither_database_nor_web_framework() -> None:
    lines = (ROOT / "requirements" / "agent.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in lines if "==" in line}
    assert pinned & set(HEAVY) <= TYPERS_OWN
    assert {"msgspec", "zstandard"} <= pinned


def test_an_agent_runs_where_the_heavy_packages_are_missing() -> None:
    """As after `pip install cocoonpool`: what is heavy cannot be imported, and the command says what to do."""
    hidden = "".join(f"sys.modules[{name!r}] = None; " for name in HEAVY if name not in TYPERS_OWN)
    call = "sys.argv = ['cocoonpool', 'agent', '--dir', '/nowhere']; import cocoonpool.cli as cli; cli.main()"
    fresh = subprocess.run([sys.executable, "-c", f"import sys; {hidden} {call}"], capture_output=True, text=True)
    assert fresh.returncode == 1
    assert "cocoonpool agent enroll" in fresh.stderr.replace("\n", " ")
