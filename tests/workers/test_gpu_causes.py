"""GPU figures come from the VM's health monitor only; what it does not tell is unknown."""

from typing import Any

import pytest

from cocoonpool.cocoon.reading import Failure, Gpu, Guest, Reading, Service
from cocoonpool.workers.status import Diagnosis, Fleet, Memory, Status, diagnose
from tests.workers.watch import (
    HEALTHY_SUBJECT,
    MINUTE,
    SECOND,
    START,
    UNREACHABLE,
    Watch,
    cause,
    codes,
    gpu,
    guest,
    reading,
)

NO_DEVICE = Gpu(0, None, None, None, None, None, None, None)


def at(watch: Watch, *temperatures: int | None) -> Diagnosis:
    cards = [gpu(degrees, index=index) for index, degrees in enumerate(temperatures)]
    return watch.look(reading(watch.now + 15 * SECOND), guest(*cards), after=15 * SECOND)


@pytest.mark.parametrize(("degrees", "expected"), [(84, []), (85, ["gpu_hot"]), (None, [])])
def test_a_gpu_is_hot_from_85_degrees(degrees: int | None, expected: list[str]) -> None:
    assert codes(at(Watch(), degrees)) == expected


def test_a_hot_gpu_stays_hot_until_it_is_down_to_80() -> None:
    watch = Watch()
    expected = {84: [], 85: ["gpu_hot"], 81: ["gpu_hot"], 80: [], 81.5: []}
    assert [codes(at(watch, int(degrees))) for degrees in expected] == list(expected.values())


def test_the_hottest_card_is_named() -> None:
    detail = cause(at(Watch(), 60, 91, None), "gpu_hot").detail
    assert "GPU 1 is at 91 °C" in detail


@pytest.mark.parametrize("source", [Guest(), Guest(gpus=(NO_DEVICE,))])
def test_a_monitor_that_sees_no_card_is_a_warning(source: Guest) -> None:
    found = Watch().look(reading(), source)
    assert (found.status, codes(found)) == (Status.DEGRADED, ["gpu_not_seen"])


def test_a_worker_without_a_source_is_healthy_and_says_so() -> None:
    found = Watch(has_health_source=False).healthy()
    assert (found.status, codes(found)) == (Status.HEALTHY, ["gpu_source_missing"])


def test_an_agent_that_sends_the_monitors_answer_is_a_source() -> None:
    assert codes(Watch(has_health_source=False).look(reading(), guest())) == []


def test_a_source_that_fails_is_a_warning() -> None:
    found = Watch().look(reading(), UNREACHABLE)
    assert codes(found) == ["gpu_source_failed"]
    assert "no route to host" in found.causes[0].detail


def test_failing_services_are_named_critical_ones_first() -> None:
    services = (
        Service("metrics", "failed", False, False),
        Service("cocoon-vllm", "failed", True, False),
        Service("ssh", "active", False, True),
    )
    found = Watch().look(reading(), guest(services=services, services_ok=False))
    assert "failing: cocoon-vllm, metrics." in cause(found, "guest_services_failing").detail
    assert codes(Watch().look(reading(), guest(services_ok=None))) == []


def unasked(memory: Memory, now: int, **changes: Any) -> Diagnosis:
    return diagnose(HEALTHY_SUBJECT, memory, reading(now, **changes), None, Fleet(), now)


def test_a_source_that_was_not_asked_this_time_has_not_changed_its_mind() -> None:
    hot = at(Watch(), 90)
    later = unasked(hot.memory, START + 2 * MINUTE)
    assert (later.status, later.causes) == (Status.DEGRADED, hot.causes)
    both = unasked(later.memory, START + 3 * MINUTE, enabled=False)
    assert codes(both) == ["disabled", "gpu_hot"]


def test_an_old_word_of_the_source_is_not_repeated_for_ever() -> None:
    hot = at(Watch(), 90)
    assert codes(unasked(hot.memory, START + 6 * MINUTE)) == []


def test_a_source_given_but_never_asked_is_no_cause() -> None:
    result: Reading | Failure = reading()
    assert codes(diagnose(HEALTHY_SUBJECT, Memory(), result, None, Fleet(), START)) == []
