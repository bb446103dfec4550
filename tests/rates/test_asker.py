"""Whatever a source of prices does, the answer is a value in time, and the source is not pestered."""

import gzip

import httpx

from cocoonpool.rates.ask import Answer, Asker
from cocoonpool.rates.faults import RateFault, Trouble
from tests.rates.venue import Asked, answer, browser, venue


async def ask_once(reply: Asked | bytes, **options: float) -> Answer | RateFault:
    async with venue(reply) as source, browser() as http:
        asker = Asker(http, source.url, **options)  # type: ignore[arg-type]
        return await asker.get("/prices", {"a": 1})


def trouble(result: Answer | RateFault) -> Trouble | None:
    return result.trouble if isinstance(result, RateFault) else None


async def test_a_whole_answer_is_taken_as_it_is() -> None:
    assert await ask_once(answer(b"[1]")) == Answer(200, b"[1]")


async def test_a_refusal_of_the_question_is_an_answer_to_be_read() -> None:
    assert await ask_once(answer(b'{"code":-1121}', 400)) == Answer(400, b'{"code":-1121}')


async def test_a_redirect_is_not_followed() -> None:
    async with venue(answer(b"", 200)) as elsewhere, browser() as http:
        async with venue(answer(b"", 302, Location=f"{elsewhere.url}/prices")) as source:
            result = await Asker(http, source.url).get("/prices")
        assert trouble(result) is Trouble.REFUSED
        assert elsewhere.asked == []


async def test_an_answer_that_is_too_large_is_left() -> None:
    assert trouble(await ask_once(answer(b"x" * 5000), most_bytes=1000)) is Trouble.TOO_LARGE


async def test_an_endless_answer_is_left() -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000  # no length: it ends when the socket does
    assert trouble(await ask_once(endless, most_bytes=1000)) is Trouble.TOO_LARGE


async def test_a_packed_answer_is_not_unpacked() -> None:
    packed = answer(gzip.compress(b"0" * 1_000_000), Content_Encoding="gzip")
    assert trouble(await ask_once(packed)) is Trouble.MALFORMED


async def test_silence_ends_in_time() -> None:
    assert trouble(await ask_once(b"", whole_answer_s=0.05)) is Trouble.TIMEOUT


async def test_an_answer_cut_off_is_no_answer() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,"
    assert trouble(await ask_once(cut)) is Trouble.UNREACHABLE


async def test_something_else_than_http_is_no_answer() -> None:
    assert trouble(await ask_once(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")) is Trouble.UNREACHABLE


async def test_nobody_there_is_no_answer() -> None:
    async with venue(b"") as gone:
        url = gone.url
    async with browser() as http:
        assert trouble(await Asker(http, url).get("/")) is Trouble.UNREACHABLE


async def test_a_source_that_says_wait_is_left_alone() -> None:
    async with venue(answer(b"{}", 429, Retry_After="60")) as source, browser() as http:
        asker = Asker(http, source.url)
        first, second = await asker.get("/"), await asker.get("/")
    assert (trouble(first), trouble(second)) == (Trouble.BUSY, Trouble.RESTING)
    assert len(source.asked) == 1


async def test_a_source_whose_wait_is_over_is_asked_again() -> None:
    replies = iter([answer(b"{}", 429, Retry_After="0"), answer(b"[]")])
    async with venue(lambda _path, _parameters: next(replies)) as source, browser() as http:
        asker = Asker(http, source.url)
        await asker.get("/")
        assert await asker.get("/") == Answer(200, b"[]")


async def test_a_broken_source_is_left_alone_for_a_while() -> None:
    async with venue(answer(b"<html>", 502)) as source, browser() as http:
        asker = Asker(http, source.url)
        results = [trouble(await asker.get("/")) for _ in range(3)]
    assert results == [Trouble.SERVER_ERROR, Trouble.RESTING, Trouble.RESTING]
    assert len(source.asked) == 1


async def test_what_a_source_sends_is_never_repeated() -> None:
    result = await ask_once(answer(b"SECRET", 500))
    assert isinstance(result, RateFault)
    assert "SECRET" not in result.detail


async def test_an_address_that_is_none_is_a_value_too() -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert trouble(await Asker(http, "http://127.0.0.1:1").get("/")) is Trouble.UNREACHABLE
