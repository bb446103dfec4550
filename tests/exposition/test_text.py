"""The text that Prometheus reads: right for every name and every claim, and bounded whatever a worker sends."""

import re
import subprocess
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Gpu, Guest, Reading
from cocoonpool.exposition.families import DOCUMENTED, GPU, MOST_SERIES
from cocoonpool.exposition.known import Known
from cocoonpool.exposition.text import escape, render
from cocoonpool.workers.causes import CAUSES, Cause
from tests import captures
from tests.workers import watch

NAMES = {
    "cocoon_worker_status", "cocoon_gpu_utilization", "cocoon_gpu_memory_used_gb", "cocoon_gpu_temperature_celsius",
    "cocoon_revenue_ton", "cocoon_inference_requests_total", "cocoon_worker_errors_total",
}  # fmt: skip
LABELS = ["worker_id", "worker_name", "participant_id", "instance"]


def card(index: int = 0, **changes: Any) -> Gpu:
    return msgspec.structs.replace(Gpu(index, "NVIDIA H100", 87, 70.1, 80.0, 61, 500, 700), **changes)


def recorded(name: str = "2025-12/03_traffic_w12000") -> Reading:
    reading = read(captures.pages(name))
    assert isinstance(reading, Reading)
    return reading


def known(**changes: Any) -> Known:
    causes = tuple(Cause(kind.code, kind.severity, 0, "") for kind in CAUSES.values())
    plain = Known(
        worker_id=7, participant_id=3, worker_name="Worker-0", host="127.0.0.1", stats_port=12000, status="degraded",
        causes=causes, looked_at=1_785_542_400_123, last_seen=1_785_542_400_123, revenue=123_456_789_123_456_789,
        opening=23_456_789_123_456_789, is_current=True,
        reading=recorded(), guest=Guest(gpus=(card(),)),
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def series(*workers: Known) -> dict[str, list[tuple[dict[str, str], float]]]:
    """What a reader of the text finds: labels and value of each series by name."""
    families = text_string_to_metric_families(render(workers).decode())
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for sample in (sample for family in families for sample in family.samples):
        found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def test_the_documented_names_have_the_documented_labels() -> None:
    found = series(known())
    assert found.keys() >= NAMES == {family.name for family in (*DOCUMENTED, *GPU)}
    for name in NAMES:
        ((labels, _),) = found[name]
        assert list(labels) == LABELS + (["gpu_id"] if "gpu" in name else [])
        assert labels["instance"] == "127.0.0.1:12000"


def test_the_figures_are_those_of_the_recorded_worker() -> None:
    found = {name: rows[0][1] for name, rows in series(known()).items()}
    assert (found["cocoon_inference_requests_total"], found["cocoon_worker_errors_total"]) == (80, 6)
    assert (found["cocoon_worker_requests_success_total"], found["cocoon_worker_busy_seconds_total"]) == (74, 64.105045)
    assert (found["cocoon_gpu_utilization"], found["cocoon_gpu_memory_used_gb"]) == (87, 70.1)
    assert (found["cocoon_worker_wallet_balance_ton"], found["cocoon_worker_connected_proxies"]) == (100, 1)
    tokens = {labels["kind"]: value for labels, value in series(known())["cocoon_worker_tokens_total"]}
    assert tokens == {"prompt": 63001344, "cached": 48001024, "completion": 279005952, "reasoning": 60001280}
    assert sum(tokens.values()) == recorded().tokens_total


def test_money_is_written_exactly() -> None:
    assert b"} 123456789.123456789\n" in render([known()])
    assert b"} 0.000000001\n" in render([known(revenue=1, opening=0)])


@pytest.mark.parametrize(("status", "value"), [("healthy", 1), ("degraded", 0.5), ("down", 0)])
def test_a_known_status_is_a_number(status: str, value: float) -> None:
    ((_, shown),) = series(known(status=status))["cocoon_worker_status"]
    assert shown == value


@pytest.mark.parametrize("status", ["unknown", "paused"])
def test_an_unknown_status_is_absent(status: str) -> None:
    assert "cocoon_worker_status" not in series(known(status=status, is_current=False))


def test_what_is_not_current_is_gone_and_counters_stay() -> None:
    now, later = series(known()), series(known(status="down", is_current=False))
    gone = {name for name in now if name not in later}
    assert gone == {
        "cocoon_gpu_utilization", "cocoon_gpu_memory_used_gb", "cocoon_gpu_temperature_celsius",
        "cocoon_worker_active_requests", "cocoon_worker_connected_proxies", "cocoon_worker_wallet_balance_ton",
        "cocoon_worker_ton_age_seconds", "cocoon_worker_max_requests",
    }  # fmt: skip
    assert {name for name in now if name.endswith("_total")} <= later.keys()


def test_unknown_is_absent_and_never_zero() -> None:
    nothing = known(
        status="unknown", causes=(), looked_at=None, last_seen=None, is_current=False, reading=None, guest=None
    )
    assert series(nothing).keys() == {"cocoon_revenue_ton"}
    blind = Guest(gpus=(card(0, utilization=None, memory_used_gib=None), card(1)))
    assert [labels["gpu_id"] for labels, _ in series(known(guest=blind))["cocoon_gpu_utilization"]] == ["1"]


@pytest.mark.parametrize("cards", [0, 1, 4, 8, 500])
def test_a_worker_never_has_more_than_forty_series(cards: int) -> None:
    found = series(known(guest=Guest(gpus=tuple(card(index) for index in range(cards)))))
    assert sum(map(len, found.values())) <= MOST_SERIES == 40
    assert {name for name in NAMES if "gpu" not in name} <= found.keys()
    assert len(found.get("cocoon_gpu_utilization", [])) == min(cards, 8)


def test_fifty_proxies_and_odd_names_make_no_series() -> None:
    proxies = tuple(watch.contract(f"UQ{number}", f"UQproxy{number}") for number in range(50))
    connections = tuple(watch.connection(f"UQproxy{number}") for number in range(50))
    odd = msgspec.structs.replace(recorded(), proxies=proxies, connections=connections, model='"}\n' * 99)
    found = series(known(reading=odd, worker_name='\\"\n{}' * 19))
    assert sum(map(len, found.values())) <= MOST_SERIES
    assert found["cocoon_worker_connected_proxies"][0][1] == 50


def test_no_series_stands_twice() -> None:
    twice = known(guest=Guest(gpus=(card(0), card(0), card(1))))
    lines = [
        line.rpartition(" ")[0] for line in render([twice, known(worker_id=8)]).decode().splitlines() if line[0] != "#"
    ]
    assert len(lines) == len(set(lines))


def test_each_metric_is_introduced_once_and_stands_together() -> None:
    text = render([known(), known(worker_id=8)]).decode()
    types = re.findall(r"^# TYPE (\S+) ", text, re.M)
    assert len(types) == len(set(types))
    order = [re.match(r"[a-z_]+", line) for line in text.splitlines() if line[0] != "#"]
    runs = [name[0] for index, name in enumerate(order) if name and (index == 0 or name[0] != order[index - 1][0])]  # type: ignore[index]
    assert len(runs) == len(set(runs))


@given(st.text(max_size=60))
def test_a_name_comes_out_as_it_went_in(name: str) -> None:
    line = next(
        line for line in render([known(worker_name=name)]).decode().split("\n") if "cocoon_revenue_ton{" in line
    )
    escaped = re.search(r'worker_name="((?:[^"\\]|\\.)*)"', line, re.S)
    assert escaped is not None
    assert escaped[1] == escape(name)
    assert re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], escaped[1]) == name


def test_what_a_worker_claims_cannot_break_the_page() -> None:
    hostile = msgspec.structs.replace(recorded(), model='x"} 1\ncocoon_revenue_ton{\\', git_commit="c" * 5000)
    found = series(known(reading=hostile, worker_name='a"b\\c\nd'))
    ((labels, value),) = found["cocoon_worker_info"]
    assert (labels["model"], len(labels["git_commit"]), value) == ('x"} 1\ncocoon_revenue_ton{\\', 128, 1)
    assert len(found["cocoon_revenue_ton"]) == 1
    assert labels["worker_name"] == 'a"b\\c\nd'


def test_promtool_complains_of_nothing_but_a_documented_name() -> None:
    page = render([known(), known(worker_id=8, host="::1", worker_name='"<b>\\', status="healthy")])
    found = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, check=False)
    complaints = [line for line in (found.stderr + found.stdout).decode().splitlines() if line]
    assert complaints == ["cocoon_gpu_memory_used_gb metric names should not contain abbreviated units"]
