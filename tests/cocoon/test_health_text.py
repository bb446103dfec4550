"""The health monitor's texts are read without ever failing, and its zeros are not believed blindly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.cocoon.health_text import (
    read_gpus,
    read_guest,
    read_image_hash,
    read_services,
    read_services_ok,
    read_tee,
)
from cocoonpool.cocoon.reading import Gpu, Guest, Service
from tests.captures import GENERATIONS, PAYLOADS

CAPTURES = sorted(PAYLOADS.glob("*/15_health_*.txt"))
H200 = Gpu(0, "NVIDIA H200", 0, 0.0, 140.4, 31, 76, 700)
H100_NVL = Gpu(1, "NVIDIA H100 NVL", 100, 93.6, 93.6, 88, 399, 400)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

FAILING = """
Status: ERROR - 1 service(s) failing
TDX Image Hash: {hash}
System: Load 0.54 | Mem 1.9%
===============================

Services:
  [+] cocoon-ready.target: active (Mem: 100.0 MB)
  [-] cocoon-worker-runner.service: failed (7 restarts, Mem: 0 B)
  [~] cocoon-cert-refresh@a-1.timer: inactive
"""


def text_of(generation: str, name: str) -> str:
    return (PAYLOADS / generation / f"15_health_{name}.txt").read_bytes().decode(errors="replace")


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_recorded_answer_is_read_whatever_it_was_asked_for(path: object) -> None:
    text = path.read_bytes().decode(errors="replace")  # type: ignore[attr-defined]
    for command in ("gpu", "sys", "status", "tdx", "sev"):
        guest = read_guest({command: text})
        assert guest is None or guest.image_hash is None


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_cards_are_read(generation: str) -> None:
    assert read_gpus(text_of(generation, "gpu")) == (H200, H100_NVL)
    assert read_gpus(text_of(generation, "gpu_case_one")) == (
        Gpu(0, "NVIDIA H100 80GB HBM3", 87, 69.6, 79.6, 64, 612, 700),
    )


def test_colours_around_the_text_do_no_harm() -> None:
    guest = read_guest({"gpu": text_of("2025-12", "client_gpu")})
    assert guest is not None
    assert guest.gpus == (H200, H100_NVL)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_what_the_driver_did_not_report_is_unknown_not_idle(generation: str) -> None:
    assert read_gpus(text_of(generation, "gpu_case_na")) == (
        Gpu(0, "NVIDIA H100 80GB HBM3", None, 69.6, 79.6, 64, None, 700),
        Gpu(1, "NVIDIA B200", None, 0.1, 179.1, 40, None, 1000),
    )


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("case", ["nodevices0", "none", "fail", "empty"])
def test_without_a_card_there_is_no_card(generation: str, case: str) -> None:
    assert read_gpus(text_of(generation, f"gpu_case_{case}")) == ()


def test_a_card_without_memory_shows_no_figures() -> None:
    text = text_of("2026-04", "gpu_case_nodevices0").replace("No devices were found", "NVIDIA H200")
    assert read_gpus(text) == (Gpu(0, "NVIDIA H200", None, None, None, None, None, None),)


@pytest.mark.parametrize("figure", ["101%", "999%", "-5%", "9" * 5000 + "%", "nan%", "\u0661%", "%", ""])
def test_a_utilization_that_cannot_be_is_unknown(figure: str) -> None:
    text = text_of("2026-04", "gpu_case_one").replace("Utilization: 87%", f"Utilization: {figure}")
    assert read_gpus(text)[0].utilization is None


def test_a_model_name_is_short_and_printable() -> None:
    text = text_of("2026-04", "gpu_case_one").replace("NVIDIA", "\x07\u202e" + "N" * 5000)
    model = read_gpus(text)[0].model
    assert model is not None
    assert model.isprintable()
    assert len(model) <= 128


def test_a_flood_of_cards_and_services_is_cut() -> None:
    cards = "=== GPU METRICS ===\n" + "".join(f"GPU {i}:\n  Model: x\n" for i in range(5000))
    services = "Status: OK\n" + "  [+] a.service: active\n" * 5000
    assert len(read_gpus(cards)) <= 64
    assert len(read_services(services)) <= 256


@pytest.mark.parametrize(
    ("generation", "uptime", "load"), [("2025-12", 3849, 0.09), ("2026-04", 2 * 3600 + 5 * 60 + 26, 0.81)]
)
def test_the_system_is_read_in_spite_of_its_lone_bytes(generation: str, uptime: int, load: float) -> None:
    guest = read_guest({"sys": text_of(generation, "sys")})
    assert guest is not None
    assert (guest.uptime_s, guest.load_1m) == (uptime, load)
    assert guest.memory_used_fraction in (0.018, 0.019)


@pytest.mark.parametrize(("generation", "services"), [("2025-12", 8), ("2026-04", 10)])
def test_a_healthy_guest_says_so(generation: str, services: int) -> None:
    text = text_of(generation, "status")
    assert read_services_ok(text) is True
    found = read_services(text)
    assert len(found) == services
    assert found[0] == Service("cocoon-ready.target", "active", critical=False, ok=True)
    assert not any(service.critical for service in found)


def test_a_failing_service_is_told_from_one_that_does_not_matter() -> None:
    assert read_services_ok(FAILING) is False
    assert read_services(FAILING)[1:] == (
        Service("cocoon-worker-runner.service", "failed", critical=True, ok=False),
        Service("cocoon-cert-refresh@a-1.timer", "inactive", critical=False, ok=False),
    )


def test_the_image_hash_is_read_from_each_text_that_has_it() -> None:
    assert read_image_hash(FAILING.format(hash=HASH)) == HASH
    assert read_image_hash(f"=== SEV STATUS ===\n\nImage Hash: {HASH}\n") == HASH
    assert read_image_hash(text_of("2026-04", "tdx")) is None


def test_the_kind_of_guest_is_the_one_that_reports() -> None:
    assert read_tee(f"=== TDX STATUS ===\n\nImage Hash: {HASH}\n\nRTMR0: 00\n") == "tdx"
    assert read_tee(f"=== SEV STATUS ===\n\nImage Hash: {HASH}\n") == "sev"
    assert read_tee(text_of("2026-04", "tdx")) is None
    assert read_tee(text_of("2026-04", "sev")) is None


@pytest.mark.parametrize("generation", GENERATIONS)
def test_refused_commands_leave_everything_unknown(generation: str) -> None:
    assert read_guest({"gpu": text_of(generation, "bogus")}) == Guest()


def test_a_stranger_is_no_guest() -> None:
    assert read_guest({"gpu": "HTTP/1.1 400 Bad Request\r\n\r\n", "sys": "", "status": "x" * 10_000}) is None


lines = st.sampled_from([line for path in CAPTURES for line in path.read_bytes().decode(errors="replace").split("\n")])


@given(st.lists(lines | st.text(max_size=60), max_size=60))
def test_no_text_makes_the_reader_fail_or_believe_nonsense(parts: list[str]) -> None:
    text = "\n".join(parts)
    guest = read_guest(dict.fromkeys(("gpu", "sys", "status", "tdx", "sev"), text))
    for gpu in guest.gpus if guest else ():
        assert gpu.utilization is None or 0 <= gpu.utilization <= 100
        assert gpu.memory_total_gib is None or gpu.memory_total_gib > 0
        assert gpu.power_w is None or gpu.power_w > 0
        assert gpu.temperature_c is None or gpu.temperature_c > 0
