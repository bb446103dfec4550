"""The command line: right input works, also as JSON for programs; wrong input is said in words and changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cocoonpool.cli import app
from tests.make import ALICE

WALLET = "0:" + "a1" * 32


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COCOONPOOL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def as_json(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def add_alice() -> int:
    return int(as_json("participants", "add", WALLET, "--username", "alice")["id"])


def add_worker(*more: str) -> Result:
    return run("workers", "add", "--participant", "1", "--name", "Worker-0", "--port", "12000", *more)


def test_a_participant_is_added_and_listed(folder: Path) -> None:
    assert add_alice() == 1
    (person,) = as_json("participants", "list")
    assert person["username"] == "alice"
    assert person["ton_wallet_address"].startswith("UQ")
    assert "alice" in run("participants", "list").stdout


def test_a_worker_is_added_listed_and_shown(folder: Path) -> None:
    add_alice()
    assert add_worker("--coefficient", "1.2").exit_code == 0
    (worker,) = as_json("workers", "list")
    assert (worker["stats_port"], worker["price_coefficient"], worker["latest_status"]) == (12000, 1.2, "unknown")
    assert as_json("workers", "show", "1")["worker_name"] == "Worker-0"
    assert "Worker-0" in run("workers", "list").stdout


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--host", "10.0.0.1"), "outside the networks"),
        (("--host", "http://x"), "host"),
        (("--host", "2130706433"), "host"),
        (("--coefficient", "1.0005"), "three decimals"),
        (("--coefficient", "nan"), "coefficient"),
        (("--coefficient", "abc"), "not a number"),
        (("--access-hash", "a b"), "access_hash"),
        (("--health-source", "ftp://x"), "health_source"),
        (("--instance", "-1"), "instance_number"),
        (("--port", "0"), "stats_port"),
        (("--port", "65536"), "stats_port"),
        (("--name", "a\nb"), "control characters"),
        (("--participant", "99"), "no such participant"),
    ],
)
def test_a_worker_that_cannot_be_is_refused_in_words(folder: Path, more: tuple[str, ...], says: str) -> None:
    add_alice()
    result = add_worker(*more)
    assert result.exit_code in (1, 2)
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert as_json("workers", "list") == []


def test_the_access_hash_is_never_shown(folder: Path) -> None:
    add_alice()
    add_worker("--access-hash", "very-secret-hash")
    for words in (("workers", "list", "--json"), ("workers", "show", "1", "--json"), ("workers", "show", "1")):
        assert "very-secret-hash" not in run(*words).output


@pytest.mark.parametrize("wallet", ["", "UQAbc", "0:" + "g" * 64, ALICE[:-1], "<script>"])
def test_a_wallet_that_is_none_is_refused(folder: Path, wallet: str) -> None:
    result = run("participants", "add", wallet)
    assert result.exit_code == 2
    assert "ton_wallet_address" in result.stderr
    assert as_json("participants", "list") == []


def test_a_key_is_made_listed_without_its_secret_and_revoked(folder: Path) -> None:
    made = as_json("keys", "create", "grafana", "--scopes", "metrics", "--days", "30")
    (listed,) = as_json("keys", "list")
    assert made["key"].startswith("ckp_")
    assert made["key"] not in run("keys", "list", "--json").stdout
    assert listed["scopes"] == ["metrics"]
    assert run("keys", "revoke", str(made["id"])).exit_code == 0
    assert as_json("keys", "list")[0]["revoked_at"] is not None
    assert run("keys", "revoke", "77").exit_code == 1


@pytest.mark.parametrize(
    "more", [("--role", "king"), ("--scopes", "fly"), ("--role", "participant"), ("--networks", "1.2.3.4/99")]
)
def test_a_key_that_makes_no_sense_is_refused(folder: Path, more: tuple[str, ...]) -> None:
    assert run("keys", "create", "x", *more).exit_code in (1, 2)
    assert as_json("keys", "list") == []


def test_a_sound_database_is_said_to_be_sound(folder: Path) -> None:
    assert run("db", "upgrade").exit_code == 0
    assert as_json("db", "check") == {"ok": True, "findings": []}


def test_the_doctor_names_what_is_wrong(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCOONPOOL_PORT", "1")
    add_alice()
    add_worker("--port", "2")
    result = run("doctor")
    assert result.exit_code == 1
    assert "nothing answers at http://127.0.0.1:1/ready" in result.stdout
    assert "port_closed" in result.stdout


def test_a_bad_setting_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCOONPOOL_ALLOWED_WORKER_NETWORKS", "10.0.0.0/99")
    result = run("workers", "list")
    assert result.exit_code == 2
    assert "COCOONPOOL_ALLOWED_WORKER_NETWORKS" in result.stderr


def test_an_unknown_scenario_is_named(folder: Path) -> None:
    result = run("simulate", "--scenario", "dancing", "--base-port", "0")
    assert result.exit_code in (1, 2)
    assert "dancing" in result.stderr


def test_discovery_finds_nothing_where_nothing_is(folder: Path) -> None:
    assert run("workers", "discover", "127.0.0.1:1-1").exit_code == 1
    assert run("workers", "discover", "nonsense").exit_code == 2
