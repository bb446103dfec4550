"""The key of the API goes to the indexer in one header, and nowhere else."""

import logging

import pytest

from cocoonpool.simulator.indexfaults import ALL_FAULTS, Fault
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.pace import Backoff
from tests.simulator.indexed import indexed

KEY = "secret-key-7f3a"


async def test_the_key_travels_in_its_header_and_not_in_the_address() -> None:
    async with indexed(api_key=KEY, api_keys=(KEY,)) as world:
        assert not isinstance(await world.client.head(), ChainFault)
        [asked] = world.server.asked
        assert f"x-api-key: {KEY}".encode() in asked.head.lower()
        assert KEY not in asked.query
        assert asked.head.count(KEY.encode()) == 1


async def test_without_the_key_the_reason_says_so() -> None:
    async with indexed(api_keys=(KEY,)) as world:
        answer = await world.client.head()
        assert isinstance(answer, ChainFault)
        assert answer.kind is FaultKind.REFUSED
        assert "API key" in answer.reason


@pytest.mark.parametrize("kind", ["401", *ALL_FAULTS])
async def test_no_log_no_fault_and_no_repr_has_the_key(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with indexed(api_key=KEY, api_keys=(KEY,), backoff=Backoff(attempts=2, first_s=0)) as world:
        world.server.fail(Fault(kind=kind, times=2))
        answer = await world.client.transactions(world.pool, after_lt=0)
        assert KEY not in repr(answer)
        assert KEY not in repr(world.client)
        assert KEY not in caplog.text
