"""`/perf` shows a living runner, even where it only answers with its known fault."""

import pytest

from cocoonpool.cocoon.perf import Perf, Rates, is_alive, parse_perf
from tests.captures import load


def test_the_figures_of_the_whole_runner_are_kept() -> None:
    perf = parse_perf(load("2025-12/03_traffic_w12000_perf").body)
    assert perf == Perf(
        ticks_per_second_estimate=2596120121.583302,
        load_per_second=Rates(0.000560, 0.002531, 0.002531),
        messages_per_second=Rates(11.924909, 85.891053, 85.891056),
        max_delay=Rates(0.000121, 0.004238, 0.004238),
        actors_alive=11,
        actors_executing=2,
    )


@pytest.mark.parametrize("body", [b"", b"lost http callback", b"Cummulative stats:", b"\xff" * 9, b"alive: " * 9999])
def test_a_page_without_figures_gives_none(body: bytes) -> None:
    assert parse_perf(body) == Perf()


@pytest.mark.parametrize(
    ("name", "alive"),
    [
        ("2025-12/01_fresh_perf", True),
        ("2025-12/12_realton_not_initialised_perf", True),
        ("2026-04/01_fresh_perf", True),
        ("2026-04/12_realton_not_initialised_perf", True),
        ("2025-12/01_fresh_unknown", False),
        ("2026-04/01_fresh_unknown", False),
        ("2026-04/01_fresh_stats", False),
    ],
)
def test_perf_or_its_known_fault_means_alive(name: str, alive: bool) -> None:
    capture = load(name)
    assert is_alive(capture.status, capture.body) is alive


def test_any_other_fault_does_not() -> None:
    assert not is_alive(500, b"Internal Server Error")
    assert not is_alive(404, b"lost http callback")
