"""A chain, its stand-in indexer and a client of it, for one test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx

from cocoonpool.simulator.chain import Chain, Payment
from cocoonpool.simulator.chainrecord import recorded
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.pace import Backoff

SOON = Backoff(attempts=3, first_s=0.001, most_s=0.01)


class Indexed(NamedTuple):
    """`pool` and `payee` are canonical raw."""

    chain: Chain
    server: IndexerServer
    client: ChainClient
    pool: str
    payee: str

    def pay(self, times: int = 1) -> None:
        for number in range(times):
            self.chain.pay(self.pool, [Payment(to=self.payee, amount=1000 + number, comment=f"payout {number}")])


@asynccontextmanager
async def indexed(*, api_keys: tuple[str, ...] = (), **client: Any) -> AsyncIterator[Indexed]:
    """A pool wallet that has not paid anybody yet."""
    chain = Chain()
    defaults: dict[str, Any] = {"per_second": 1e6, "backoff": SOON, "timeout_s": 5.0}
    async with IndexerServer(chain, api_keys=api_keys) as server, httpx.AsyncClient(trust_env=False) as http:
        asking = ChainClient(server.url, http, **(defaults | client))
        yield Indexed(chain, server, asking, chain.address("pool").lower(), chain.address("payee").lower())


@asynccontextmanager
async def recorded_indexed(*names: str) -> AsyncIterator[Indexed]:
    """The recorded answers, asked for again."""
    async with indexed() as world:
        for name in names:
            world.chain.load(recorded(name))
        pool = recorded("pool_payouts_v4r2")["_meta"]["pool_wallet"]
        yield world._replace(pool=pool)
