"""The living chain: what the simulated fleet cashes out arrives at its owners, and the pool's wallet pays them."""

import httpx

from cocoonpool.db import Database
from cocoonpool.payouts.sync import sync_step
from cocoonpool.payouts.wallets import follow
from cocoonpool.ton.address import parse
from cocoonpool.ton.client import ChainClient
from tests import make
from tests.simulator.wire import simulated

PAYOUT = "0xc59a7cd3"


async def test_what_a_contract_has_cashed_out_arrives_at_its_owner() -> None:
    async with simulated(workers=3, scenario="mixed", indexer_port=0, living_chain=True) as simulator:
        simulator.advance(600)
        fee = simulator.world.root.worker_fee_per_token
        (owner,) = {worker["owner"] for worker in simulator.state()["workers"]}
        async with httpx.AsyncClient(trust_env=False) as http:
            client = ChainClient(simulator.indexer_url, http, per_second=1e6)
            rows = await client.transactions(parse(owner), after_lt=0, limit=1000)
    assert isinstance(rows, tuple | list)
    incoming = [row.in_msg for row in rows if row.in_msg is not None and row.in_msg.opcode == int(PAYOUT, 16)]
    contracts = [one for one in simulator.world.truth()["contracts"] if one["owner"] == owner]
    assert sum(message.value or 0 for message in incoming) == sum(one["cashed_out"] for one in contracts) * fee > 0


async def test_the_pools_payments_become_payouts(db: Database) -> None:
    async with simulated(workers=3, scenario="mixed", indexer_port=0, living_chain=True) as simulator:
        await make.participant(db, parse(simulator.state()["workers"][0]["owner"]))
        pool = parse(simulator.pool_wallet or "")
        async with httpx.AsyncClient(trust_env=False) as http:
            client = ChainClient(simulator.indexer_url, http, per_second=1e6)
            await follow(db, client, [pool], None, make.NOW)
            step = await sync_step(db, client, pool, make.NOW)
    assert (step.booked.made, step.returned, step.trouble) == (13, 1, None)  # twelve weeks, and one that came back
