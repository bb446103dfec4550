"""An odd value in `/jsonstats` costs only itself; what is no worker's page is refused with a reason."""

import json
import tracemalloc

import pytest

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, FailureKind, Reading
from tests.captures import PAYLOADS, load

SOUND = load("2025-12/03_traffic_w12000_jsonstats").body
MALFORMED, NOT_A_WORKER = FailureKind.MALFORMED, FailureKind.NOT_A_WORKER


def seen(body: bytes) -> Reading:
    reading = read(Pages(body, None, None))
    assert isinstance(reading, Reading)
    return reading


def refused(body: bytes) -> FailureKind:
    answer = read(Pages(body, None, None))
    assert isinstance(answer, Failure)
    return answer.kind


def with_value(old: bytes, new: bytes) -> Reading:
    assert old in SOUND
    return seen(SOUND.replace(old, new, 1))


@pytest.mark.parametrize(
    "odd",
    [b"-1.000000", b"inf", b"-inf", b"nan", b"-nan", b"1e999", b"1" * 25 + b".000000", b"9" * 10**6, b'"80"', b"{}"],
)
def test_an_odd_counter_is_unknown_and_costs_only_itself(odd: bytes) -> None:
    reading = with_value(b"80.000000", odd)
    assert reading.queries is None
    assert reading.missing == ("stats.queries", "stats page")
    assert (reading.success, reading.tokens_total) == (74, 450_009_600)
    assert reading.proxies[0].max_known == 450_009_600


@pytest.mark.parametrize("odd", [b"18446744073709551615", b"-2147483649", b"1" * 400, b"true", b"null", b"7.5", b"nan"])
def test_an_odd_whole_number_is_unknown_and_costs_only_itself(odd: bytes) -> None:
    reading = with_value(b'"earned_tokens_max_known": 450009600', b'"earned_tokens_max_known": ' + odd)
    assert reading.proxies[0].max_known is None
    assert reading.proxies[0].committed_to_blockchain == 450_009_000
    if odd != b"null":
        assert reading.missing == ("proxies.earned_tokens_max_known", "stats page")


def test_negative_zero_is_zero() -> None:
    assert with_value(b"80.000000", b"-0.000000").queries == 0


def test_a_rate_may_be_anything() -> None:
    reading = with_value(b"0.000464", b"nan")
    assert reading.queries == 80
    assert reading.missing == ("stats page",)


def test_a_whole_number_may_be_printed_with_decimals() -> None:
    assert with_value(b'"seqno": 7', b'"seqno": 7.000000').wallet_seqno == 7


def test_the_coefficient_may_be_what_the_worker_was_talked_into() -> None:
    assert with_value(b'"coefficient": 1000', b'"coefficient": -2147483648').coefficient == -2147483648
    assert with_value(b'"coefficient": 1000', b'"coefficient": 0').coefficient == 0


def test_an_unknown_balance_is_not_a_debt() -> None:
    body = SOUND.replace(b"100000000000", b"-2")
    assert seen(body).wallet_balance is None
    assert seen(body).missing == ("stats page",)


def test_all_number_formats_of_the_printer_are_read() -> None:
    block = (PAYLOADS / "2025-12/17_harness_number_formats.txt").read_bytes().strip()
    reading = with_value(b'"wallet": {', b'"formats": ' + block + b',\n  "wallet": {')
    assert reading.missing == ("stats page",)
    assert reading.wallet_balance == 100_000_000_000


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        (b'a", "b', 'a", "b'),
        (b"back\\slash", "back\\slash"),
        (b'ends in a quote"', 'ends in a quote"'),
        (b"two\nlines", "twolines"),
        (b"\xff\xfeM", "\ufffd\ufffdM"),
        (b"bell\x07\x1b[31mred", "bell[31mred"),
        ("mirrored\u202egpj.exe".encode(), "mirroredgpj.exe"),
        (b"m" * 5000, "m" * 300),
        (b"", None),
    ],
)
def test_a_model_name_is_kept_as_printed_but_harmless(printed: bytes, kept: str | None) -> None:
    reading = with_value(b"Qwen/Qwen3-8B@abc123def456:" + b"0" * 64, printed)
    assert reading.model == kept
    assert reading.coefficient == 1000
    assert reading.tokens_total == 450_009_600


def test_a_build_that_escapes_its_strings_is_understood() -> None:
    page = json.loads(SOUND)
    page["localconfig"]["model"] = 'a"b\\c'
    assert seen(json.dumps(page).encode()).model == 'a"b\\c'
    page["wallet"]["seqno"] = "odd"
    assert seen(json.dumps(page, indent=2).encode()).model == 'a"b\\c'


@pytest.mark.parametrize("block", ["status", "stats", "wallet", "localconfig", "root_contract_config", "proxies"])
def test_a_missing_block_is_named_and_the_rest_is_read(block: str) -> None:
    page = json.loads(SOUND)
    del page[block]
    reading = seen(json.dumps(page).encode())
    assert reading.missing == (block, "stats page")
    assert (reading.queries == 80) is (block != "stats")


def test_a_missing_field_is_named() -> None:
    page = json.loads(SOUND)
    del page["status"]["git_commit"], page["localconfig"]["check_proxy_hash"]
    reading = seen(json.dumps(page).encode())
    assert reading.missing == ("status.git_commit", "localconfig.check_image_hashes", "stats page")
    assert (reading.git_commit, reading.checks_hashes) == (None, None)


def test_what_a_newer_build_adds_is_let_pass() -> None:
    page = json.loads(SOUND)
    page["new"] = {"deep": [1, {"a": None}]}
    page["stats"]["new"] = [1.0] * 9
    page["proxies"][0]["closing"] = True
    reading = seen(json.dumps(page).encode())
    assert reading.missing == ("stats page",)
    assert reading.proxies[0].closing is True


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        ("2026-04-11 16:34:44 +0100", 1775921684),
        ("2025-12-25 13:38:13 +0000", 1766669893),
        ("2025-12-25 08:38:13 -0500", 1766669893),
        ("2025-12-25 13:38:13 +9999", None),
        ("2025-13-25 13:38:13 +0000", None),
        ("1960-01-01 00:00:00 +0000", None),
        ("0001-01-01 00:00:00 +1400", None),
        ("yesterday", None),
    ],
)
def test_the_date_of_the_build_honours_its_zone(date: str, seconds: int | None) -> None:
    assert with_value(b"2025-12-25 13:38:13 +0000", date.encode()).built_at == seconds


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", MALFORMED),
        (b"\n\n", MALFORMED),
        (b"not found", MALFORMED),
        (b"{", MALFORMED),
        (b"\x00" * 4096, MALFORMED),
        (b"[" * 2**20, MALFORMED),
        (b'{"a":' * 2**18, MALFORMED),
        (b"9" * 10**6, MALFORMED),
        (b"<!DOCTYPE html><html><body>It works!</body></html>", NOT_A_WORKER),
        (b"{}", NOT_A_WORKER),
        (b"[1, 2]", NOT_A_WORKER),
        (b'"ok"', NOT_A_WORKER),
        (b'{"status": "ok"}', NOT_A_WORKER),
        (b'{"status": {"health": "green"}, "version": "1.2"}', NOT_A_WORKER),
        (b'{\n"status": nan\n}', NOT_A_WORKER),
    ],
)
def test_what_is_not_a_worker_is_refused(body: bytes, kind: FailureKind) -> None:
    assert refused(body) is kind


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_page_cut_short_is_refused_and_not_guessed(share: float) -> None:
    assert refused(SOUND.rstrip()[: int(len(SOUND.rstrip()) * share)]) is MALFORMED


def test_two_answers_run_together_are_refused() -> None:
    assert refused(SOUND + SOUND) is MALFORMED


def test_a_refusal_never_repeats_what_was_sent() -> None:
    answer = read(Pages(b'{"secret": <script>', None, None))
    assert isinstance(answer, Failure)
    assert "secret" not in answer.detail
    assert "script" not in answer.detail


def many_proxies(count: int) -> bytes:
    head, _, rest = SOUND.partition(b'"proxies": [')
    entry = rest[: rest.index(b"}") + 1]
    return head + b'"proxies": [' + b",".join([entry] * count) + b"\n  ]\n}"


@pytest.mark.parametrize("count", [257, 5_000, 100_000])
def test_proxies_are_capped_and_the_cap_is_named(count: int) -> None:
    reading = seen(many_proxies(count))
    assert len(reading.proxies) == 256
    assert reading.missing == ("proxies beyond 256", "stats page")
    assert reading.tokens_total == 450_009_600


def test_256_proxies_are_all_kept() -> None:
    reading = seen(many_proxies(256))
    assert len(reading.proxies) == 256
    assert reading.missing == ("stats page",)


BOMBS = {
    "brackets": b"[" * 2**20,
    "braces": b'{"a":' * 2**18,
    "brackets inside": SOUND.replace(b"80.000000", b"[" * 2**17, 1),
    "empty proxies": SOUND.replace(b'"proxies": [', b'"proxies": [' + b"{}," * 10**6, 1),
    "digits": SOUND.replace(b"80.000000", b"9" * 10**6, 1),
    "quotes": SOUND.replace(b"Qwen", b'"' * 200_000, 1),
    "blanks": SOUND.replace(b"Qwen", b'"' + b" " * 200_000, 1) + b" " * 10**6,
    "keys": b"{" + b'"a' * 10**5,
    "listed": SOUND.replace(b'"registered_proxies": [', b'"registered_proxies": [' + b"nan," * 60_000, 1),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(name: str) -> None:
    tracemalloc.start()
    read(Pages(BOMBS[name], None, None))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * 2**20
