"""The simulator's own URL switches causes on and off, and refuses in words."""

import asyncio

import pytest

from cocoonpool.simulator import Options, simulate
from tests.simulator.wire import HUNG_UP, Wire, control, page, simulated


async def test_state_says_where_each_worker_is() -> None:
    async with simulated(workers=3, control_port=0, scenario="healthy,down") as simulator:
        status, state = await control(simulator, "GET", "/state")
    assert status == 200
    assert [worker["scenario"] for worker in state["workers"]] == ["healthy", "down", "healthy"]
    assert [worker["port"] for worker in state["workers"]] == [listener.port for listener in simulator.listeners]
    assert {"address", "owner", "proxy", "earned", "baseline", "by_worker"} <= set(state["contracts"][0])


async def test_a_worker_goes_down_and_comes_back_on_its_port() -> None:
    async with simulated(workers=2, control_port=0) as simulator:
        kept = await Wire.to(simulator, 1)
        assert (await control(simulator, "POST", "/workers/1/scenario/down"))[0] == 200
        assert await kept.rest() == HUNG_UP
        with pytest.raises(ConnectionRefusedError):
            await Wire.to(simulator, 1)
        await control(simulator, "POST", "/workers/all/scenario/disabled")
        for worker in range(2):
            assert b"/request/enable" in await page(simulator, "/stats", worker)


async def test_a_cause_goes_away_with_its_scenario() -> None:
    async with simulated(control_port=0, scenario="wallet_low") as simulator:
        assert b"balance low on" in await page(simulator, "/stats")
        await control(simulator, "POST", "/workers/0/scenario/healthy")
        assert b"balance ok on" in await page(simulator, "/stats")


async def test_a_restart_ends_connections_and_counters() -> None:
    async with simulated(control_port=0) as simulator:
        simulator.advance(60)
        kept = await Wire.to(simulator)
        assert (await control(simulator, "POST", "/workers/0/restart"))[1] == {"workers": 1, "restarted": True}
        assert await kept.rest() == HUNG_UP
        assert b'"queries": [\n      0.000000,' in await page(simulator, "/jsonstats")


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/", 404, "no such path"),
        ("GET", "/workers/0/restart", 405, "POST"),
        ("POST", "/state", 405, "GET"),
        ("POST", "/workers/7/restart", 404, "no worker 7"),
        ("POST", "/workers/0/scenario/nosuch", 404, "no scenario nosuch"),
        ("POST", "/workers/-1/restart", 404, "no such path"),
        ("BREW", "/state", 400, "not an HTTP request"),
    ],
)
async def test_a_mistake_is_answered_in_words(method: str, path: str, status: int, words: str) -> None:
    async with simulated(control_port=0) as simulator:
        answered, content = await control(simulator, method, path)
    assert answered == status
    assert words in content["detail"]


async def test_simulate_runs_until_it_is_cancelled() -> None:
    ready = asyncio.Event()
    task = asyncio.create_task(simulate(Options(workers=1, base_port=0, control_port=0), ready.set))
    async with asyncio.timeout(5):
        await ready.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_world_moves_by_itself_with_the_clock() -> None:
    async with simulated(control_port=0, tick=0.01) as simulator:
        seen = 0.0
        async with asyncio.timeout(10):
            while seen < 0.05:
                seen = (await control(simulator, "GET", "/state"))[1]["elapsed"]


async def test_a_taken_port_is_an_error_and_leaves_nothing_open() -> None:
    async with simulated() as simulator:
        port = simulator.listeners[0].port
        with pytest.raises(OSError, match="address already in use"):
            async with simulated(workers=1, base_port=port, health_base_port=0):
                pass
