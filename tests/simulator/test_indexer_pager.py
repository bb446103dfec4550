"""Over any faults, page sizes and restarts, an account's transactions are taken once each, and none is missed."""

import asyncio
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.simulator.chain import Payment
from cocoonpool.simulator.indexfaults import Fault
from cocoonpool.ton.continuity import Cursor, Proven
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.hashes import parse_hash
from cocoonpool.ton.pace import Backoff
from cocoonpool.ton.pager import Start, next_page, start_at
from cocoonpool.ton.transaction import Transaction
from tests.simulator.indexed import Indexed, indexed

IMPATIENT = Backoff(attempts=1, first_s=0.0, most_s=0.0)
BAD_ROUNDS = 25


async def take(world: Indexed, cursor: Cursor, limit: int) -> Proven:
    """One page, or nothing and no progress."""
    page = await next_page(world.client, world.pool, cursor, limit)
    return Proven((), cursor) if isinstance(page, ChainFault) else page


async def history(seed: int) -> tuple[list[str], list[str]]:
    """What was taken, and what there is."""
    chance = random.Random(seed)
    taken: list[Transaction] = []
    cursor = Cursor()
    async with indexed(backoff=IMPATIENT) as world:
        world.server.faults.rate = chance.random()
        for _ in range(BAD_ROUNDS):
            world.pay(chance.randint(0, 3))
            page = await take(world, cursor, chance.randint(1, 8))
            taken += page.transactions
            cursor = page.cursor
        world.server.faults.clear()
        while (page := await take(world, cursor, chance.randint(1, 8))).transactions:
            taken += page.transactions
            cursor = page.cursor
        there = [parse_hash(record.hash) for record in world.chain.by_account[world.pool.upper()]]
    return [row.hash for row in taken], there


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_no_fault_makes_a_gap_or_a_double(seed: int) -> None:
    taken, there = asyncio.run(history(seed))
    assert taken == there


@pytest.mark.parametrize("limit", [1, 2, 7, 1000])
async def test_pages_of_any_size_hold_the_same(limit: int) -> None:
    async with indexed() as world:
        world.pay(9)
        cursor, taken = Cursor(), 0
        while (page := await take(world, cursor, limit)).transactions:
            taken += len(page.transactions)
            cursor = page.cursor
        assert taken == 9


async def test_a_hole_stops_the_cursor_until_it_is_filled() -> None:
    async with indexed() as world:
        world.pay(5)
        lost = world.chain.by_account[world.pool.upper()][2]
        world.chain.hide([lost])
        page = await take(world, Cursor(), 10)
        assert len(page.transactions) == 2
        assert page.gap is not None
        assert f"lt {lost.lt} is missing" in page.gap.reason
        world.chain.hide([lost], hidden=False)
        assert len((await take(world, page.cursor, 10)).transactions) == 3


async def test_what_is_not_final_is_not_taken() -> None:
    async with indexed() as world:
        world.pay(4)
        world.chain.by_account[world.pool.upper()][2].mc_block_seqno = None
        page = await take(world, Cursor(), 10)
        assert len(page.transactions) == 2
        assert page.gap is None


async def test_a_tail_that_became_another_is_noticed_at_once() -> None:
    async with indexed() as world:
        world.pay(4)
        page = await take(world, Cursor(), 10)
        world.chain.reorganise(world.pool, 2)
        fault = await next_page(world.client, world.pool, page.cursor)
        assert isinstance(fault, ChainFault)
        assert fault.kind is FaultKind.HISTORY_CHANGED


async def test_a_tail_that_became_another_behind_a_hole_is_a_gap() -> None:
    async with indexed() as world:
        world.pay(4)
        page = await take(world, Cursor(), 10)
        world.chain.reorganise(world.pool, 2)
        world.chain.hide(world.chain.by_account[world.pool.upper()][-1:])
        world.pay()
        after = await take(world, page.cursor, 10)
        assert after.transactions == ()
        assert after.gap and "another hash" in after.gap.reason


async def test_a_page_too_large_is_asked_for_in_smaller_parts() -> None:
    async with indexed(largest=150_000) as world:
        payments = [Payment(to=world.payee, amount=1 + number) for number in range(50)]
        for _ in range(5):
            world.chain.pay(world.pool, payments, deliver=False)  # about 60 kB each
        cursor, taken = Cursor(), 0
        while (page := await take(world, cursor, 100)).transactions:
            taken += len(page.transactions)
            cursor = page.cursor
        assert taken == 5


async def test_following_can_begin_at_any_time() -> None:
    async with indexed() as world:
        world.pay(6)
        rows = world.chain.by_account[world.pool.upper()]
        for number, row in enumerate(rows):
            start = await start_at(world.client, world.pool, row.now)
            assert isinstance(start, Start)
            assert start.proven
            page = await take(world, start.cursor, 10)
            assert page.gap is None
            assert len(page.transactions) == len(rows) - number
        assert await start_at(world.client, world.pool, world.chain.now + 1) is None


async def test_a_beginning_that_was_left_out_is_noticed() -> None:
    async with indexed() as world:
        world.pay(3)
        first, second, _ = world.chain.by_account[world.pool.upper()]
        world.chain.hide([second])
        unproven = await start_at(world.client, world.pool, second.now)
        assert isinstance(unproven, Start)
        assert not unproven.proven
        world.server.fail(Fault(kind="missing"))
        world.chain.hide([second], hidden=False)
        assert not isinstance(await start_at(world.client, world.pool, second.now), Start)
        assert first.now < second.now


async def test_the_beginning_is_not_guessed_while_the_indexer_fails() -> None:
    async with indexed(backoff=IMPATIENT) as world:
        world.pay()
        world.server.fail(Fault(kind="500"))
        assert isinstance(await start_at(world.client, world.pool, 0), ChainFault)
