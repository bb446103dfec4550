"""Down needs evidence: a refused port, or two looks in a row. Unknown is never shown as down."""

import pytest

from cocoonpool.cocoon.reading import Failure, FailureKind
from cocoonpool.workers.status import Status
from tests.workers.watch import (
    CONNECT_TIMEOUT,
    HOUR,
    MINUTE,
    NEEDS_HASH,
    NOT_ALLOWED,
    OLD_BUILD,
    REFUSED,
    RESET,
    SECOND,
    SILENCE,
    STARTING,
    STRANGER,
    UNREACHABLE,
    Watch,
    cause,
    codes,
    guest,
)

DETAILED = [
    (UNREACHABLE, "host_unreachable", "no route"),
    (CONNECT_TIMEOUT, "host_unreachable", "no connection within"),
    (RESET, "runner_down", "runner inside"),
    (STRANGER, "not_a_worker", "not a Cocoon worker"),
    (Failure(FailureKind.TOO_LARGE, "9 MB"), "not_a_worker", "more than any worker"),
    (Failure(FailureKind.MALFORMED, "no JSON"), "not_a_worker", "cannot be read"),
    (Failure(FailureKind.BAD_STATUS, "418"), "not_a_worker", "refuses the pages"),
    (SILENCE, "no_answer", "hangs or is overloaded"),
    (Failure(FailureKind.TIMEOUT, "late"), "no_answer", "hangs or is overloaded"),
]


def test_a_refused_port_is_down_at_once() -> None:
    watch = Watch()
    watch.healthy()
    found = watch.look(REFUSED, after=15 * SECOND)
    assert found.status is Status.DOWN
    assert codes(found) == ["port_closed"]
    assert found.causes[0].detail.startswith("VM or runner is down")
    assert "12000" in found.causes[0].detail


@pytest.mark.parametrize(("failure", "code", "words"), DETAILED)
def test_two_failed_looks_are_down_and_say_why(failure: Failure, code: str, words: str) -> None:
    watch = Watch()
    assert watch.look(failure).status is Status.UNKNOWN
    found = watch.look(failure, after=15 * SECOND)
    assert found.status is Status.DOWN
    assert codes(found) == [code]
    assert words in found.causes[0].detail
    assert cause(found, code).since == watch.now - 15 * SECOND


@pytest.mark.parametrize("failure", [failure for failure, _, _ in DETAILED])
def test_one_failed_look_leaves_the_status_and_its_reasons(failure: Failure) -> None:
    watch = Watch()
    before = watch.healthy(wallet_balance=4_000_000_000)
    found = watch.look(failure, after=90 * SECOND)
    assert found.status is before.status is Status.DEGRADED
    assert codes(found) == ["wallet_low", "look_failed"]
    assert found.causes[0] == before.causes[0]


def test_one_failed_look_long_after_the_last_answer_is_unknown() -> None:
    watch = Watch()
    watch.healthy(wallet_balance=4_000_000_000)
    found = watch.look(RESET, after=90 * SECOND + 1)
    assert found.status is Status.UNKNOWN
    assert codes(found) == ["look_failed"]


def test_an_answer_between_two_failures_means_that_neither_is_down() -> None:
    watch = Watch()
    for result in (RESET, STARTING, RESET):
        assert watch.look(result, after=15 * SECOND).status is not Status.DOWN
    watch.healthy(after=15 * SECOND)
    assert watch.look(UNREACHABLE, after=15 * SECOND).status is Status.HEALTHY


def test_any_failure_after_a_refused_port_is_still_down() -> None:
    watch = Watch()
    watch.look(REFUSED)
    assert watch.look(CONNECT_TIMEOUT, after=15 * SECOND).status is Status.DOWN


def test_an_address_outside_the_allowed_networks_says_nothing_about_the_worker() -> None:
    watch = Watch()
    watch.healthy()
    for _ in range(3):
        found = watch.look(NOT_ALLOWED, after=15 * SECOND)
        assert found.status is Status.UNKNOWN
        assert codes(found) == ["not_allowed"]
    assert watch.look(RESET, after=SECOND).status is Status.UNKNOWN


def test_a_starting_worker_answers_so_it_is_degraded_not_down() -> None:
    watch = Watch()
    for _ in range(3):
        found = watch.look(STARTING, after=15 * SECOND)
        assert found.status is Status.DEGRADED
        assert codes(found) == ["starting"]
    assert codes(watch.look(SILENCE, after=15 * SECOND)) == ["starting", "look_failed"]


def test_a_worker_that_wants_the_access_hash_says_which() -> None:
    without, wrong = Watch(has_access_hash=False).look(NEEDS_HASH), Watch(has_access_hash=True).look(NEEDS_HASH)
    assert without.status is wrong.status is Status.DEGRADED
    assert "without its access hash" in cause(without, "needs_access_hash").detail
    assert "without another access hash" in cause(wrong, "needs_access_hash").detail


def test_a_new_build_may_be_silent_for_ten_minutes_while_it_changes_its_model() -> None:
    watch = Watch()
    watch.healthy()
    assert watch.look(SILENCE, after=MINUTE).status is Status.HEALTHY
    found = watch.look(SILENCE, after=MINUTE)
    assert (found.status, codes(found)) == (Status.UNKNOWN, ["no_answer"])
    assert "another model" in found.causes[0].detail
    assert watch.look(SILENCE, after=9 * MINUTE - 1).status is Status.UNKNOWN
    assert watch.look(SILENCE, after=1).status is Status.DOWN


def test_an_old_build_has_no_reason_to_be_silent() -> None:
    watch = Watch()
    watch.healthy(built_at=OLD_BUILD, new_http=False)
    watch.look(SILENCE, after=15 * SECOND)
    assert watch.look(SILENCE, after=15 * SECOND).status is Status.DOWN


def test_silence_after_another_failure_is_no_change_of_model() -> None:
    watch = Watch()
    watch.healthy()
    watch.look(RESET, after=15 * SECOND)
    assert watch.look(SILENCE, after=15 * SECOND).status is Status.DOWN


def test_a_paused_worker_has_no_causes_and_starts_afresh_afterwards() -> None:
    watch = Watch(is_active=False)
    found = watch.look(REFUSED)
    assert (found.status, found.causes) == (Status.PAUSED, ())
    watch.subject = Watch().subject
    assert watch.look(RESET, after=SECOND).status is Status.UNKNOWN


def test_what_the_monitor_says_explains_a_runner_that_is_down() -> None:
    watch = Watch()
    watch.look(RESET)
    found = watch.look(RESET, guest(services_ok=False), after=15 * SECOND)
    assert codes(found) == ["runner_down", "guest_services_failing"]
    source_is_gone_too = watch.look(RESET, UNREACHABLE, after=15 * SECOND)
    assert codes(source_is_gone_too) == ["runner_down"]


def test_down_for_an_hour_keeps_its_beginning() -> None:
    watch = Watch()
    began = watch.look(REFUSED).causes[0].since
    assert watch.look(REFUSED, after=HOUR).causes[0].since == began
    watch.healthy(after=SECOND)
    assert watch.look(REFUSED, after=SECOND).causes[0].since == watch.now
