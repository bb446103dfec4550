"""A worker that has done nothing yet sends what was recorded, byte for byte."""

import re

import pytest

from cocoonpool.simulator.htmlpage import HtmlPage
from cocoonpool.simulator.jsonpage import JsonPage
from tests.captures import GENERATIONS, PAYLOADS
from tests.simulator.wire import body_of, page, simulated

SYNCED_AT = re.compile(rb'(?<="ton_last_synced_at": )\d+')
# What was asked, and the capture of the answer, in both generations.
SAME = {
    "/stats": "01_fresh_stats",
    "/": "01_fresh_root",
    "/nosuch": "01_fresh_unknown",
    "/metrics": "01_fresh_metrics",
    "/jsonstats/": "01_fresh_jsonstats_trailing_slash",
    "/perf": "01_fresh_perf",
    "/request/payout": "01_fresh_payout_noarg",
    "/request/payout?proxy=nosuch": "01_fresh_payout_badproxy",
    "/request/disable": "04_disable_response",
    "/request/enable": "04_enable_response",
    "/request/change_coefficient?coefficient=1.5": "05_coef_1.5_response",
    "/request/change_coefficient?coefficient=abc": "05_coef_val_abc_response",
}


def recorded(generation: str, name: str) -> tuple[bytes, bytes]:
    head, mark, body = (PAYLOADS / generation / f"{name}.http").read_bytes().partition(b"\r\n\r\n")
    return head + mark, body


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_fresh_figures_are_the_recording_but_for_the_clock(generation: str) -> None:
    head, body = recorded(generation, "01_fresh_jsonstats")
    async with simulated(generation=generation) as simulator:
        answer = await page(simulator, "/jsonstats")
    assert answer.startswith(head)
    assert SYNCED_AT.sub(b"", body_of(answer)) == SYNCED_AT.sub(b"", body)


@pytest.mark.parametrize("target", SAME)
@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_answer_is_the_recording(generation: str, target: str) -> None:
    head, body = recorded(generation, SAME[target])
    async with simulated(generation=generation) as simulator:
        answer = await page(simulator, target)
    assert answer.startswith(head)
    assert body_of(answer) == body


async def test_a_chunked_body_stands_on_the_wire_as_recorded() -> None:
    raw = (PAYLOADS / "2026-04" / "01_fresh_jsonstats_raw_chunked.http").read_bytes()
    async with simulated(generation="2026-04") as simulator:
        answer = await page(simulator, "/jsonstats")
    assert SYNCED_AT.sub(b"", answer) == SYNCED_AT.sub(b"", raw)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_worker_that_waits_for_ton_answers_as_recorded(generation: str) -> None:
    async with simulated(generation=generation, scenario="starting") as simulator:
        for target in ("stats", "jsonstats", "perf"):
            head, body = recorded(generation, f"12_realton_not_initialised_{target}")
            answer = await page(simulator, f"/{target}")
            assert answer.startswith(head)
            assert body_of(answer) == body


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_missing_hash_is_refused_as_recorded(generation: str) -> None:
    async with simulated(generation=generation, scenario="needs_access_hash") as simulator:
        for target, name in (("/jsonstats", "missing_jsonstats"), ("/request/disable", "missing_disable")):
            head, body = recorded(generation, f"09_hash_{name}")
            answer = await page(simulator, target)
            assert answer.startswith(head)
            assert body_of(answer) == body


@pytest.mark.parametrize("capture", ["01_fresh", "03_traffic_w12000"])
@pytest.mark.parametrize("generation", GENERATIONS)
def test_what_is_taken_from_a_recording_and_put_back_leaves_it_as_it_was(generation: str, capture: str) -> None:
    figures = recorded(generation, f"{capture}_jsonstats")[1]
    html = recorded(generation, f"{capture}_stats")[1]
    for page_, body in ((JsonPage(figures).page, figures), (HtmlPage(html).page, html)):
        assert page_.fill(page_.recorded) == body


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_quote_in_the_model_name_is_printed_bare_as_recorded(generation: str) -> None:
    line = next(x for x in recorded(generation, "10_quote_jsonstats")[1].split(b"\n") if b'"model": ' in x)
    row = next(x for x in recorded(generation, "10_quote_stats")[1].split(b"\n") if b"<td>model hash<" in x)
    async with simulated(generation=generation, scenario="quote") as simulator:
        assert line in body_of(await page(simulator, "/jsonstats")).split(b"\n")
        assert row in body_of(await page(simulator, "/stats")).split(b"\n")
