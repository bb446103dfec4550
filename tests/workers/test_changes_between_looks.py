"""What only several looks can show: restarts, failing requests, idleness, changed settings, a lost model server."""

from typing import Any

import pytest

from cocoonpool.workers.status import Diagnosis, Status
from tests.workers.watch import (
    HOUR,
    MINUTE,
    REFUSED,
    RESET,
    SECOND,
    START,
    STARTING,
    Watch,
    cause,
    codes,
    served,
)

TICK = 15 * SECOND


def serve(watch: Watch, count: int, *, after: int = TICK, **changes: Any) -> Diagnosis:
    return watch.look(served(count, watch.now + after, **changes), after=after)


@pytest.mark.parametrize("total", ["queries", "success", "bytes_received", "bytes_sent", "busy_us", "tokens_total"])
def test_any_total_that_falls_is_a_restart(total: str) -> None:
    watch = Watch()
    watch.healthy()
    found = watch.healthy(after=TICK, **{total: 1})
    assert found.restarted
    assert (found.status, codes(found)) == (Status.HEALTHY, ["restarted"])
    assert not watch.healthy(after=TICK, **{total: 1}).restarted


def test_a_restart_is_told_for_ten_minutes() -> None:
    watch = Watch()
    serve(watch, 100)
    assert codes(serve(watch, 0)) == ["restarted"]
    assert codes(serve(watch, 1, after=10 * MINUTE - 1)) == ["restarted"]
    assert codes(serve(watch, 2, after=1)) == []


def test_a_total_that_is_missing_for_a_while_still_shows_the_restart() -> None:
    watch = Watch()
    serve(watch, 100)
    assert not serve(watch, 100, queries=None, success=None).restarted
    assert serve(watch, 100, queries=3).restarted


def test_growing_totals_are_no_restart() -> None:
    watch = Watch()
    assert not any(serve(watch, count).restarted for count in (0, 0, 1, 50, 50))


def test_a_model_server_that_was_there_is_lost_and_one_that_never_was_is_loading() -> None:
    watch = Watch()
    assert codes(serve(watch, 0, model_connected=False)) == ["model_loading"]
    serve(watch, 0)
    assert codes(serve(watch, 0, model_connected=False)) == ["model_lost"]


@pytest.mark.parametrize("between", [None, REFUSED, STARTING])
def test_after_a_restart_the_model_is_loading_again(between: Any) -> None:
    watch = Watch()
    serve(watch, 0 if between else 9)
    if between:
        watch.look(between, after=TICK)
    assert "model_loading" in codes(serve(watch, 0, model_connected=False))


@pytest.mark.parametrize(
    ("success", "failed", "expected"),
    [(4, 1, ["failing_requests"]), (3, 1, []), (46, 5, []), (45, 5, ["failing_requests"]), (5, 0, [])],
)
def test_one_failure_in_ten_of_at_least_five_is_too_much(success: int, failed: int, expected: list[str]) -> None:
    watch = Watch()
    serve(watch, 1_000)
    assert codes(serve(watch, 1_000 + success, failed=failed)) == expected


def test_failures_of_before_the_first_look_or_of_a_gap_are_not_of_the_last_minutes() -> None:
    watch = Watch()
    assert codes(serve(watch, 10, failed=500)) == []
    watch.look(RESET, after=TICK)
    assert codes(serve(watch, 20, failed=900, after=HOUR)) == []


def test_failing_requests_are_forgotten_after_five_minutes() -> None:
    watch = Watch()
    serve(watch, 10)
    assert codes(serve(watch, 10, failed=9)) == ["failing_requests"]
    for _ in range(4):
        assert codes(serve(watch, 10, failed=9, after=MINUTE)) == ["failing_requests"]
    assert codes(serve(watch, 10, failed=9, after=MINUTE)) == []


def test_failures_before_and_after_a_restart_are_added_up() -> None:
    watch = Watch()
    serve(watch, 100)
    assert codes(serve(watch, 100, failed=3)) == []
    assert codes(serve(watch, 0, failed=2)) == ["failing_requests", "restarted"]
    assert "5 of 5" in cause(serve(watch, 0, failed=2), "failing_requests").detail


def test_unknown_failures_make_no_claim() -> None:
    watch = Watch()
    serve(watch, 10)
    serve(watch, 10, failed=9)
    assert codes(serve(watch, 10, failed=None)) == []


@pytest.mark.parametrize(("success", "expected"), [(19, []), (20, ["no_tokens"])])
def test_many_successes_without_a_token_are_a_dead_model_server(success: int, expected: list[str]) -> None:
    watch = Watch()
    serve(watch, 100, tokens_total=7)
    assert codes(serve(watch, 100 + success, tokens_total=7)) == expected
    assert codes(serve(watch, 101 + success, tokens_total=8)) == []


def test_tokens_that_may_have_grown_unseen_make_no_claim() -> None:
    watch = Watch()
    serve(watch, 100, tokens_total=7)
    assert codes(serve(watch, 200, tokens_total=None)) == []
    assert codes(serve(watch, 300, tokens_total=7)) == []


def test_a_worker_without_requests_for_ten_minutes_is_idle_and_healthy() -> None:
    watch = Watch()
    serve(watch, 5)
    assert codes(serve(watch, 5, after=10 * MINUTE - 1)) == []
    found = serve(watch, 5, after=1)
    assert (found.status, codes(found)) == (Status.HEALTHY, ["idle"])
    assert codes(serve(watch, 6)) == []


def test_idle_is_said_only_when_all_is_well() -> None:
    watch = Watch()
    serve(watch, 5)
    assert codes(serve(watch, 5, after=HOUR, enabled=False)) == ["disabled"]
    assert codes(serve(watch, 5, after=HOUR, queries=None)) == []
    assert codes(serve(watch, 5, after=HOUR, active_requests=1)) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("owner_address", "earnings now go to UQthief"),
        ("root_address", "the root contract, now UQthief"),
        ("model", "the model, now UQthief"),
    ],
)
def test_a_changed_setting_is_told_for_a_day(field: str, words: str) -> None:
    watch = Watch()
    watch.healthy()
    changed = {field: "UQthief"}
    found = watch.healthy(after=TICK, **changed)
    assert found.status is Status.DEGRADED
    assert words in cause(found, "config_changed").detail
    later = watch.healthy(after=24 * HOUR - 1, **changed)
    assert cause(later, "config_changed").since == START + TICK
    assert "config_changed" not in codes(watch.healthy(after=1, **changed))


def test_a_setting_that_is_not_told_has_not_changed() -> None:
    watch = Watch()
    watch.healthy()
    assert codes(watch.healthy(after=TICK, owner_address=None)) == []
    assert codes(watch.healthy(after=TICK)) == []
    assert codes(watch.healthy(after=TICK, owner_address="UQthief")) == ["config_changed"]


def test_several_changes_of_a_day_are_all_named() -> None:
    watch = Watch()
    watch.healthy()
    watch.healthy(after=TICK, model="other")
    detail = cause(watch.healthy(after=TICK, model="other", owner_address="UQthief"), "config_changed").detail
    assert "owner" in detail
    assert "model" in detail
    assert "root contract" not in detail
