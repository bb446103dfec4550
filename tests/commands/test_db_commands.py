"""`cocoonpool db …` as an operator uses it: back up, lose everything, restore, move to PostgreSQL."""

import json
import sqlite3
from pathlib import Path

import pytest

from cocoonpool.commands.demo import demo_settings
from tests.commands.test_cli import WALLET, as_json, run
from tests.databases import Clones


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COCOONPOOL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    as_json("participants", "add", WALLET, "--username", "alice")
    return tmp_path


def test_a_backup_brings_back_what_was_lost(folder: Path) -> None:
    said = as_json("db", "backup", str(folder / "safe.db"))
    assert said["rows"]["participants"] == 1
    (folder / "data" / "cocoonpool.db").unlink()
    assert run("db", "restore", str(folder / "safe.db")).exit_code == 0
    assert [person["username"] for person in as_json("participants", "list")] == ["alice"]


def test_a_restore_over_data_keeps_what_was_there(folder: Path) -> None:
    run("db", "backup", str(folder / "safe.db"))
    refused = run("db", "restore", str(folder / "safe.db"))
    assert (refused.exit_code, "--replace" in refused.stderr) == (1, True)
    done = run("db", "restore", str(folder / "safe.db"), "--replace")
    assert (done.exit_code, "cocoonpool.db.before-1" in done.stdout) == (0, True)


def test_sizes_are_shown_by_table(folder: Path) -> None:
    sizes = as_json("db", "stats")
    assert {table["table"] for table in sizes["tables"]} >= {"participants", "samples"}
    assert "participants" in run("db", "stats").stdout


def test_what_would_be_deleted_is_told_and_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("db", "retention").stdout == "Nothing of the history is too old, or too much.\n"
    with sqlite3.connect(folder / "data" / "cocoonpool.db") as rows:
        rows.execute("INSERT INTO segments VALUES (1, 0, 1785542400000, 1785542400000, 1785542400000, 1, 1, 1, x'00')")
    monkeypatch.setenv("COCOONPOOL_KEEP_RAW_DAYS", "2")
    (raw,) = as_json("db", "retention")
    assert (raw["resolution"], raw["segments"]) == (0, 1)
    assert raw["until"] > "2026-08-01T00:00:00Z"
    assert "all before" in run("db", "retention").stdout
    assert {share["of"] for share in as_json("db", "stats")["by_resolution"]} == {"0"}, "still there"


def test_everything_moves_to_postgresql(folder: Path, clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    with clones.another("template1") as url:
        moved = run("db", "migrate-to", url)
        assert moved.exit_code == 0, moved.output
        monkeypatch.setenv("COCOONPOOL_DATABASE_URL", url)
        assert [person["username"] for person in as_json("participants", "list")] == ["alice"]
        assert json.loads(run("db", "check", "--json").stdout) == {"ok": True, "findings": []}
        again = run("db", "migrate-to", url)
        assert "in use already" in again.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root:secret@127.0.0.1/a", "mysql is not supported"),
        ("nonsense", "not a database URL"),
        ("postgresql://me:secret@127.0.0.1:1/a", "cannot be reached"),
    ],
)
def test_a_place_that_cannot_be_is_said_without_its_password(folder: Path, url: str, says: str) -> None:
    refused = run("db", "migrate-to", url)
    assert refused.exit_code in (1, 2)
    assert says in refused.stderr
    assert "secret" not in refused.output


def test_the_url_may_stand_in_a_file(folder: Path, clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    with clones.another("template1") as url:
        (folder / "url").write_text(url + "\n")
        monkeypatch.setenv("COCOONPOOL_DATABASE_URL_FILE", str(folder / "url"))
        assert as_json("participants", "list") == []


def test_the_demo_never_touches_the_real_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCOONPOOL_DATABASE_URL", "postgresql://pool@127.0.0.1/precious")
    assert demo_settings(tmp_path, 8000, 5.0).sqlalchemy_url == f"sqlite:///{tmp_path / 'cocoonpool.db'}"
