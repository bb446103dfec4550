"""The health monitor is asked over real sockets, one command at a time, framed as the real one frames."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvloop

from cocoonpool.cocoon import health
from cocoonpool.cocoon.health import HealthClient, HealthSource, default_source, parse_source
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.cocoon.reading import Failure, FailureKind, Guest, Signal
from tests.captures import GENERATIONS, PAYLOADS
from tests.cocoon.listening import LOOPBACK, Script, listening

UNKNOWN = b'{"error":"Unknown command. Available: status, logs, sys, svc, tdx, eventlog, gpu, all"}'
SEV = b"=== SEV STATUS ===\n\nImage Hash: 9f86d081884c7d659a2feaa0c55ad015\n"


def recorded(generation: str) -> dict[str, bytes]:
    folder = PAYLOADS / generation
    return {
        name: (folder / f"15_health_{name}.txt").read_bytes()
        for name in ("gpu", "sys", "status", "tdx", "sev")
        if (folder / f"15_health_{name}.txt").exists()
    }


def monitor(texts: Mapping[str, bytes], *, piece: int = 1 << 20, asked: list[str] | None = None) -> Script:
    """Behaves as 15_health_framing shows: a half-closed connection gets no answer."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            size = int.from_bytes(await reader.readexactly(4), "little")
            command = (await reader.readexactly(size)).decode()
            if asked is not None:
                asked.append(command)
            text = texts.get(command, UNKNOWN)
            frame = len(text).to_bytes(4, "little") + text
            for at in range(0, len(frame), piece):
                writer.write(frame[at : at + piece])
                await asyncio.sleep(0)

    return script


@asynccontextmanager
async def client_of(
    script: Script, total_timeout: float = 2.0, answer_cap: int = 1 << 20
) -> AsyncIterator[HealthClient]:
    async with listening(script) as port:
        source = parse_source(f"tcp://127.0.0.1:{port}")
        client = HealthClient(source, LOOPBACK, total_timeout=total_timeout, answer_cap=answer_cap)
        try:
            yield client
        finally:
            client.close()


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("piece", [1, 5, 1 << 20])
async def test_a_guest_is_read_however_the_bytes_are_cut(generation: str, piece: int) -> None:
    async with client_of(monitor(recorded(generation), piece=piece)) as client:
        guest = await client.fetch()
    assert isinstance(guest, Guest)
    assert [gpu.model for gpu in guest.gpus] == ["NVIDIA H200", "NVIDIA H100 NVL"]
    assert guest.services_ok is True
    assert guest.uptime_s is not None
    assert (guest.tee, guest.image_hash) == (None, None)


async def test_a_unix_socket_does_as_well(tmp_path: Path) -> None:
    async with listening(monitor(recorded("2026-04")), tmp_path / "health"):
        client = HealthClient(parse_source(f"unix:{tmp_path}/health"), LOOPBACK)
        guest = await client.fetch()
        await client.aclose()
    assert isinstance(guest, Guest)
    assert len(guest.gpus) == 2


async def test_the_kind_of_guest_is_asked_once_and_commands_are_read_only() -> None:
    asked: list[str] = []
    async with client_of(monitor(recorded("2026-04") | {"sev": SEV}, asked=asked)) as client:
        guests = [await client.fetch() for _ in range(2)]
    assert asked == ["gpu", "sys", "status", "tdx", "sev", "gpu", "sys", "status"]
    assert {(guest.tee, guest.image_hash) for guest in guests if isinstance(guest, Guest)} == {
        ("sev", "9f86d081884c7d659a2feaa0c55ad015")
    }


@pytest.mark.parametrize("after", [1, 3, 4, 5])
async def test_a_kept_connection_that_died_is_replaced_without_a_failure(after: int) -> None:
    connections: list[int] = []

    async def leaving(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(after)
        for _ in range(after):
            size = int.from_bytes(await reader.readexactly(4), "little")
            text = recorded("2026-04")[(await reader.readexactly(size)).decode()]
            writer.write(len(text).to_bytes(4, "little") + text)

    async with client_of(leaving) as client:
        guests = [await client.fetch() for _ in range(3)]
    assert all(isinstance(guest, Guest) and guest.services for guest in guests)
    assert len(connections) > 1


def replying(raw: bytes, *, close: bool = False) -> Script:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4)
        writer.write(raw)
        await writer.drain()
        if not close:
            await reader.read()

    return script


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (replying(b"", close=True), FailureKind.RESET),
        (replying(b"\x04\x00", close=True), FailureKind.RESET),
        (replying(b"\x04\x00\x00\x00abc", close=True), FailureKind.RESET),
        (replying(b"\x01\x00\x10\x00"), FailureKind.TOO_LARGE),
        (replying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), FailureKind.TOO_LARGE),
        (replying(b""), FailureKind.TIMEOUT),
        (replying(b"\x04\x00\x00\x00abc"), FailureKind.TIMEOUT),
        (monitor(dict.fromkeys(("gpu", "sys", "status", "tdx", "sev"), b"hello")), FailureKind.MALFORMED),
        (monitor(dict.fromkeys(("gpu", "sys", "status", "tdx", "sev"), b"")), FailureKind.MALFORMED),
    ],
)
async def test_an_answer_that_is_none_is_a_failure_with_its_reason(script: Script, kind: FailureKind) -> None:
    async with client_of(script, total_timeout=0.3) as client:
        failure = await client.fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is kind
    assert (failure.signal is Signal.ANSWER_TIMEOUT) == (kind is FailureKind.TIMEOUT)


async def test_the_cards_survive_when_what_follows_them_does_not() -> None:
    async def only_cards(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4 + len("gpu"))
        text = recorded("2026-04")["gpu"]
        writer.write(len(text).to_bytes(4, "little") + text)
        await reader.read()

    async with client_of(only_cards, total_timeout=0.3) as client:
        guest = await client.fetch()
    assert isinstance(guest, Guest)
    assert (len(guest.gpus), guest.services_ok, guest.uptime_s) == (2, None, None)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("tcp://10.1.2.3:9999", FailureKind.NOT_ALLOWED),
        ("tcp://no-such-host.invalid:9999", FailureKind.UNREACHABLE),
        ("unix:/no/such/socket", FailureKind.UNREACHABLE),
        ("tcp://127.255.255.255:9999", FailureKind.UNREACHABLE),
    ],
)
async def test_a_monitor_that_cannot_be_reached_says_why(source: str, kind: FailureKind) -> None:
    failure = await HealthClient(parse_source(source), LOOPBACK).fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is kind


async def test_a_guest_that_is_not_there_is_a_failure() -> None:
    client = HealthClient(parse_source("vsock://4294967290"), LOOPBACK, connect_timeout=0.2)
    assert isinstance(await client.fetch(), Failure)


async def test_a_closed_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    failure = await HealthClient(HealthSource("tcp", "127.0.0.1", port), LOOPBACK).fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.REFUSED


async def scenario() -> list[Guest | Failure]:
    async with client_of(monitor(recorded("2026-04"))) as client:
        good = [await client.fetch() for _ in range(2)]
    async with client_of(replying(b"\x04\x00\x00\x00abc"), total_timeout=0.1) as client:
        silent = [await client.fetch() for _ in range(2)]
    outside = HealthClient(parse_source("vsock://4294967290"), AllowedNetworks([]), connect_timeout=0.2)
    return [*good, *silent, await client.fetch(), await outside.fetch()]


def test_it_is_the_same_on_uvloop() -> None:
    outcomes = uvloop.run(scenario())
    assert [type(outcome) for outcome in outcomes] == [Guest] * 2 + [Failure] * 4
    assert outcomes == asyncio.run(scenario())


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("vsock://6:9999", HealthSource("vsock", "6", 9999)),
        ("vsock://16", HealthSource("vsock", "16", 9999)),
        ("unix:/run/cocoon/health.sock", HealthSource("unix", "/run/cocoon/health.sock")),
        ("unix:///run/health", HealthSource("unix", "/run/health")),
        ("tcp://GPU1:1234", HealthSource("tcp", "gpu1", 1234)),
        ("tcp://[::1]:1234", HealthSource("tcp", "::1", 1234)),
        ("tcp://[fd00::1]", HealthSource("tcp", "fd00::1", 9999)),
        ("tcp://fd00::1", HealthSource("tcp", "fd00::1", 9999)),
    ],
)
def test_a_source_is_read_and_written_back(written: str, source: HealthSource) -> None:
    assert parse_source(written) == source
    assert parse_source(str(source)) == source


@pytest.mark.parametrize(
    "text",
    [
        *("", "6", "vsock:6", "vsock://", "vsock://x", "vsock://-6", "vsock://0", "vsock://2", "vsock://4294967295"),
        *("vsock://6:0", "vsock://6:65536", "vsock://6:", "vsock://6:99:99", "vsock://\u0666", "vsock://6/x", "unix:"),
        *("unix:relative", "unix:/a\nb", "unix:/" + "a" * 200, "unix:/\ud800", "tcp://", "tcp://:9999", "tcp://a b:1"),
        *("tcp://u@h:1", "tcp://h:1/x", "tcp://h:0", "tcp://[::1]:x", "tcp://2130706433:1", "http://h:1", "tcp://h:+1"),
    ],
)
def test_a_source_that_is_none_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^The .*\.$"):
        parse_source(text)


def test_a_worker_on_this_machine_has_its_guest_by_vsock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "VSOCK_DEVICE", tmp_path)
    assert [default_source("127.0.0.1", instance) for instance in range(3)] == [
        "vsock://6:9999",
        "vsock://16:9999",
        "vsock://26:9999",
    ]
    assert default_source("10.0.0.1", 0) is None
    monkeypatch.setattr(health, "VSOCK_DEVICE", tmp_path / "none")
    assert default_source("localhost", 0) is None
