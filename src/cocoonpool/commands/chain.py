"""What `serve` and `collect` need of the chain: the client they share, and the watch that runs beside the collector."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from prometheus_client import CollectorRegistry

from cocoonpool.collector.chain import ChainWatch
from cocoonpool.collector.figures import ChainFigures
from cocoonpool.db import Database
from cocoonpool.earnings.receive import follow_revenue
from cocoonpool.outgoing.client import GuardedTransport, Reach, guarded_client
from cocoonpool.settings import Settings
from cocoonpool.ton.client import ChainClient

# What the source allows (https://docs.ton.org, rate limits of toncenter).
_PER_SECOND: Final = 1.0
_PER_SECOND_WITH_KEY: Final = 10.0


@asynccontextmanager
async def chain_client(settings: Settings) -> AsyncIterator[ChainClient | None]:
    """The client of the configured source; None where the chain is not to be asked."""
    if not settings.toncenter_url:
        yield None
        return
    key = settings.toncenter_api_key.get_secret_value() if settings.toncenter_api_key else None
    pace = settings.toncenter_per_second or (_PER_SECOND_WITH_KEY if key else _PER_SECOND)
    reach = Reach.to([settings.toncenter_url], settings.outgoing.allows)
    async with guarded_client(GuardedTransport(reach)) as http:
        yield ChainClient(settings.toncenter_url, http, key, pace)


@asynccontextmanager
async def watching(
    settings: Settings, db: Database, client: ChainClient | None, registry: CollectorRegistry
) -> AsyncIterator[None]:
    """A running watch of the chain, where there is one to ask."""
    if client is None:
        yield
        return
    watch = ChainWatch(
        db,
        client,
        settings.wallets,
        ChainFigures(registry),
        since=settings.pool_wallets_since,
        interval=settings.chain_interval,
        followers=(follow_revenue,),
    )
    watch.start()
    try:
        yield
    finally:
        await watch.stop()
