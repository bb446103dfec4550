"""What one reading shows: each cause at its boundary, and silence about what is not known."""

from typing import Any

import pytest

from cocoonpool.cocoon.reading import Connection, Reading
from cocoonpool.workers.causes import CAUSES, Severity
from cocoonpool.workers.status import Status
from tests.workers.watch import (
    NEW_BUILD,
    OLD_BUILD,
    SECOND,
    START,
    WALLET,
    Watch,
    cause,
    codes,
    connection,
    contract,
    first_look,
    reading,
)


def test_a_healthy_worker_has_no_cause() -> None:
    found = Watch().healthy()
    assert (found.status, found.causes, found.restarted) == (Status.HEALTHY, (), False)


def test_a_reading_that_knows_nothing_makes_no_cause() -> None:
    found = Watch().look(Reading())
    assert (found.status, codes(found)) == (Status.HEALTHY, [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"enabled": False}, "disabled"),
        ({"image_allowed": False}, "image_not_allowed"),
        ({"model_allowed": False}, "model_not_allowed"),
        ({"connections": ()}, "no_proxy"),
        ({"connections": (connection(None),)}, "no_proxy"),
        ({"connections": (Connection("[::1]:1", False, None),)}, "no_proxy"),
        ({"model_connected": False, "tokens_total": 0}, "model_loading"),
        ({"model_connected": False, "tokens_total": 50}, "model_lost"),
    ],
)
def test_what_stops_the_earning_is_an_error(changes: dict[str, Any], code: str) -> None:
    found = Watch().healthy(**changes)
    assert codes(found) == [code]
    assert found.causes[0].severity is Severity.ERROR
    assert found.status is Status.DEGRADED


def test_without_the_stats_page_nothing_is_claimed_about_proxies() -> None:
    unseen: dict[str, Any] = {"connections": None, "enabled": None, "model_connected": None, "missing": ("stats page",)}
    found = Watch().healthy(**unseen)
    assert (found.status, codes(found)) == (Status.HEALTHY, ["stats_page_missing"])


@pytest.mark.parametrize(
    ("age", "expected"),
    [(599, []), (600, ["ton_late"]), (3_599, ["ton_late"]), (3_600, ["ton_out_of_sync"]), (-50, [])],
)
def test_ton_is_late_after_ten_minutes_and_out_of_sync_after_an_hour(age: int, expected: list[str]) -> None:
    assert first_look(ton_state=None, ton_synced_at=START // 1000 - age) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("synced", []), ("late", ["ton_late"]), ("out of sync", ["ton_out_of_sync"])]
)
def test_the_workers_word_on_ton_wins_over_our_clock(word: str, expected: list[str]) -> None:
    for age in (0, 700, 9_000):
        assert first_look(ton_state=word, ton_synced_at=START // 1000 - age) == expected
    assert first_look(ton_state=word, ton_synced_at=None) == expected


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        (5_000_000_000, []),
        (4_999_999_999, ["wallet_low"]),
        (2_100_000_000, ["wallet_low"]),
        (2_099_999_999, ["wallet_too_low"]),
        (0, ["wallet_too_low"]),
        (-2, []),
        (None, []),
    ],
)
def test_the_wallet_is_low_under_5_ton_and_too_low_under_2_1(balance: int | None, expected: list[str]) -> None:
    assert first_look(wallet_balance=balance) == expected


def test_the_sentence_says_what_to_do_with_exact_amounts() -> None:
    low = cause(Watch().healthy(wallet_balance=4_200_000_000), "wallet_low")
    assert low.detail == f"Top the wallet {WALLET} up to at least 5 TON; it holds 4.2."
    assert "it holds 0.000000001." in cause(Watch().healthy(wallet_balance=1), "wallet_too_low").detail


def test_a_contract_that_closes_is_told_only_while_the_worker_works_under_it() -> None:
    closing, gone = contract(closing=True), contract(proxy="UQgone", closing=True)
    assert first_look(proxies=(closing,)) == ["contract_closing"]
    assert first_look(proxies=(contract(), gone)) == []
    assert first_look(proxies=(closing,), connections=None) == ["contract_closing"]


def test_old_terms_mean_closing_while_connected_through_them() -> None:
    old = (contract(params_version=1),)
    assert first_look(proxies=old, params_version=2) == ["contract_closing"]
    assert first_look(proxies=old, params_version=1) == []
    assert first_look(proxies=old, params_version=2, connections=None) == []
    assert first_look(proxies=old, params_version=None) == []


def test_a_contract_that_is_not_initialised_says_whether_any_can_pay() -> None:
    bare, fine = contract(sc_inited=False), contract("UQother", "UQproxy2")
    both = (connection(), connection("UQproxy2"))
    some = Watch().healthy(proxies=(bare, fine), connections=both)
    none = Watch().healthy(proxies=(bare,))
    assert codes(some) == codes(none) == ["contract_not_initialised"]
    assert "nothing can be paid" not in some.causes[0].detail
    assert "nothing can be paid" in none.causes[0].detail
    assert first_look(proxies=(contract(sc_inited=None),)) == []


@pytest.mark.parametrize(
    ("built_at", "newest", "expected"),
    [
        (OLD_BUILD, 3, []),
        (OLD_BUILD, 4, ["too_old"]),
        (NEW_BUILD, 5, []),
        (NEW_BUILD, 6, ["too_old"]),
        (OLD_BUILD, None, []),
    ],
)
def test_a_worker_is_too_old_when_the_network_speaks_newer(
    built_at: int, newest: int | None, expected: list[str]
) -> None:
    assert codes(Watch(newest).healthy(built_at=built_at, new_http=None)) == expected


def test_the_http_server_tells_the_age_of_a_build_without_a_date() -> None:
    assert codes(Watch(4).healthy(built_at=None, new_http=False)) == ["too_old"]
    assert codes(Watch(5).healthy(built_at=None, new_http=True)) == []
    assert codes(Watch(9).healthy(built_at=None, new_http=None)) == []


def test_a_later_build_can_read_what_it_shows() -> None:
    assert codes(Watch(7).healthy(struct_version=7)) == []


def test_saturated_takes_two_looks_in_a_row() -> None:
    watch, full = Watch(), {"active_requests": 60}
    assert codes(watch.healthy(**full)) == []
    assert codes(watch.healthy(after=15 * SECOND, **full)) == ["saturated"]
    assert codes(watch.healthy(after=15 * SECOND, active_requests=59)) == []
    assert codes(watch.healthy(after=15 * SECOND, **full)) == []
    assert codes(Watch().healthy(active_requests=0, max_active_requests=0)) == []


def test_another_coefficient_than_the_wanted_one_comes_with_the_command() -> None:
    found = Watch(wanted_coefficient=1_200, has_access_hash=False).healthy()
    detail = cause(found, "coefficient_differs").detail
    assert detail.endswith("curl 'http://127.0.0.1:12000/request/change_coefficient?coefficient=1.2'")
    assert codes(Watch(wanted_coefficient=1_000).healthy()) == []
    assert codes(Watch(wanted_coefficient=1_200).healthy(coefficient=None)) == []


def test_a_worker_that_is_on_against_the_wish_comes_with_the_command() -> None:
    found = Watch(wanted_enabled=False, has_access_hash=True).healthy()
    assert cause(found, "enabled_differs").detail.endswith("'http://127.0.0.1:12000/request/disable?access_hash=…'")
    assert codes(Watch(wanted_enabled=False).healthy(enabled=False)) == ["disabled"]
    assert codes(Watch(wanted_enabled=True).healthy()) == codes(Watch(wanted_enabled=False).healthy(enabled=None)) == []


def test_an_open_control_port_is_an_info_on_loopback_and_a_warning_elsewhere() -> None:
    here = Watch(has_access_hash=False, on_loopback=True).healthy()
    elsewhere = Watch(has_access_hash=False, on_loopback=False).healthy()
    assert (here.status, codes(here)) == (Status.HEALTHY, ["port_without_access_hash"])
    assert (elsewhere.status, codes(elsewhere)) == (Status.DEGRADED, ["control_port_exposed"])
    assert codes(Watch(has_access_hash=True, on_loopback=False).healthy()) == []


def test_what_a_build_no_longer_prints_is_named() -> None:
    names = tuple(f"field{n}" for n in range(7))
    found = Watch().healthy(missing=("stats page", *names))
    assert codes(found) == ["stats_page_missing", "unknown_build"]
    assert "field4 and 2 more" in cause(found, "unknown_build").detail


def test_values_of_the_worker_stay_short_and_printable() -> None:
    name = "a\nb\x1b[31m‮{port}" + "x" * 10_000
    detail = cause(Watch().healthy(model=name, model_allowed=False), "model_not_allowed").detail
    assert detail.isprintable()
    assert len(detail) < 300


def test_errors_come_first_then_warnings_then_infos() -> None:
    found = Watch(has_access_hash=False).healthy(enabled=False, wallet_balance=3 * 10**9)
    assert codes(found) == ["disabled", "wallet_low", "port_without_access_hash"]
    rank = list(Severity)
    assert [kind.severity for kind in CAUSES.values()] == sorted(
        (kind.severity for kind in CAUSES.values()), key=rank.index
    )


def test_since_is_kept_while_a_cause_holds_and_starts_anew_after_a_break() -> None:
    watch = Watch()
    began = cause(watch.healthy(enabled=False), "disabled").since
    assert began == START
    assert cause(watch.healthy(enabled=False, after=15 * SECOND), "disabled").since == began
    watch.healthy(after=15 * SECOND)
    assert cause(watch.healthy(enabled=False, after=15 * SECOND), "disabled").since == watch.now


def test_a_look_never_changes_what_was_remembered_before() -> None:
    watch = Watch()
    watch.healthy(enabled=False)
    kept = watch.memory
    before = repr(kept)
    watch.look(reading(watch.now, queries=0, model="other"), after=SECOND)
    assert repr(kept) == before
