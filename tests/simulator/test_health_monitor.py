"""The health monitor: recorded texts, recorded framing (15_health_framing), living GPU figures."""

import re
from pathlib import Path

import pytest

from tests.captures import GENERATIONS, PAYLOADS
from tests.simulator.wire import HUNG_UP, Wire, simulated

UNKNOWN = b'{"error":"Unknown command.'
OLD_TEXTS = {
    b"status": "status",
    b"sys": "sys",
    b"tdx": "tdx",
    b"svc": "svc",
    b"logs": "logs",
    b"eventlog": "eventlog",
    b"svc nosuch": "svc_nosuch",
    b"logs nosuch": "logs_nosuch",
    b"status nosuch": "status_nosuch",
    b"status ssh": "status_ssh",
    b"logs cocoon-worker-runner 3": "logs_cocoon-worker-runner_3",
    b"svc cocoon-health": "svc_cocoon-health",
    b"GPU": "GPU",
    b"": "EMPTYREQUEST",
    b"bogus": "bogus",
}
NEW_TEXTS = {b"status": "status", b"sys": "sys", b"tdx": "tdx", b"sev": "sev", b"svc": "svc", b"bogus": "bogus"}


@pytest.mark.parametrize(("generation", "texts"), [(GENERATIONS[0], OLD_TEXTS), (GENERATIONS[1], NEW_TEXTS)])
async def test_texts_are_the_recorded_ones(generation: str, texts: dict[bytes, str]) -> None:
    async with simulated(generation=generation, health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        for command, name in texts.items():
            assert await wire.command(command) == (PAYLOADS / generation / f"15_health_{name}.txt").read_bytes()
        wire.close()


async def test_gpu_figures_live_in_the_recorded_text() -> None:
    recorded = (PAYLOADS / "2026-04" / "15_health_gpu_case_one.txt").read_bytes()
    figures = re.compile(rb"\d+(?=%\n|\xc2|W /)")
    async with simulated(scenario="busy", generation="2026-04", health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        cold = await wire.command(b"gpu")
        simulator.advance(30)
        warm = await wire.command(b"gpu")
        everything = await wire.command(b"all\n")
        wire.close()
    assert figures.sub(b"", cold) == figures.sub(b"", warm) == figures.sub(b"", recorded)
    assert [int(x) for x in figures.findall(cold)] < [int(x) for x in figures.findall(warm)]
    assert warm in everything
    assert b"\n\n=== TDX STATUS ===" in everything


@pytest.mark.parametrize(
    ("scenario", "words"), [("gpu_hot", "Temperature: 92°C"), ("no_gpu", "nvidia-smi not available")]
)
async def test_scenarios_of_the_card(scenario: str, words: str) -> None:
    async with simulated(scenario=scenario, health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        assert words.encode() in await wire.command(b"gpu")
        assert words.encode() in await wire.command(b"all")
        wire.close()


async def test_a_request_may_come_byte_by_byte_and_the_connection_is_kept() -> None:
    async with simulated(health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        for byte in b"\x04\x00\x00\x00sy":
            wire.writer.write(bytes([byte]))
            await wire.writer.drain()
        assert await wire.is_silent()
        wire.writer.write(b"s\n")
        assert await wire.reader.readexactly(4) != b""
        wire.close()


async def test_of_two_pipelined_requests_one_is_answered() -> None:
    async with simulated(health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        wire.writer.write(b"\x03\x00\x00\x00svc" * 2)
        length = int.from_bytes(await wire.reader.readexactly(4), "little")
        await wire.reader.readexactly(length)
        assert await wire.is_silent()
        wire.close()


async def test_the_longest_request_is_read_and_one_byte_more_is_not() -> None:
    async with simulated(health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        assert (await wire.command(b"x" * 16_536)).startswith(UNKNOWN)
        wire.writer.write((16_537).to_bytes(4, "little"))
        assert await wire.rest() == HUNG_UP


@pytest.mark.parametrize("request_", [b"\x00\x00\x00\x03gpu", b"gpu\n"])
async def test_wrong_framing_ends_the_connection(request_: bytes) -> None:
    async with simulated(health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        wire.writer.write(request_)
        assert await wire.rest() == HUNG_UP


async def test_who_half_closes_gets_no_answer() -> None:
    async with simulated(health_base_port=0) as simulator:
        wire = await Wire.to_health(simulator.monitors[0].address or "")
        wire.writer.write(b"\x03\x00\x00\x00gpu")
        wire.writer.write_eof()
        assert await wire.rest() == HUNG_UP


async def test_unix_sockets_appear_and_go(tmp_path: Path) -> None:
    async with simulated(workers=2, health_dir=tmp_path / "health") as simulator:
        assert simulator.monitors[1].address == f"unix:{tmp_path}/health/worker-1.sock"
        wire = await Wire.to_health(simulator.monitors[1].address)
        assert (await wire.command(b"gpu")).startswith(b"=== GPU METRICS ===")
        wire.close()
    assert list((tmp_path / "health").iterdir()) == []


def test_a_recorded_text_with_lone_bytes_is_kept_so() -> None:
    with pytest.raises(UnicodeDecodeError):
        (PAYLOADS / "2025-12" / "15_health_sys.txt").read_bytes().decode()
