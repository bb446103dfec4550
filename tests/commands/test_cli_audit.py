"""What is changed on the command line stands in the audit log, too, under the name of the system's user."""

import sqlite3
from pathlib import Path

import pytest

from tests.commands.test_cli import add_alice, add_worker, folder, run

__all__ = ["folder"]


def entries(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "cocoonpool.db") as database:
        rows = database.execute("SELECT action, subject, who, address FROM audit_log ORDER BY id").fetchall()
    assert all(who.startswith("command line (") and address is None for _, _, who, address in rows)
    return [(action, subject) for action, subject, _, _ in rows]


@pytest.mark.usefixtures("folder")
def test_every_change_by_a_command_leaves_an_entry(folder: Path) -> None:
    add_alice()
    assert add_worker().exit_code == 0
    assert run("keys", "create", "grafana", "--scopes", "read").exit_code == 0
    assert run("keys", "revoke", "1").exit_code == 0
    assert run("keys", "revoke", "1").exit_code == 0  # again: changes nothing
    assert entries(folder) == [
        ("participant.created", "participants/1"),
        ("worker.created", "workers/1"),
        ("key.created", "keys/1"),
        ("key.revoked", "keys/1"),
    ]
    assert add_worker().exit_code != 0  # the port is taken
    assert len(entries(folder)) == 4
