"""`cocoonpool simulate --indexer-port` shows recorded transactions beside the workers."""

import httpx

from cocoonpool.simulator.chainrecord import recorded
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from tests.simulator.wire import simulated


async def test_a_fleet_can_have_an_indexer_beside_it() -> None:
    pool = recorded("pool_payouts_v4r2")["_meta"]["pool_wallet"]
    async with simulated(indexer_port=0) as simulator, httpx.AsyncClient(trust_env=False) as http:
        rows = await ChainClient(simulator.indexer_url, http, per_second=1e6).transactions(pool, after_lt=0)
        assert not isinstance(rows, ChainFault)
        assert len(rows) == 9


async def test_a_fleet_has_none_unless_asked_for() -> None:
    async with simulated() as simulator:
        assert simulator.indexer_url == ""
