"""Each scenario shows what it is named after, in the bytes a worker would send."""

import asyncio
import re

import pytest

from cocoonpool.simulator import SCENARIOS
from cocoonpool.simulator.scenarios import QUOTED_MODEL
from tests.captures import GENERATIONS
from tests.simulator.wire import HUNG_UP, Wire, body_of, page, simulated

OLD, NEW = GENERATIONS
STATUS = re.compile(rb"<tr><td>([a-z ]+)</td><td><span style=\"background-color:(\w+);\">([^<]*)")


def status(html: bytes) -> dict[str, str]:
    """STATUS: row -> colour and the first words."""
    return {row.decode(): f"{colour.decode()} {words.decode().strip()}" for row, colour, words in STATUS.findall(html)}


def figure(body: bytes, key: str, which: int = 0) -> bytes:
    """A value of `/jsonstats`, the first of an array."""
    found: list[bytes] = re.findall(rb'"%b": \[?\s*([^,\n]+)' % key.encode(), body)
    return found[which]


# scenario -> row of STATUS -> how it begins
SHOWN = [
    ("healthy", "wallet", "Green balance ok on"),
    ("healthy", "model", "Gold cannot check our model Qwen"),
    ("disabled", "enabled", "Crimson no"),
    ("ton_late", "ton", "Gold late"),
    ("ton_out_of_sync", "ton", "Crimson out of sync"),
    ("too_old", "ton", "Gold late"),
    ("wallet_low", "wallet", "Gold balance low on"),
    ("wallet_too_low", "wallet", "Crimson balance too low on"),
    ("model_loading", "model connection", "Crimson disconnected"),
]


@pytest.mark.parametrize(("scenario", "row", "words"), SHOWN)
async def test_the_status_table_tells(scenario: str, row: str, words: str) -> None:
    async with simulated(scenario=scenario) as simulator:
        assert status(await page(simulator, "/stats"))[row].startswith(words)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_unlisted_image_is_said_on_both_pages(generation: str) -> None:
    async with simulated(scenario="image_not_allowed", generation=generation) as simulator:
        html, figures = await page(simulator, "/stats"), await page(simulator, "/jsonstats")
    assert re.search(r"^Crimson our hash [0-9A-F]{64} not found in root contract$", status(html)["image"])
    assert status(html)["model"].endswith("is in root contract")
    assert figure(figures, "actual_image_hash") == b"false"
    assert figure(figures, "actual_model") == b"true"
    assert figure(figures, "check_proxy_hash" if generation == OLD else "check_image_hashes") == b"true"


async def test_an_unlisted_model_is_said_on_both_pages() -> None:
    async with simulated(scenario="model_not_allowed") as simulator:
        html, figures = await page(simulator, "/stats"), await page(simulator, "/jsonstats")
    assert status(html)["model"].endswith("not found in root contract")
    assert figure(figures, "actual_model") == b"false"


async def test_without_a_proxy_nothing_is_connected_and_no_contract_known() -> None:
    async with simulated(scenario="no_proxy") as simulator:
        html, figures = await page(simulator, "/stats"), await page(simulator, "/jsonstats")
    assert b"<tr><td>[127.0.0.1:11001]</td><td>not ready</td><td></td></tr></table>\n" in html
    assert b'"proxies": [\n  ]\n}' in figures


async def test_ready_sticks_when_the_proxy_is_gone() -> None:
    async with simulated(scenario="proxy_gone") as simulator:
        html, figures = await page(simulator, "/stats"), await page(simulator, "/jsonstats")
    assert b"<td>ready</td><td></td></tr></table>\n" in html
    assert b'"sc_address": "UQ' in figures


async def test_a_closing_contract_is_older_than_the_root() -> None:
    async with simulated(scenario="contract_closing") as simulator:
        figures = await page(simulator, "/jsonstats")
    assert int(figure(figures, "params_version", 1)) < int(figure(figures, "params_version"))


async def test_a_contract_that_is_not_inited() -> None:
    async with simulated(scenario="contract_not_inited") as simulator:
        assert b'"sc_inited": false' in await page(simulator, "/jsonstats")
        assert b"<tr><td>sc inited</td><td>NO</td></tr>" in await page(simulator, "/stats")


async def test_a_model_is_lost_after_it_was_there() -> None:
    async with simulated(scenario="model_lost") as simulator:
        assert status(await page(simulator, "/stats"))["model connection"] == "Green connected"
        simulator.advance(30)
        assert status(await page(simulator, "/stats"))["model connection"] == "Crimson disconnected"


async def test_an_old_worker_cannot_read_what_its_neighbour_reads() -> None:
    async with simulated(workers=2, scenario="too_old,healthy", generation=NEW) as simulator:
        simulator.advance(3000)
        late, fine = await page(simulator, "/jsonstats", 0), await page(simulator, "/jsonstats", 1)
        html = await page(simulator, "/stats", 0)
    assert (figure(late, "struct_version"), figure(fine, "struct_version")) == (b"3", b"4")
    assert late.startswith(b"HTTP/1.0 200 ok")
    assert status(html)["ton"] == "Crimson out of sync"


async def test_a_busy_worker_is_full() -> None:
    async with simulated(scenario="busy", max_active_requests=7) as simulator:
        simulator.advance(30)
        html = await page(simulator, "/stats")
    assert b"<tr><td>max_active_requests</td><td>7</td></tr>\n<tr><td>active_requests</td><td>7</td></tr>" in html


@pytest.mark.parametrize(("generation", "times"), [(OLD, 2), (NEW, 1)])
async def test_failures_are_counted_as_each_build_counts_them(generation: str, times: int) -> None:
    async with simulated(scenario="failing", generation=generation) as simulator:
        simulator.advance(300)
        figures, html = await page(simulator, "/jsonstats"), await page(simulator, "/stats")
    queries, success, failed = (int(float(figure(figures, key))) for key in ("queries", "success", "failed"))
    found = re.search(rb"<td>active_requests</td><td>(\d+)<", html)
    assert found is not None
    assert failed == times * (queries - success - int(found[1]))
    assert failed > 0


async def test_owner_and_model_change_after_a_while() -> None:
    async with simulated(scenario="config_changed") as simulator:
        simulator.advance(20)
        before = await page(simulator, "/jsonstats")
        simulator.advance(60)
        after = await page(simulator, "/jsonstats")
    for key in ("owner_address", "model", "sc_address"):
        assert figure(before, key) != figure(after, key)


async def test_the_coefficient_scales_what_is_earned() -> None:
    async with simulated(scenario="coefficient") as simulator:
        assert figure(await page(simulator, "/jsonstats"), "coefficient") == b"1500"


async def test_a_name_with_quote_tab_and_markup_is_not_escaped() -> None:
    async with simulated(scenario="quote") as simulator:
        assert b'"model": "%b",' % QUOTED_MODEL in await page(simulator, "/jsonstats")
        assert b"cannot check our model %b</span>" % QUOTED_MODEL in await page(simulator, "/stats")


@pytest.mark.parametrize(("generation", "refusal"), [(OLD, b"HTTP/1.0 400 bad request"), (NEW, b"HTTP/1.1 403 ")])
async def test_the_access_hash_opens(generation: str, refusal: bytes) -> None:
    async with simulated(scenario="needs_access_hash", generation=generation, access_hash="s3same") as simulator:
        assert (await page(simulator, "/jsonstats?access_hash=wrong")).startswith(refusal)
        assert b"wallet_balance" in await page(simulator, "/jsonstats?access_hash=s3same")
        assert (await page(simulator, "/perf")).startswith((b"HTTP/1.0 200", b"HTTP/1.1 500"))


async def test_of_two_hashes_the_first_or_the_smallest_wins() -> None:
    target = "/jsonstats?access_hash=b&access_hash=a"
    async with simulated(workers=2, scenario=f"needs_access_hash@{OLD},needs_access_hash@{NEW}", access_hash="b") as s:
        assert (await page(s, target, 0)).startswith(b"HTTP/1.0 200")
        assert (await page(s, target, 1)).startswith(b"HTTP/1.1 403")
        assert (await page(s, "/jsonstats?access_hash=%62", 0)).startswith(b"HTTP/1.0 400")
        assert (await page(s, "/jsonstats?access_hash=%62", 1)).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_worker_that_is_down_refuses(generation: str) -> None:
    async with simulated(scenario="down", generation=generation) as simulator:
        with pytest.raises(ConnectionRefusedError):
            await Wire.to(simulator)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_reset_is_a_reset(generation: str) -> None:
    async with simulated(scenario="reset", generation=generation) as simulator:
        wire = await Wire.to(simulator)
        with pytest.raises(ConnectionResetError):
            await wire.rest()
        wire.close()


async def test_a_hanging_worker_says_nothing() -> None:
    async with simulated(scenario="hang") as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(b"GET /stats HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await wire.is_silent(0.3)
        wire.close()


async def test_a_slow_worker_drips() -> None:
    async with simulated(scenario="slow") as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(b"GET /stats HTTP/1.1\r\nHost: x\r\n\r\n")
        async with asyncio.timeout(5):
            assert await wire.reader.read(65_536) == b"HTTP/1.1 200 OK\r"[:16]
        wire.close()


@pytest.mark.parametrize(("generation", "framing"), [(OLD, b"Content-Length: 1099511627776"), (NEW, b"chunked")])
async def test_a_body_without_end(generation: str, framing: bytes) -> None:
    async with simulated(scenario="too_large", generation=generation) as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(b"GET /stats HTTP/1.1\r\nHost: x\r\n\r\n")
        flood = await wire.rest(most=3_000_000)
        wire.close()
    assert len(flood) >= 3_000_000
    assert framing in flood[:400]


async def test_a_body_that_breaks_off() -> None:
    async with simulated(scenario="cut_off") as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(b"GET /jsonstats HTTP/1.1\r\nHost: x\r\n\r\n")
        got = await wire.rest()
    assert b"wallet_balance" in got
    assert not got.removesuffix(HUNG_UP).endswith(b"0\r\n\r\n")


async def test_strangers_on_the_port() -> None:
    async with simulated(workers=3, scenario="redirect,not_a_worker,garbage") as simulator:
        elsewhere, stranger, garbage = [await page(simulator, "/jsonstats", i) for i in range(3)]
    assert elsewhere.startswith(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1")
    assert b"Server: nginx" in stranger and b"<html>" in stranger
    assert garbage.startswith(b"HTTP/1.1 200 OK\r\nServer: cocoon-client")
    assert b"wallet_balance" not in body_of(garbage)


async def test_noise_is_not_http() -> None:
    async with simulated(scenario="noise") as simulator:
        wire = await Wire.to(simulator)
        wire.writer.write(b"GET /jsonstats HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not (await wire.rest(most=4000)).startswith(b"HTTP/")
        wire.close()


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_every_scenario_lives_on(generation: str) -> None:
    async with simulated(workers=len(SCENARIOS), scenario=",".join(SCENARIOS), generation=generation) as simulator:
        for seconds in (1, 29, 60, 400):
            simulator.advance(seconds)
            for listener in simulator.listeners:
                assert listener.site.respond(b"/jsonstats")
                assert listener.site.respond(b"/stats")
