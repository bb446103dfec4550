"""A worker is told a few things only, in words it cannot misread, and is believed only by what it shows afterwards."""

from collections.abc import AsyncIterator

import pytest

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.control import Command, Outcome, command_worker
from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, Reading
from cocoonpool.simulator import Options, Simulator

ALLOWED = AllowedNetworks.parse(DEFAULT_NETWORKS)


@pytest.fixture(params=["2025-12", "2026-04"])
async def port(request: pytest.FixtureRequest) -> AsyncIterator[int]:
    options = Options(workers=1, base_port=0, tick=0, generation=request.param, control_port=None)
    simulator = Simulator(options)
    await simulator.start()
    yield int(simulator.urls[0].rsplit(":", 1)[1])
    await simulator.stop()


async def shown(port: int) -> Reading:
    client = WorkerClient("127.0.0.1", port, ALLOWED)
    pages = await client.fetch()
    await client.aclose()
    assert not isinstance(pages, Failure)
    reading = read(pages)
    assert isinstance(reading, Reading)
    return reading


async def tell(port: int, command: Command, access_hash: str | None = None) -> Outcome:
    return await command_worker("127.0.0.1", port, ALLOWED, access_hash, command)


@pytest.mark.parametrize("value", [1, 999, 1_000, 1_500, 1_000_000])
async def test_a_price_arrives_exactly(port: int, value: int) -> None:
    assert (await tell(port, Command("coefficient", value))).done
    assert (await shown(port)).coefficient == value


async def test_a_worker_is_switched_off_and_on(port: int) -> None:
    for value in (0, 1):
        assert (await tell(port, Command("enabled", value))).done
        assert (await shown(port)).enabled is bool(value)


async def test_a_payout_is_asked_for(port: int) -> None:
    assert (await tell(port, Command("payout", proxy="EQ_proxy"))).done


@pytest.mark.parametrize(
    "command",
    [
        Command("coefficient"), Command("coefficient", 0), Command("coefficient", -1), Command("coefficient", 10**9),
        Command("enabled"), Command("enabled", 2), Command("payout"), Command("payout", proxy="a&b=c"),
        Command("payout", proxy="x HTTP/1.1\r\nX: y"),
    ],
)  # fmt: skip
async def test_what_a_worker_could_misread_is_never_said(command: Command) -> None:
    with pytest.raises(ValueError, match="no worker understands"):
        await tell(1, command)


async def test_a_worker_that_is_not_there_has_not_obeyed() -> None:
    outcome = await tell(1, Command("enabled", 1))
    assert (outcome.done, outcome.detail) == (False, "The connection was refused: nothing listens there.")
