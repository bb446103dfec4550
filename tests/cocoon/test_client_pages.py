"""Both generations of workers are read, however their bytes are cut, and the access hash stays a secret."""

import asyncio

import pytest
import uvloop

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.reading import Failure, FailureKind
from tests.captures import GENERATIONS, load
from tests.cocoon.listening import LOOPBACK, answers, chunked, client_of, recorded, says

SECRET = "s3cret-HASH_42"


def pages_of(generation: str) -> dict[str, bytes]:
    return {f"/{page}": recorded(f"{generation}/01_fresh_{page}") for page in ("jsonstats", "stats")}


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("piece", [1, 7, 4096, 1 << 20])
async def test_a_worker_gives_its_pages_however_the_bytes_are_cut(generation: str, piece: int) -> None:
    async with client_of(answers(pages_of(generation), piece=piece)) as client:
        pages = await client.fetch()
    assert pages == Pages(
        jsonstats=load(f"{generation}/01_fresh_jsonstats").body,
        stats=load(f"{generation}/01_fresh_stats").body,
        new_http=generation == "2026-04",
    )


@pytest.mark.parametrize(("generation", "times"), [("2025-12", 2), ("2026-04", 1)])
async def test_perf_is_fetched_at_every_fourth_look_and_no_more_where_it_only_fails(
    generation: str, times: int
) -> None:
    asked: list[bytes] = []
    pages = {**pages_of(generation), "/perf": recorded(f"{generation}/01_fresh_perf")}
    async with client_of(answers(pages, asked=asked), perf_every=4) as client:
        looks = [await client.fetch() for _ in range(8)]
    assert sum(request.startswith(b"GET /perf ") for request in asked) == times
    told = [index for index, look in enumerate(looks) if isinstance(look, Pages) and look.perf is not None]
    assert told == ([0, 4] if times > 1 else [])


async def test_a_perf_without_end_costs_nothing_but_itself() -> None:
    endless = b"HTTP/1.0 200 ok\r\nContent-Length: 900000\r\n\r\n" + b"x" * 900_000
    async with client_of(answers({**pages_of("2025-12"), "/perf": endless}), perf_every=4) as client:
        pages = await client.fetch()
    assert isinstance(pages, Pages)
    assert pages.stats is not None
    assert pages.perf is None


async def test_a_body_in_chunks_of_one_byte_is_read() -> None:
    body = load("2026-04/01_fresh_jsonstats").body
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body, 1)
    async with client_of(answers({"/jsonstats": raw, "/stats": raw}, piece=3)) as client:
        assert await client.fetch() == Pages(jsonstats=body, stats=body, new_http=False)


async def test_the_recorded_chunks_of_a_new_worker_are_read() -> None:
    raw = (b"HTTP/1.1 200 OK\r\nServer: cocoon-client\r\nTransfer-Encoding: chunked\r\n\r\n"
           b"6\r\n\n{ }  \r\n0\r\n\r\n")  # fmt: skip
    async with client_of(answers({"/jsonstats": raw, "/stats": raw})) as client:
        assert await client.fetch() == Pages(jsonstats=b"\n{ }  ", stats=b"\n{ }  ", new_http=True)


async def test_a_body_that_ends_with_the_connection_is_read() -> None:
    async with client_of(says(b"HTTP/1.0 200 ok\r\nServer: x\r\n\r\n{}", close=True)) as client:
        assert await client.fetch() == Pages(jsonstats=b"{}", stats=b"{}", new_http=False)


@pytest.mark.parametrize(
    "stats", [b"HTTP/1.0 400 not found\r\nContent-Length: 0\r\n\r\n", b"rubbish\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"]
)
async def test_without_the_second_page_the_first_still_counts(stats: bytes) -> None:
    script = answers({"/jsonstats": recorded("2025-12/01_fresh_jsonstats"), "/stats": stats})
    async with client_of(script, total_timeout=0.3) as client:
        pages = await client.fetch()
    assert isinstance(pages, Pages)
    assert pages.stats is None
    assert pages.jsonstats == load("2025-12/01_fresh_jsonstats").body


async def test_both_pages_come_over_one_socket_with_plain_gets() -> None:
    asked: list[bytes] = []
    async with client_of(answers(pages_of("2026-04"), asked=asked)) as client:
        await client.fetch()
        await client.fetch()
    assert [request.split(b"\r\n")[0] for request in asked] == [
        b"GET /jsonstats HTTP/1.1",
        b"GET /stats HTTP/1.1",
    ] * 2
    assert all(b"\r\nHost: 127.0.0.1:" in request for request in asked)


async def test_the_access_hash_goes_to_the_two_pages_only() -> None:
    asked: list[bytes] = []
    missing = b"HTTP/1.0 400 not found\r\nContent-Length: 0\r\n\r\n"
    async with client_of(answers(pages_of("2025-12"), asked=asked), SECRET) as client:
        await client.fetch()
    async with client_of(answers({"/jsonstats": missing, "/perf": missing}, asked=asked), SECRET) as client:
        await client.fetch()
    targets = [request.split(b" ")[1].decode() for request in asked]
    query = f"?access_hash={SECRET}"
    assert targets == [f"/jsonstats{query}", f"/stats{query}", f"/jsonstats{query}", "/perf"]


@pytest.mark.parametrize(
    "status", ["403 Forbidden", "400 bad request", "302 Found", "404 Not Found", "500 x", "rubbish"]
)
async def test_the_access_hash_is_never_repeated(status: str) -> None:
    echo = f"HTTP/1.1 {status} {SECRET}\r\nLocation: /{SECRET}\r\nContent-Length: 14\r\n\r\n{SECRET}".encode()
    async with client_of(says(echo), SECRET, total_timeout=0.3) as client:
        failure = await client.fetch()
        shown = repr(client) + str(client) + repr(failure)
    assert isinstance(failure, Failure)
    assert SECRET not in shown


@pytest.mark.parametrize("bad", ["", "a b", "a&b", "a%41", "a\r\nX: y", "\u00e4", "a" * 300])
def test_an_access_hash_that_the_generations_would_read_differently_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="access hash") as error:
        WorkerClient("127.0.0.1", 12000, LOOPBACK, bad)
    assert not bad or bad not in str(error.value)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 0), ("127.0.0.1", 65536), ("a b", 80), ("h\r\nX: y", 80)])
def test_a_host_or_port_that_cannot_be_one_is_refused(host: str, port: int) -> None:
    with pytest.raises(ValueError, match=r"^The (host|port) "):
        WorkerClient(host, port, LOOPBACK)


async def scenario() -> list[object]:
    async with client_of(answers(pages_of("2025-12"))) as client:
        good = [await client.fetch() for _ in range(2)]
    async with client_of(says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), total_timeout=0.1) as client:
        silent = await client.fetch()
    return [*good, silent, await client.fetch()]


def test_it_is_the_same_on_uvloop() -> None:
    outcomes = uvloop.run(scenario())
    assert [getattr(outcome, "kind", "pages") for outcome in outcomes] == [
        "pages",
        "pages",
        FailureKind.TIMEOUT,
        FailureKind.REFUSED,
    ]
    assert outcomes == asyncio.run(scenario())
