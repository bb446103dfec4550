"""The watch over a real socket: through bad days of the indexer, a source that is gone, and kills of the process."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from prometheus_client import CollectorRegistry
from sqlalchemy import select

from cocoonpool.collector.chain import ChainWatch
from cocoonpool.collector.figures import ChainFigures
from cocoonpool.db import Database
from cocoonpool.payouts.bounces import UNTOLD
from cocoonpool.payouts.models import Payout, PoolWallet, UnassignedTransfer
from cocoonpool.payouts.sync import sync_step
from cocoonpool.payouts.wallets import follow
from cocoonpool.simulator.chain import Chain, Payment
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.hashes import parse_hash
from tests import make
from tests.payouts.pool import PLACE, POOL, STRANGER, indexed
from tests.payouts.watch import turn

Paid = set[tuple[str, int]]


def busy_chain(seed: int, payments: int) -> tuple[Chain, Paid]:
    """A chain with batches, strangers and returns; and what alice and bob have got, by message and amount."""
    chain, draw, paid = Chain(seed=seed), Random(seed), set()
    for _ in range(payments):
        batch = [
            Payment(
                to=draw.choice((make.ALICE, make.BOB, STRANGER)),
                amount=draw.randint(1, 10**15),
                bounce=draw.random() < 0.1,
                returned=draw.random() < 0.1,
            )
            for _ in range(draw.randint(1, 4))
        ]
        made = chain.pay(POOL, batch)
        for one, message in zip(batch, made.out_msgs, strict=True):
            if one.to != STRANGER and not one.returned:
                paid.add((message.hash, one.amount))
    return chain, paid


async def on_the_books(db: Database) -> Paid:
    async with db.reading() as session:
        rows = list(await session.execute(select(Payout.message_hash, Payout.amount).where(Payout.counted)))
    assert len({hash_ for hash_, _ in rows}) == len(rows)
    return {(str(hash_), amount) for hash_, amount in rows}


def known(paid: Paid) -> Paid:
    """Hashes as we keep them."""
    return {(parse_hash(hash_), amount) for hash_, amount in paid}


@pytest.mark.parametrize("seed", range(3))
async def test_after_bad_days_of_the_indexer_the_books_equal_the_chain(db: Database, seed: int) -> None:
    chain, paid = busy_chain(seed, 40)
    await make.alice(db)
    await make.bob(db)
    async with indexed(chain) as (server, client):
        server.faults.rate = 0.3
        for _ in range(12):
            await turn(db, client, [POOL], make.NOW, limit=7)
            assert await on_the_books(db) <= known(paid)
        server.faults.rate = 0.0
        await turn(db, client, [POOL], make.NOW + timedelta(days=1))
    assert await on_the_books(db) == known(paid)


async def test_a_hole_in_the_history_stops_the_reading_and_is_said(db: Database) -> None:
    chain = Chain()
    made = [chain.pay(POOL, [Payment(to=make.ALICE, amount=number)]) for number in (1, 2, 3)]
    await make.alice(db)
    chain.hide([made[1]])
    async with indexed(chain) as (_, client):
        await turn(db, client, [POOL], make.NOW)
        assert {amount for _, amount in await on_the_books(db)} == {1}
        async with db.reading() as session:
            wallet = (await session.scalars(select(PoolWallet))).one()
        assert (wallet.complete_at, wallet.trouble_since) == (None, make.NOW)
        assert f"lt {made[1].lt} is missing" in str(wallet.trouble)
        chain.hide([made[1]], hidden=False)
        await turn(db, client, [POOL], make.NOW)
    assert {amount for _, amount in await on_the_books(db)} == {1, 2, 3}


async def test_a_wallet_may_be_read_from_a_moment_on(db: Database) -> None:
    chain = Chain()
    chain.pay(POOL, [Payment(to=make.ALICE, amount=1)])
    second = chain.pay(POOL, [Payment(to=make.ALICE, amount=2)])
    chain.pay(POOL, [Payment(to=make.ALICE, amount=3)])
    await make.alice(db)
    async with indexed(chain) as (_, client):
        since = make.NOW.fromtimestamp(second.now, make.NOW.tzinfo)
        await follow(db, client, [POOL], since, make.NOW)
        await turn(db, client, [POOL], make.NOW)
    assert {amount for _, amount in await on_the_books(db)} == {2, 3}


async def test_a_wallet_nobody_names_any_more_is_left_alone(db: Database) -> None:
    chain = Chain()
    async with indexed(chain) as (server, client):
        await turn(db, client, [POOL], make.NOW)
        server.asked.clear()
        await turn(db, client, [], make.NOW)
        assert not server.asked


async def test_a_stranger_who_registers_gets_the_payouts_of_before(db: Database) -> None:
    chain = Chain()
    chain.pay(POOL, [Payment(to=make.ALICE, amount=5, comment="early")])
    async with indexed(chain) as (_, client):
        await turn(db, client, [POOL], make.NOW)
        assert await on_the_books(db) == set()
        await make.alice(db)
        await turn(db, client, [POOL], make.NOW)
    assert {amount for _, amount in await on_the_books(db)} == {5}
    async with db.reading() as session:
        assert list(await session.scalars(select(UnassignedTransfer))) == []


async def test_what_came_back_is_guessed_only_when_it_stays_untold_for_an_hour(db: Database) -> None:
    chain = Chain()
    await make.alice(db)
    for amount in (7, 9_000_000, 3):
        chain.pay(POOL, [Payment(to=make.ALICE, amount=amount, bounce=True, returned=amount > 10)])
    chain.hide([row for row in chain.records if row.account == make.ALICE.upper() and row.out_msgs])
    async with indexed(chain) as (_, client):
        await follow(db, client, [POOL], None, make.NOW)
        for minutes, told in ((0, UNTOLD), (1, UNTOLD), (59, UNTOLD), (60, None)):
            step = await sync_step(db, client, POOL, make.NOW + timedelta(minutes=minutes))
            assert step.trouble == told
    assert {amount for _, amount in await on_the_books(db)} == {7, 3}


def watch_of(db: Database, client: ChainClient) -> ChainWatch:
    return ChainWatch(db, client, [POOL], ChainFigures(CollectorRegistry()), interval=0.01)


async def test_while_the_source_is_gone_the_api_says_how_old_its_view_is(
    app: FastAPI, db: Database, client: AsyncClient
) -> None:
    chain = Chain()
    await make.alice(db)
    async with indexed(chain) as (server, asked):
        watch = watch_of(db, asked)
        await watch.read_wallets()
        seen = (await client.get(f"{PLACE}/chain")).json()
        assert (seen["trouble"], seen["wallets"][0]["address"]) == (None, to_friendly(POOL))
        await server.stop()
        chain.pay(POOL, [Payment(to=make.ALICE, amount=5)])
        await until(lambda: gone(client, watch))
        assert (await client.get(PLACE)).json() == []
        stale = (await client.get(f"{PLACE}/chain")).json()
        assert stale["complete_at"] == seen["complete_at"]
        await server.start()
        await until(lambda: caught_up(client, watch))
        assert (await client.get(PLACE)).json()[0]["amount_ton"] == 0.000000005


async def gone(client: AsyncClient, watch: ChainWatch) -> bool:
    await watch.read_wallets()
    return (await client.get(f"{PLACE}/chain")).json()["trouble"] is not None


async def caught_up(client: AsyncClient, watch: ChainWatch) -> bool:
    await watch.read_wallets()
    return len((await client.get(PLACE)).json()) == 1


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110 - what is waited for is in a database, or in another process
            await asyncio.sleep(0.01)


async def test_a_watch_with_nothing_to_do_asks_nobody(db: Database) -> None:
    async with indexed(Chain()) as (server, asked):
        watch = ChainWatch(db, asked, [], ChainFigures(CollectorRegistry()))
        await watch.read_wallets()
        await watch.verify()
        assert not server.asked


async def collecting(folder: Path, store: str, url: str) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.defpath,
        "COCOONPOOL_DATA_DIR": str(folder),
        "COCOONPOOL_DATABASE_URL": store,
        "COCOONPOOL_DISCOVER": "off",
        "COCOONPOOL_PRICE_SOURCES": "off",
        "COCOONPOOL_POOL_WALLETS": to_friendly(POOL),
        "COCOONPOOL_TONCENTER_URL": url,
        "COCOONPOOL_OUTGOING_NETWORKS": "127.0.0.0/8",
        "COCOONPOOL_TONCENTER_PER_SECOND": "1000",
        "COCOONPOOL_CHAIN_INTERVAL": "1",
        "COCOONPOOL_LOG_LEVEL": "error",
    }
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "cocoonpool", "collect", env=environment)


async def test_a_process_that_is_killed_again_and_again_loses_and_doubles_nothing(
    db: Database, store: str, tmp_path: Path
) -> None:
    """Killed after so many questions; each time the next one goes on where the books are."""
    chain, paid = busy_chain(7, 500)
    await make.alice(db)
    await make.bob(db)
    async with IndexerServer(chain) as server:
        for questions in (2, 4, 6):
            server.asked.clear()
            process = await collecting(tmp_path, store, server.url)
            await until(asked(server, questions))
            process.send_signal(signal.SIGKILL)
            await process.wait()
            assert await on_the_books(db) <= known(paid)
        process = await collecting(tmp_path, store, server.url)
        await until(lambda: complete(db, paid))
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


def asked(server: IndexerServer, questions: int) -> Callable[[], Awaitable[bool]]:
    async def enough() -> bool:
        return len(server.asked) >= questions

    return enough


async def complete(db: Database, paid: Paid) -> bool:
    return await on_the_books(db) == known(paid)
