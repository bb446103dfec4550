"""What stands in deploy/ is sound: checked by the tools that will read it, and true to the program."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.dashboards import FOLDER, build
from scripts.panels import BOARDS, Board
from tests.contracts.test_metrics_documented import made
from tests.contracts.tree import ROOT

DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "rules"
METRIC = re.compile(r"\bcocoon(?:pool)?_[a-z0-9_]+")
RECORDED = re.compile(r"\bcocoonpool:[a-z0-9_:]+")


def said_by(*command: str, **environment: str) -> str:
    """What a program says that must have no complaint."""
    environment["PATH"] = os.environ["PATH"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=DEPLOY, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def rules() -> list[dict[str, Any]]:
    groups = [yaml.safe_load(path.read_text(encoding="utf-8"))["groups"] for path in RULES.glob("*.yml")]
    return [rule for group in groups for part in group for rule in part["rules"]]


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_a_dashboard_is_what_the_list_of_panels_makes(board: Board) -> None:
    shipped = (FOLDER / f"{board.name}.json").read_text(encoding="utf-8")
    assert shipped == build(board), "make dashboards"
    targets = [target for panel in json.loads(shipped)["panels"] for target in panel.get("targets", [])]
    assert len(targets) == sum(len(panel.queries) for _, panels in board.rows for panel in panels)


def test_only_metrics_that_exist_are_asked_for() -> None:
    asked = [query for board in BOARDS for _, panels in board.rows for panel in panels for query, _ in panel.queries]
    asked += [rule["expr"] for rule in rules()]
    assert {name for query in asked for name in METRIC.findall(query)} <= {*made()}
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    assert {name for query in asked for name in RECORDED.findall(query)} <= recorded


def test_every_query_of_a_dashboard_is_promql(tmp_path: Path) -> None:
    asked = [query for board in BOARDS for _, panels in board.rows for panel in panels for query, _ in panel.queries]
    written = [{"record": f"q:{n}", "expr": re.sub(r"\$\w+", "1", query)} for n, query in enumerate(asked)]
    path = tmp_path / "queries.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": written}]}))
    said_by("promtool", "check", "rules", str(path))


def test_promtool_finds_the_rules_and_the_configurations_sound(tmp_path: Path) -> None:
    said_by("promtool", "check", "rules", *map(str, RULES.glob("*.yml")))
    said_by("promtool", "test", "rules", *map(str, (DEPLOY / "prometheus" / "tests").glob("*.yml")))
    for name in ("prometheus.yml", "compose.yml"):
        text = (DEPLOY / "prometheus" / name).read_text(encoding="utf-8")
        (tmp_path / "cocoonpool.key").touch()
        (tmp_path / name).write_text(text.replace("rules/*.yml", f"{RULES}/*.yml"))
        said_by("promtool", "check", "config", str(tmp_path / name))


def test_both_configurations_of_prometheus_differ_in_the_place_of_the_server_only() -> None:
    own, composed = ((DEPLOY / "prometheus" / name).read_text() for name in ("prometheus.yml", "compose.yml"))
    assert own.replace("127.0.0.1:8000", "server:8000") == composed


def test_compose_reads_its_file_and_wants_secrets() -> None:
    compose = ("docker-compose", "-f", "compose.yml", "config")
    made_of = yaml.safe_load(said_by(*compose, POSTGRES_PASSWORD="a", GRAFANA_PASSWORD="b"))
    assert made_of["services"].keys() == {"server", "postgres", "redis", "prometheus", "grafana"}
    assert all(":127.0.0.1:" in f":{port}" for one in made_of["services"].values() for port in one.get("ports", []))
    with pytest.raises(AssertionError, match="set it in"):
        said_by(*compose)


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda path: path.name)
def test_systemd_finds_nothing_odd_in_a_unit(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    program = re.search(r"^ExecStart=(\S+) (\w+)$", text, re.M)
    assert program is not None
    assert program[2] in {"serve", "collect"}
    copy = tmp_path / unit.name
    copy.write_text(text.replace(program[1], "/bin/true").replace("/opt/cocoonpool", str(tmp_path)))
    assert said_by("systemd-analyze", "verify", str(copy)) == ""
