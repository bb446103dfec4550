"""Worker contracts in the database, as the ledger keeps them, and a client of a pretended chain."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
from sqlalchemy import select

from cocoonpool.db import Database
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.models import ContractCheck, EarningContract, FollowedOwner, ReceivedPayment
from cocoonpool.earnings.receive import Followed, follow_revenue
from cocoonpool.money import Nanoton
from cocoonpool.participants.models import Participant
from cocoonpool.simulator.chain import Chain
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.pace import Backoff
from tests import make

ONE, TWO = "0:" + "11" * 32, "0:" + "22" * 32  # worker contracts
PROXY, OTHER_PROXY = "0:" + "bb" * 32, "0:" + "bc" * 32
FEE = 19
MEMORY = next((str(place) for place in [Path("/dev/shm")] if place.is_dir()), None)
"""A folder that costs no waiting for the disk, where there is one: for histories by the dozen."""


def contract(who: Participant, sc_address: str = ONE, proxy: str | None = PROXY, **fields: Any) -> Contract:
    """Everything earned is the opening balance, nobody's share, unless said otherwise."""
    tokens = fields.get("max_known") or 0
    described = {
        "owner_address": who.ton_wallet_address,
        "first_seen_at": 0,
        "fee": FEE,
        "opening_tokens": tokens,
        "opening_fee": FEE,
        "opening_left": tokens,
        "opening": Nanoton(tokens * FEE),
        "earned": Nanoton(tokens * FEE),
        "unattributed": Nanoton(tokens * FEE),
    }
    return Contract(sc_address=sc_address, participant_id=who.id, proxy_address=proxy, **{**described, **fields})


async def keep(db: Database, *contracts: Contract) -> None:
    """Writes what workers have shown of contracts, as the ledger would."""
    async with db.transaction() as session:
        for one in contracts:
            await session.merge(
                EarningContract(
                    sc_address=one.sc_address,
                    participant_id=one.participant_id,
                    earned=one.earned,
                    opening=one.opening,
                    unattributed=one.unattributed,
                    state=msgspec.json.encode(one).decode(),
                )
            )


@asynccontextmanager
async def indexed(chain: Chain, seed: int = 1) -> AsyncIterator[tuple[IndexerServer, ChainClient]]:
    """An indexer of the chain on a free port, and an impatient client of it."""
    async with IndexerServer(chain, seed=seed) as server, httpx.AsyncClient() as http:
        backoff = Backoff(attempts=2, first_s=0.0, most_s=0.0)
        yield server, ChainClient(server.url, http, per_second=100_000, backoff=backoff)


async def run(db: Database, client: ChainClient, minutes: float = 0) -> Followed:
    return await follow_revenue(db, client, make.NOW + timedelta(minutes=minutes))


async def payments(db: Database) -> list[ReceivedPayment]:
    async with db.reading() as session:
        return list(await session.scalars(select(ReceivedPayment).order_by(ReceivedPayment.lt)))


async def check_of(db: Database, sc_address: str = ONE) -> ContractCheck | None:
    async with db.reading() as session:
        return await session.get(ContractCheck, sc_address)


async def read_at(db: Database, owner: str) -> datetime | None:
    async with db.reading() as session:
        row = await session.get(FollowedOwner, owner)
        return None if row is None else row.complete_at
