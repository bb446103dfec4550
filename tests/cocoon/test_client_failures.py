"""A worker that gives no pages is told apart from one that is closed, silent, hostile or something else."""

import asyncio
import socket

import pytest

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.cocoon.reading import Failure, FailureKind, Signal
from tests.cocoon.listening import LOOPBACK, Script, answers, client_of, recorded, reset, says

NOTHING = b"Content-Length: 0\r\n\r\n"
PERF_TEXT = recorded("2025-12/12_realton_not_initialised_perf")
PERF_LOST = recorded("2026-04/12_realton_not_initialised_perf")


async def look(script: Script, access_hash: str | None = None, **limits: float) -> Failure:
    async with client_of(script, access_hash, **limits) as client:
        failure = await client.fetch()
    assert isinstance(failure, Failure)
    assert failure.detail.endswith(".")
    assert failure.detail.isprintable()
    return failure


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def test_a_closed_port_is_refused() -> None:
    failure = await WorkerClient("127.0.0.1", unused_port(), LOOPBACK).fetch()
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.signal) == (FailureKind.REFUSED, None)


async def test_an_address_outside_the_allowed_networks_is_not_dialled() -> None:
    failure = await WorkerClient("10.1.2.3", 12000, LOOPBACK).fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.NOT_ALLOWED


async def test_an_address_that_nothing_leads_to_is_unreachable() -> None:
    # The broadcast address of the loopback network takes no stream connections.
    failure = await WorkerClient("127.255.255.255", 12000, LOOPBACK).fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNREACHABLE


async def test_a_port_that_takes_no_connection_is_a_connect_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(address)
        client = WorkerClient("127.0.0.1", address[1], LOOPBACK, connect_timeout=0.2)
        failure = await client.fetch()
        for sock in waiting:
            sock.close()
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.signal) == (FailureKind.TIMEOUT, Signal.CONNECT_TIMEOUT)


async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.0 200 ok\r\nContent-Length: 4000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("script", [silence, drip, says(b"HTTP/1.0 200 ok\r\nContent-Len")])
async def test_a_connection_without_a_whole_answer_in_time_is_an_answer_timeout(script: Script) -> None:
    failure = await look(script, total_timeout=0.2)
    assert (failure.kind, failure.signal) == (FailureKind.TIMEOUT, Signal.ANSWER_TIMEOUT)


async def close_at_once(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def reset_when_asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    reset(writer)


async def reset_at_once(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reset(writer)


CUT = says(b"HTTP/1.0 200 ok\r\nContent-Length: 9\r\n\r\n{}", close=True)
CUT_HEADER = says(b"HTTP/1.0 200 ok\r\nServer: x\r\nX", close=True)


@pytest.mark.parametrize("script", [close_at_once, reset_at_once, reset_when_asked, CUT, CUT_HEADER])
async def test_hanging_up_before_the_answer_is_whole_is_a_reset(script: Script) -> None:
    assert (await look(script)).kind is FailureKind.RESET


async def endless_chunks(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
        await writer.drain()


async def endless_chunk_extensions(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1;" + b"x" * 1024 + b"\r\nx\r\n")
        await writer.drain()


async def endless_header(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        writer.write(b"x" * 1024)
        await writer.drain()


async def endless_stream(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.0 200 ok\r\n\r\n")
    while True:
        writer.write(b"x" * 1024)
        await writer.drain()


DECLARED = says(b"HTTP/1.0 200 ok\r\nContent-Length: 100001\r\n\r\n")
LONG_HEADER = says(b"HTTP/1.0 200 ok\r\nX: " + b"x" * 66_000 + b"\r\n" + NOTHING)
MANY_HEADERS = says(b"HTTP/1.0 200 ok\r\n" + b"X: y\r\n" * 101 + NOTHING)


@pytest.mark.parametrize(
    "script",
    [endless_chunks, endless_chunk_extensions, endless_header, endless_stream, DECLARED, LONG_HEADER, MANY_HEADERS],
)
async def test_an_answer_beyond_the_cap_is_too_large(script: Script) -> None:
    assert (await look(script, body_cap=100_000)).kind is FailureKind.TOO_LARGE


async def test_a_body_of_exactly_the_cap_is_taken() -> None:
    raw = b"HTTP/1.0 200 ok\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000
    async with client_of(answers({"/jsonstats": raw, "/stats": raw}), body_cap=100_000) as client:
        assert not isinstance(await client.fetch(), Failure)


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"<html>no status line, as in HTTP/0.9</html>",
        b"HTTP/0.9 200\x00\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nrubbish\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello",
        b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n" + NOTHING,
        b"HTTP/1.1 308 Permanent Redirect\r\nLocation: /elsewhere\r\n" + NOTHING,
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n" + NOTHING,
        b"HTTP/1.0 400 no idea\r\n" + NOTHING,
    ],
)
async def test_something_else_on_the_port_is_not_a_worker(raw: bytes) -> None:
    failure = await look(says(raw))
    assert (failure.kind, failure.signal) == (FailureKind.NOT_A_WORKER, None)


async def test_a_redirect_is_never_followed() -> None:
    asked: list[bytes] = []
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /stats\r\n" + NOTHING
    failure = await look(answers({"/jsonstats": moved}, asked=asked))
    assert "redirects to another place" in failure.detail
    assert len(asked) == 1


@pytest.mark.parametrize(
    "raw",
    [
        recorded("2025-12/09_hash_missing_jsonstats"),
        recorded("2025-12/09_hash_wrong_jsonstats"),
        recorded("2026-04/09_hash_missing_jsonstats"),
        recorded("2026-04/09_hash_wrong_jsonstats"),
        b"HTTP/1.1 401 Unauthorized\r\n" + NOTHING,
        b"HTTP/1.1 400 Bad Request\r\n" + NOTHING,
    ],
)
async def test_a_worker_that_wants_its_access_hash_says_so(raw: bytes) -> None:
    without, wrong = await look(says(raw)), await look(says(raw), "wrong")
    assert {failure.kind for failure in (without, wrong)} == {FailureKind.BAD_STATUS}
    assert {failure.signal for failure in (without, wrong)} == {Signal.NEEDS_ACCESS_HASH}
    assert without.detail != wrong.detail


@pytest.mark.parametrize("generation", ["2025-12", "2026-04"])
@pytest.mark.parametrize("perf", [PERF_TEXT, PERF_LOST])
async def test_a_runner_that_is_not_initialised_is_starting(generation: str, perf: bytes) -> None:
    pages = {"/jsonstats": recorded(f"{generation}/12_realton_not_initialised_jsonstats"), "/perf": perf}
    failure = await look(answers(pages))
    assert (failure.kind, failure.signal) == (FailureKind.BAD_STATUS, Signal.STARTING)


@pytest.mark.parametrize(
    "perf",
    [
        b"HTTP/1.1 404 Not Found\r\n" + NOTHING,
        b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops",
        b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>",
    ],
)
async def test_a_web_server_without_the_pages_is_not_starting(perf: bytes) -> None:
    failure = await look(answers({"/jsonstats": b"HTTP/1.1 404 Not Found\r\n" + NOTHING, "/perf": perf}))
    assert (failure.kind, failure.signal) == (FailureKind.NOT_A_WORKER, None)


async def test_a_new_worker_with_another_status_is_still_a_worker() -> None:
    failure = await look(says(b"HTTP/1.1 503 Busy\r\nServer: cocoon-client\r\n" + NOTHING))
    assert (failure.kind, failure.signal) == (FailureKind.BAD_STATUS, None)


async def test_with_no_networks_allowed_nothing_is_fetched() -> None:
    failure = await WorkerClient("localhost", unused_port(), AllowedNetworks([])).fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.NOT_ALLOWED
