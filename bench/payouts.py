"""100,000 transfers of a pool wallet, synced and verified from a stand-in indexer over a real socket: rate and memory.

The stand-in runs in a process of its own; what reads it in this one, at no limit but its own. A thousand of the payouts
were recorded by hand before: half of these are asked about one by one, the others are recognised by the sync.
"""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import func, insert, select

from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.participants import queries as participants
from cocoonpool.payouts.models import Payout
from cocoonpool.payouts.sync import sync_step
from cocoonpool.payouts.verify import check_due
from cocoonpool.payouts.wallets import follow
from cocoonpool.simulator.chain import Chain, Payment
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.hashes import parse_hash
from cocoonpool.wire import utc_now

TRANSFERS, BATCH, PEOPLE, BY_HAND = 100_000, 4, 500, 1_000
POOL = "0:" + "70" * 32
SERVE = "serve-the-chain"


def wallet(number: int) -> str:
    return f"0:{number + 1:064x}"


def payment(number: int) -> Payment:
    return Payment(to=wallet(number % PEOPLE), amount=1_000_000_001 + number, comment=f"payout {number}")


def the_chain() -> Chain:
    chain = Chain()
    for first in range(0, TRANSFERS, BATCH):
        chain.pay(POOL, [payment(number) for number in range(first, first + BATCH)])
    return chain


async def serve() -> None:
    chain = the_chain()
    hashes = " ".join(record.hash for record in chain.by_account[POOL.upper()][: BY_HAND // BATCH])
    async with IndexerServer(chain) as server:
        sys.stdout.write(f"{server.url} {hashes}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


@contextlib.contextmanager
def indexer() -> Iterator[tuple[str, list[str]]]:
    """Its URL, and the hashes of the first transactions."""
    command = [sys.executable, "-m", "bench.payouts", SERVE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url, *hashes = process.stdout.readline().split()
            yield url, hashes
        finally:
            process.terminate()


def by_hand(number: int, hashes: list[str], now: Any) -> dict[str, Any]:
    claimed, hash_ = payment(number), parse_hash(hashes[number // BATCH])
    return {
        "participant_id": number % PEOPLE + 1, "transaction_hash": hash_, "recorded_hash": hash_, "source": "manual",
        "amount": claimed.amount, "from_address": POOL, "to_address": claimed.to, "transaction_time": now,
        "verification": "pending", "counted": True, "checks": 0, "next_check_at": now, "created_at": now,
    }  # fmt: skip


async def fill(db: Database, hashes: list[str]) -> None:
    async with db.transaction() as session:
        for number in range(PEOPLE):
            await participants.create(session, wallet=wallet(number), now=utc_now())
        await session.execute(insert(Payout), [by_hand(number, hashes, utc_now()) for number in range(BY_HAND)])


async def measure(db: Database, client: ChainClient) -> None:
    memory, peak = psutil.Process(), 0
    before = memory.memory_info().rss
    started = time.perf_counter()
    asked = (await check_due(db, client, utc_now() + timedelta(seconds=1), limit=BY_HAND // 2)).asked
    verified_s = time.perf_counter() - started
    print(f"verified one by one: {asked} recorded by hand in {verified_s:.1f} s, {asked / verified_s:.0f} a second")
    await follow(db, client, [POOL], None, utc_now())
    started, pages = time.perf_counter(), 0
    while not (await sync_step(db, client, POOL, utc_now())).complete:
        pages += 1
        peak = max(peak, memory.memory_info().rss)
    synced_s = time.perf_counter() - started
    print(f"synced: {TRANSFERS} transfers in {pages} pages, {synced_s:.1f} s, {TRANSFERS / synced_s:.0f} a second")
    print(f"memory: {before / 2**20:.0f} MiB before, {peak / 2**20:.0f} MiB at most")


async def compare(db: Database) -> None:
    async with db.reading() as session:
        columns = (func.count(), func.sum(Payout.amount), func.count(Payout.message_hash.distinct()))
        count, total, messages = (
            await session.execute(select(*columns).where(Payout.verification == "verified"))
        ).one()
    paid = sum(payment(number).amount for number in range(TRANSFERS))
    print(f"verified payouts: {count} of {TRANSFERS}, doubles: {count - messages}, nanoTON off: {total - paid}")


async def bench() -> None:
    with tempfile.TemporaryDirectory() as folder, indexer() as (url, hashes):
        db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'cocoonpool.db'}")
        await upgrade(db)
        await fill(db, hashes)
        async with httpx.AsyncClient() as http:
            await measure(db, ChainClient(url, http, per_second=1e6))
        await compare(db)
        await db.close()


def main() -> None:
    asyncio.run(bench())


if __name__ == "__main__":
    asyncio.run(serve() if SERVE in sys.argv else bench())
