"""GETs that act, as on a real worker: captures 04_ and 05_."""

import re

import pytest

from cocoonpool.simulator.coefficient import read_coefficient
from tests.captures import GENERATIONS, PAYLOADS
from tests.simulator.wire import body_of, page, simulated

OLD, NEW = GENERATIONS
CHANGE = "/request/change_coefficient?coefficient="
# as typed in the name of a capture
TYPED = {"1COMMA5": "1,5", "EMPTY": "", "PCT31": "%31", "1PCT2B1": "1%2B1", "PLUS2": "+2"}


def asked() -> list[tuple[str, str]]:
    paths = (path for generation in GENERATIONS for path in (PAYLOADS / generation).glob("05_coef_val_*_response.http"))
    return sorted((path.parent.name, path.name[len("05_coef_val_") : -len("_response.http")]) for path in paths)


@pytest.mark.parametrize(("generation", "value"), asked())
async def test_each_recorded_coefficient_is_answered_as_recorded(generation: str, value: str) -> None:
    recorded = (PAYLOADS / generation / f"05_coef_val_{value}_response.http").read_bytes()
    async with simulated(generation=generation) as simulator:
        answer = await page(simulator, CHANGE + TYPED.get(value, value))
    assert body_of(answer) == recorded.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("text", "per_mille"),
    [
        (b"1.001", 1000),
        (b"0.0015", 1),
        (b"-1", -1000),
        (b"", 0),
        (b"nan", -(2**31)),
        (b"1e21", -(2**31)),
        (b"2e6", 2_000_000_000),
        (b"1 ", None),
        (b"0x10", 16_000),
    ],
)
def test_a_coefficient_is_read_as_c_reads_it(text: bytes, per_mille: int | None) -> None:
    assert read_coefficient(text) == per_mille


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_coefficient_is_stored_and_printed_on_both_pages(generation: str) -> None:
    async with simulated(generation=generation) as simulator:
        await page(simulator, CHANGE + "1.5")
        assert b'"coefficient": 1500,' in await page(simulator, "/jsonstats")
        assert b'<td>1.500000 <a href="/request/change_coefficient">' in await page(simulator, "/stats")
        await page(simulator, CHANGE + "abc")
        assert b'"coefficient": 1500,' in await page(simulator, "/jsonstats")
        await page(simulator, CHANGE)
        kept = b'"coefficient": 0,' if generation == OLD else b'"coefficient": 1500,'
        assert kept in await page(simulator, "/jsonstats")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_disabled_worker_gets_no_requests_and_is_enabled_again(generation: str) -> None:
    async with simulated(generation=generation) as simulator:
        await page(simulator, "/request/disable")
        assert b'no <a href="/request/enable">enable</a>' in await page(simulator, "/stats")
        assert b'"enabled": true' in await page(simulator, "/jsonstats")  # the constant
        simulator.advance(60)
        assert simulator.world.workers[0].counters.queries == 0
        await page(simulator, "/request/enable")
        simulator.advance(60)
        assert simulator.world.workers[0].counters.queries > 0


async def test_a_payout_takes_what_is_committed_and_gas() -> None:
    async with simulated(payout_tokens=10**15) as simulator:
        simulator.advance(300)
        html = await page(simulator, "/stats")
        found = re.search(rb'href="(/request/payout\?proxy=\S+)">take now', html)
        assert found is not None
        contract, worker = simulator.world.contracts[0], simulator.world.workers[0]
        unpaid, balance = contract.unpaid, worker.balance
        assert b"request sent" in await page(simulator, found[1].decode())
        assert b"request is already running" in await page(simulator, found[1].decode())
        simulator.advance(60)
    assert contract.cashed_out == unpaid > 0
    assert worker.balance < balance
