"""What is said about real workers, from their recorded pages."""

import pytest

from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Reading
from cocoonpool.workers.status import Diagnosis, Status
from tests.captures import GENERATIONS, pages
from tests.workers.watch import MINUTE, START, Watch, codes

BOTH = pytest.mark.parametrize("generation", GENERATIONS)


def recorded(name: str, *, stats: bool = True) -> Reading:
    result = read(pages(name, stats=stats))
    assert isinstance(result, Reading)
    return result


def look(*names: str) -> Diagnosis:
    """The last of several looks, a minute apart, at the time of the first recording."""
    readings = [recorded(name) for name in names]
    watch = Watch()
    watch.now = (readings[0].ton_synced_at or START // 1000) * 1000
    for reading in readings:
        found = watch.look(reading, after=MINUTE)
    return found


@BOTH
@pytest.mark.parametrize("name", ["01_fresh", "03_inflight_w12000"])
def test_a_worker_in_order_is_healthy(generation: str, name: str) -> None:
    found = look(f"{generation}/{name}")
    assert (found.status, codes(found)) == (Status.HEALTHY, [])


# Where the proxy was not up in the recording, "no_proxy" is the truth. 2025-12 ran long enough for TON to be late.
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["2025-12/04_disabled"], ["disabled", "ton_late"]),
        (["2026-04/04_disabled"], ["disabled"]),
        (["2025-12/06_modeldown"], ["model_lost", "ton_late"]),
        (["2026-04/06_modeldown"], ["model_lost"]),
        (["2026-04/06_modeldown", "2026-04/05_coef_1.5"], []),
        (["2025-12/07_proxydown"], ["no_proxy", "ton_late"]),
        (["2026-04/07_proxydown"], ["no_proxy"]),
        (["2025-12/10_quote"], ["no_proxy"]),
        (["2026-04/10_quote"], ["no_proxy"]),
        (["2025-12/11_uplink_never_ok"], ["model_loading", "no_proxy"]),
        (["2026-04/11_uplink_never_ok"], ["model_loading", "no_proxy"]),
        (["2025-12/19_clock_plus_700s"], ["no_proxy", "ton_late"]),
        (["2025-12/19_clock_plus_3700s"], ["no_proxy", "ton_out_of_sync"]),
    ],
)
def test_what_was_broken_is_what_is_named(names: list[str], expected: list[str]) -> None:
    assert codes(look(*names)) == expected


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_real_restart_is_seen(generation: str) -> None:
    before = recorded(f"{generation}/08_before_restart", stats=False)
    watch = Watch()
    watch.look(before)
    found = watch.look(recorded(f"{generation}/08_after_restart"), after=MINUTE)
    assert found.restarted
    assert "restarted" in codes(found)
