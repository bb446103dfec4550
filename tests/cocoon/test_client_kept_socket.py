"""The socket is kept between looks; when it died meanwhile the worker is not blamed, and new ones are checked anew."""

import asyncio
import socket
from itertools import count

import pytest

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.reading import Failure, FailureKind, Signal
from tests.cocoon.listening import LOOPBACK, Script, client_of, listening, recorded, reset

PAGE = recorded("2025-12/01_fresh_jsonstats")


def leaving(after: int, leave: str, connections: list[int]) -> Script:
    """Answers `after` requests on a connection, then leaves: at once, or when the next request comes."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(0)
        for _ in range(after):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(PAGE)
            await writer.drain()
            connections[-1] += 1
        if "when asked" in leave:
            await reader.readuntil(b"\r\n\r\n")
        if "reset" in leave:
            reset(writer)

    return script


@pytest.mark.parametrize("leave", ["close", "close when asked", "reset when asked"])
@pytest.mark.parametrize("after", [1, 2, 3])
async def test_a_kept_socket_that_died_is_replaced_without_a_failure(after: int, leave: str) -> None:
    connections: list[int] = []
    async with client_of(leaving(after, leave, connections)) as client:
        looks = [await client.fetch() for _ in range(4)]
    assert all(isinstance(look, Pages) and look.stats is not None for look in looks)
    assert sum(connections) == 8


async def test_one_socket_serves_many_looks() -> None:
    connections: list[int] = []
    async with client_of(leaving(100, "close", connections)) as client:
        for _ in range(10):
            await client.fetch()
    assert connections == [20]


async def test_a_fresh_socket_that_dies_is_not_tried_again() -> None:
    connections: list[int] = []
    async with client_of(leaving(0, "close when asked", connections)) as client:
        failure = await client.fetch()
    assert isinstance(failure, Failure)
    assert (failure.kind, len(connections)) == (FailureKind.RESET, 1)


async def test_a_worker_that_was_stopped_meanwhile_is_refused() -> None:
    connections: list[int] = []
    async with listening(leaving(100, "close", connections)) as port:
        client = WorkerClient("127.0.0.1", port, LOOPBACK)
        assert isinstance(await client.fetch(), Pages)
    failure = await client.fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.REFUSED


async def test_a_late_answer_is_not_taken_for_the_next_one() -> None:
    serial, given_up = count(), asyncio.Event()

    async def late_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            number = next(serial)
            if number == 0:
                await given_up.wait()
            writer.write(b"HTTP/1.0 200 ok\r\nContent-Length: 1\r\n\r\n%d" % number)

    async with client_of(late_once, total_timeout=0.5) as client:
        first = await client.fetch()
        given_up.set()
        second = await client.fetch()
    assert isinstance(first, Failure)
    assert first.signal is Signal.ANSWER_TIMEOUT
    assert second == Pages(jsonstats=b"1", stats=b"2", new_http=False)


@pytest.mark.parametrize("page", [PAGE, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"])
async def test_bytes_that_nobody_asked_for_are_not_taken_for_an_answer(page: bytes) -> None:
    async def chatty(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(page + b"HTTP/1.0 500 no\r\nContent-Length: 6\r\n\r\nforged")

    async with client_of(chatty) as client:
        looks = [await client.fetch() for _ in range(2)]
    body = page.partition(b"\r\n\r\n")[2]
    assert looks == [Pages(jsonstats=body, stats=body, new_http=False)] * 2


async def test_cancelling_a_look_leaves_a_client_that_works() -> None:
    asked = asyncio.Event()

    async def silent_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not asked.is_set():
            asked.set()
            await reader.read()
        await leaving(9, "close", [])(reader, writer)

    async with client_of(silent_once) as client:
        look = asyncio.create_task(client.fetch())
        await asked.wait()
        look.cancel()
        with pytest.raises(asyncio.CancelledError):
            await look
        assert isinstance(await client.fetch(), Pages)


async def test_two_looks_at_once_take_turns() -> None:
    connections: list[int] = []
    async with client_of(leaving(100, "close", connections)) as client:
        looks = await asyncio.gather(*(client.fetch() for _ in range(5)))
    assert all(isinstance(look, Pages) for look in looks)
    assert connections == [10]


async def test_each_new_connection_is_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = iter(["127.0.0.1", "10.66.66.66"])

    async def getaddrinfo(_host: str, port: int, **_hints: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(resolved), port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    connections: list[int] = []
    async with listening(leaving(2, "close when asked", connections)) as port:
        client = WorkerClient("gpu1.example", port, LOOPBACK)
        assert isinstance(await client.fetch(), Pages)
        failure = await client.fetch()
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.NOT_ALLOWED
    assert next(resolved, None) is None


async def test_a_name_is_tried_at_each_of_its_allowed_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def getaddrinfo(_host: str, port: int, **_hints: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(0, 0, 0, "", (address, port)) for address in ("10.6.6.6", "::1", "127.0.0.3", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    async with listening(leaving(2, "close", [])) as port:
        client = WorkerClient("localhost", port, LOOPBACK)
        assert isinstance(await client.fetch(), Pages)
        await client.aclose()
