"""A pool whose chain runs in this process, or behind a real socket; and its payouts as the API tells them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from httpx import AsyncClient

from cocoonpool.payouts.wallets import parse_wallets
from cocoonpool.simulator.chain import Chain
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.pace import Backoff
from tests import make

PLACE = "/api/v1/payouts"
POOL = "0:" + "70" * 32
STRANGER = "0:" + "57" * 32
HASH = "5f" * 32
QUICK = Backoff(attempts=2, first_s=0.001, most_s=0.01)


def body(**changes: Any) -> dict[str, Any]:
    """A payout to participant 1, alice, as the documentation writes one."""
    return {
        "participant_id": 1,
        "transaction_hash": HASH,
        "amount_ton": 25.5,
        "amount_usd": 89.25,
        "from_address": to_friendly(POOL),
        "to_address": to_friendly(make.ALICE),
        "transaction_time": "2025-01-15T10:30:00Z",
        "period_start": "2025-01-08T00:00:00Z",
        "period_end": "2025-01-15T00:00:00Z",
        **changes,
    }


async def count(client: AsyncClient) -> int:
    return int((await client.get(PLACE)).headers["x-total-count"])


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[ChainClient]:
    """A client in a hurry."""
    async with httpx.AsyncClient() as http:
        yield ChainClient(url, http, per_second=100_000.0, backoff=QUICK, timeout_s=2.0)


@asynccontextmanager
async def indexed(chain: Chain) -> AsyncIterator[tuple[IndexerServer, ChainClient]]:
    """A real socket that answers from `chain`, and a client of it."""
    async with IndexerServer(chain) as server, asking(server.url) as client:
        yield server, client


def wallets(*addresses: str) -> list[str]:
    return list(parse_wallets(",".join(addresses)))
