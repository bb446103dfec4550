"""How each generation behaves on a socket, as recorded in 18_http_connection_behaviour."""

import pytest

from tests.simulator.wire import HUNG_UP, Wire, body_of, simulated

OLD, NEW = "2025-12", "2026-04"
GOOD = b"GET /jsonstats HTTP/1.1\r\nHost: x\r\n\r\n"


async def test_the_old_server_says_it_closes_and_answers_on() -> None:
    async with simulated(generation=OLD) as simulator:
        wire = await Wire.to(simulator)
        for _ in range(3):
            answer = await wire.ask("/jsonstats", "Connection: close")
            assert b"\r\nConnection: Close\r\n" in answer
        assert await wire.is_silent()
        wire.close()


async def test_the_old_server_answers_each_pipelined_request() -> None:
    async with simulated(generation=OLD) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(GOOD * 2)
        assert [(await wire.answer())[:15] for _ in range(2)] == [b"HTTP/1.0 200 ok"] * 2
        wire.close()


@pytest.mark.parametrize(
    ("request_line", "phrase"),
    [
        (b"GET jsonstats HTTP/1.1", b"not found"),
        (b"GET http://127.0.0.1:12000/jsonstats HTTP/1.1", b"not found"),
        (b"GET /%6asonstats HTTP/1.1", b"not found"),
        (b"GET //jsonstats HTTP/1.1", b"not found"),
        (b"GET /JSONSTATS HTTP/1.1", b"not found"),
        (b"GET /jsonstats", b"Bad Request"),
        (b"get /jsonstats HTTP/1.1", b"Bad Request"),
        (b"\x16\x03\x01\x02\x00\x01\x00", b"Bad Request"),
    ],
)
async def test_the_old_server_refuses_with_400(request_line: bytes, phrase: bytes) -> None:
    async with simulated(generation=OLD) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(request_line + b"\r\n\r\n")
        assert (await wire.answer()).startswith(b"HTTP/1.0 400 " + phrase + b"\r\n")
        wire.close()


async def test_a_post_to_the_old_server_acts_as_a_get_and_its_body_is_skipped() -> None:
    async with simulated(generation=OLD) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(b"POST /request/enable HTTP/1.1\r\nContent-Length: 4\r\n\r\na=1&" + GOOD)
        assert b"state updated" in await wire.answer()
        assert b"wallet_balance" in await wire.answer()
        wire.close()


async def test_the_new_server_keeps_alive_and_closes_when_asked() -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        for _ in range(3):
            assert (await wire.ask("/stats")).startswith(b"HTTP/1.1 200 OK\r\nServer: cocoon-client\r\n")
        assert await wire.is_silent()
        await wire.ask("/stats", "Connection: close")
        assert await wire.rest() == HUNG_UP


async def test_the_new_server_chunks_even_to_a_1_0_client_and_hangs_up() -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        answer = await wire.ask("/jsonstats", version="1.0")
        assert answer.startswith(b"HTTP/1.0 200 OK")
        assert b"Transfer-Encoding: chunked" in answer
        assert b"Content-Length" not in answer
        assert await wire.rest() == HUNG_UP


async def test_the_new_server_keeps_a_1_0_connection_when_asked() -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        await wire.ask("/jsonstats", "Connection: keep-alive", version="1.0")
        assert await wire.is_silent()
        wire.close()


async def test_the_new_server_answers_one_of_two_pipelined_requests() -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(GOOD * 2)
        await wire.answer()
        assert await wire.is_silent()
        wire.close()


@pytest.mark.parametrize("method", ["HEAD", "PUT", "get"])
async def test_the_new_server_takes_no_other_methods(method: str) -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        answer = await wire.ask("/jsonstats", method=method)
        assert answer.startswith(b"HTTP/1.1 405 Method Not Allowed")
        assert body_of(answer) == b"Method not allowed\n"
        assert await wire.is_silent()
        wire.close()


async def test_the_new_server_takes_options_and_absolute_targets() -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        assert (await wire.ask("/jsonstats", method="OPTIONS")).startswith(b"HTTP/1.1 204 No Content")
        assert (await wire.ask("http://127.0.0.1:12000/jsonstats")).startswith(b"HTTP/1.1 200 OK")
        wire.close()


@pytest.mark.parametrize("nonsense", [b"\x16\x03\x01\x02\x00\x01\x00", b"hello\r\n", b"GET /stats\r\n\r\n"])
async def test_the_new_server_hangs_up_on_nonsense(nonsense: bytes) -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(nonsense)
        assert await wire.rest() == HUNG_UP


@pytest.mark.parametrize("generation", [OLD, NEW])
async def test_a_request_in_pieces_is_waited_for(generation: str) -> None:
    async with simulated(generation=generation) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(GOOD[:20])
        assert await wire.is_silent()
        wire.writer.write(GOOD[20:])
        assert b"wallet_balance" in await wire.answer()
        wire.close()


async def test_the_new_perf_is_an_error_that_means_life() -> None:
    async with simulated(generation=NEW) as simulator:
        wire = await Wire.to(simulator)
        answer = await wire.ask("/perf")
        assert answer.startswith(b"HTTP/1.1 500 Internal Server Error")
        assert body_of(answer) == b"lost http callback"
        wire.close()
