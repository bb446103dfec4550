"""Every recorded answer of a real worker is read whole, and says what was true when it was recorded."""

import msgspec
import pytest

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, FailureKind, Proxy, Reading
from tests.captures import PAYLOADS, load, pages, worker_names

OWNER = "UQAuz15H1ZHrZ_psVrAra7HealMIVeFq0wguqlmFno1f3B-m"
MODEL = "Qwen/Qwen3-8B@abc123def456:" + "0" * 64
PROXY = "UQBPkxYfPKgOBMbbi9VQVO2DQz7Wg3w9K5YTsl8x1_KaeZcZ"
FAMILY = sorted(
    f"{path.parent.name}/{path.name}"
    for kind in ("proxy", "client")
    for path in PAYLOADS.glob(f"*/*_{kind}_jsonstats.http")
    if path.stat().st_size > 0 and "without_proxy" not in path.name
)


def seen(name: str, *, stats: bool = True) -> Reading:
    reading = read(pages(name, stats=stats))
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize("name", worker_names("_jsonstats"))
def test_every_recorded_worker_is_read_without_a_gap(name: str) -> None:
    capture = load(name)
    reading = read(Pages(capture.body, None, capture.new_http))
    assert isinstance(reading, Reading)
    assert reading.missing == ("stats page",)
    assert reading.owner_address == OWNER
    assert reading.coefficient in (1000, 1500)
    assert reading.worker_fee_per_token == 1
    assert reading.checks_hashes is ("14_" in name)
    assert reading.proxies_registered == 1
    assert (reading.enabled, reading.connections, reading.failed) == (None, None, None)


@pytest.mark.parametrize("name", worker_names("_stats"))
def test_every_recorded_stats_page_is_read_without_a_gap(name: str) -> None:
    reading = read(Pages(load("2025-12/01_fresh_jsonstats").body, load(name).body, None))
    assert isinstance(reading, Reading)
    assert reading.missing == ()
    assert reading.image_allowed is True
    assert reading.max_active_requests == 60
    assert reading.connections is not None
    assert len(reading.connections) == 1


@pytest.mark.parametrize("name", FAMILY)
def test_a_proxy_or_a_client_is_not_a_worker(name: str) -> None:
    answer = read(Pages(load(name).body, None, None))
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.NOT_A_WORKER


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_the_balance_is_unknown_before_initialisation(generation: str) -> None:
    capture = load(f"{generation}/00_preinit_first_answer")
    reading = read(Pages(capture.body, None, capture.new_http))
    assert isinstance(reading, Reading)
    assert reading.wallet_balance is None
    assert reading.missing == ("stats page",)
    assert (reading.queries, reading.proxies) == (0, ())


@pytest.mark.parametrize(
    ("generation", "built_at", "new_http"), [("2025-12", 1766669893, False), ("2026-04", 1775921684, True)]
)
def test_the_build_is_told_by_its_commit_and_its_server(generation: str, built_at: int, new_http: bool) -> None:
    reading = seen(f"{generation}/01_fresh")
    assert (reading.built_at, reading.new_http) == (built_at, new_http)
    assert reading.git_commit is not None
    assert len(reading.git_commit) == 40


def test_traffic_is_counted_to_the_last_token() -> None:
    reading = seen("2025-12/03_traffic_w12000")
    assert (reading.queries, reading.success, reading.failed) == (80, 74, 6)
    assert (reading.bytes_received, reading.bytes_sent, reading.busy_us) == (5831, 28678, 64_105_045)
    assert reading.tokens_total == 450_009_600
    assert reading.tokens_prompt == 63_001_344
    assert reading.tokens_cached == 48_001_024
    assert reading.tokens_completion == 279_005_952
    assert reading.tokens_reasoning == 60_001_280
    assert (reading.wallet_balance, reading.wallet_seqno) == (100_000_000_000, 7)
    assert (reading.wallet_pending, reading.wallet_active) == (1, 1)


def test_the_contract_shows_what_was_earned() -> None:
    assert seen("2025-12/03_traffic_w12000").proxies == (
        Proxy(
            sc_address="UQDLYGhRHNqXquKXJazsjMBUUhXtmZ_Nom43-_sztpg80bUO",
            proxy_sc_address=PROXY,
            proxy_public_key="559087582B7E5EA2B2B986C258E0067B806A59B154E955DECF00429610EAB095",
            sc_inited=True,
            committed_to_blockchain=450_009_000,
            committed_to_proxy_db=450_009_000,
            max_known=450_009_600,
            cashed_out=0,
            expected_cashed_out=450_009_000,
            running_request=True,
            params_version=1,
        ),
    )


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_two_workers_of_one_owner_show_one_contract(generation: str) -> None:
    first, second = (seen(f"{generation}/03_traffic_{worker}") for worker in ("w12000", "w12010"))
    assert [proxy.sc_address for proxy in first.proxies] == [proxy.sc_address for proxy in second.proxies]
    assert first.wallet_address != second.wallet_address


@pytest.mark.parametrize(("generation", "active"), [("2025-12", 0), ("2026-04", 6)])
def test_requests_in_flight_are_not_failures(generation: str, active: int) -> None:
    reading = seen(f"{generation}/03_inflight_w12000")
    assert reading.active_requests == active
    assert reading.failed == 0


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_only_the_stats_page_knows_that_a_worker_is_disabled(generation: str) -> None:
    assert seen(f"{generation}/04_disabled").enabled is False
    assert seen(f"{generation}/04_disabled", stats=False).enabled is None
    assert seen(f"{generation}/05_coef_1.5").enabled is True


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_the_coefficient_is_per_mille(generation: str) -> None:
    assert seen(f"{generation}/05_coef_1.5").coefficient == 1500


@pytest.mark.parametrize("name", ["06_modeldown", "11_uplink_never_ok"])
@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_a_lost_model_server_shows(generation: str, name: str) -> None:
    assert seen(f"{generation}/{name}").model_connected is False
    assert seen(f"{generation}/01_fresh").model_connected is True


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_ready_without_a_contract_is_not_connected(generation: str) -> None:
    reading = seen(f"{generation}/07_proxydown")
    assert reading.connections is not None
    assert [(link.address, link.ready, link.connected) for link in reading.connections] == [
        ("[127.0.0.1:11001]", True, False)
    ]
    assert len(reading.proxies) == 1  # the entry stays when the proxy is gone


def test_a_worker_started_without_its_proxy_knows_no_contract() -> None:
    reading = seen("2025-12/07_w12010_started_without_proxy")
    assert reading.proxies == ()
    assert reading.connections is not None
    assert [link.ready for link in reading.connections] == [False]


def test_a_proxy_that_came_back_is_connected() -> None:
    connections = seen("2026-04/07_proxy_back").connections
    assert connections is not None
    assert [(link.connected, link.proxy_sc_address) for link in connections] == [(True, PROXY)]


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_a_restart_shows_as_totals_going_down(generation: str) -> None:
    before, after = seen(f"{generation}/08_before_restart", stats=False), seen(f"{generation}/08_after_restart")
    assert before.queries is not None
    assert before.queries > 0
    assert (after.queries, after.tokens_total, after.busy_us) == (0, 0, 0)


def test_earnings_survive_a_restart_on_the_proxy() -> None:
    before, after = seen("2025-12/08_before_restart", stats=False), seen("2025-12/08_after_restart")
    assert before.proxies[0].max_known == after.proxies[0].max_known
    assert seen("2026-04/08_after_restart").proxies == ()


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_a_worker_behind_an_access_hash_is_read_like_any_other(generation: str) -> None:
    assert seen(f"{generation}/09_hash_ok").model == MODEL


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
def test_a_quote_in_the_model_name_costs_nothing_but_the_tab(generation: str) -> None:
    reading = seen(f"{generation}/10_quote")
    assert reading.model == 'We"ird\\Model<b>'
    assert reading.missing == ()
    assert (reading.wallet_balance, reading.coefficient, reading.queries) == (100_000_000_000, 1000, 0)
    assert (reading.enabled, reading.model_allowed, reading.active_requests) == (True, None, 0)


def test_a_checked_model_is_known_to_be_allowed() -> None:
    assert seen("2025-12/14_hashcheck_ok").model_allowed is True
    assert seen("2025-12/14_hashcheck_ok").checks_hashes is True
    assert seen("2025-12/01_fresh").model_allowed is None


@pytest.mark.parametrize(("name", "state"), [("700s", "late"), ("3700s", "out of sync")])
def test_the_age_of_ton_is_told_in_words_and_seconds(name: str, state: str) -> None:
    reading = seen(f"2025-12/19_clock_plus_{name}")
    assert reading.ton_state == state
    assert reading.ton_synced_at is not None
    assert reading.ton_synced_at > 1_795_000_000


def test_an_old_worker_with_a_new_proxy_is_connected() -> None:
    reading = seen("2026-04/22_oldworker_newproxy")
    assert reading.new_http is False
    assert reading.connections is not None
    assert reading.connections[0].connected


@pytest.mark.parametrize("name", worker_names("_jsonstats"))
def test_a_reading_fits_a_column_of_64_bits(name: str) -> None:
    reading = read(Pages(load(name).body, None, None))
    for value in msgspec.structs.astuple(reading):
        assert not isinstance(value, int) or -(2**63) <= value < 2**63
