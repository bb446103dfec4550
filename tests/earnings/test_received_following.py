"""Following the owners' accounts: each payment once, nothing skipped, nothing taken for revenue that is not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cocoonpool.db import Database
from cocoonpool.earnings.models import FollowedOwner
from cocoonpool.earnings.recognition import Standing
from cocoonpool.simulator.chain import Chain
from cocoonpool.simulator.cocoonchain import REFUND, Cocoon
from cocoonpool.simulator.indexfaults import Fault
from cocoonpool.ton.cocoon import WORKER_CODES
from tests import make
from tests.earnings.ledgered import (
    FEE,
    ONE,
    OTHER_PROXY,
    PROXY,
    TWO,
    check_of,
    contract,
    indexed,
    keep,
    payments,
    read_at,
    run,
)
from tests.ton.recordings import recorded

CODE = min(WORKER_CODES)


async def test_the_recorded_payouts_are_received_to_the_nanoton(db: Database) -> None:
    told = recorded("cocoon_payouts_ok")
    meta = told["_meta"]
    who = await make.participant(db, meta["owner"])
    await keep(db, contract(who, meta["worker"], meta["proxy"], cashed_out=int(meta["tokens_after"])))
    chain = Chain()
    chain.load(told)
    async with indexed(chain) as (_, client):
        assert (await run(db, client)).payments == 3
        assert (await run(db, client)).payments == 0
    assert [str(row.amount) for row in await payments(db)] == [e["amount"] for e in meta["expected_revenue_events"]]
    check = await check_of(db, meta["worker"])
    assert check is not None
    assert (check.received_tokens, check.received_amount, check.missing_tokens) == (500_000_001, 9_500_000_019, 0)


async def test_a_payout_the_proxy_could_not_pay_shows_as_a_gap_and_since_when(db: Database) -> None:
    """The recorded failure: the counter went on, the proxy aborted, the owner got nothing."""
    meta = recorded("cocoon_payout_proxy_short_of_funds")["_meta"]
    before, after = int(meta["tokens_before"]), int(meta["tokens_after"])
    who = await make.participant(db, meta["owner"])
    sc_address, proxy = meta["worker"], meta["proxy"]
    chain = Chain()
    Cocoon(chain).pay(meta["owner"], sc_address, proxy, before, before * FEE)
    await keep(db, contract(who, sc_address, proxy, cashed_out=before))
    async with indexed(chain) as (_, client):
        await run(db, client)
        chain.load(recorded("cocoon_payout_proxy_short_of_funds"))
        await keep(db, contract(who, sc_address, proxy, cashed_out=after))
        for minutes in (5, 60):
            await run(db, client, minutes)
            check = await check_of(db, sc_address)
            assert check is not None
            assert (check.missing_tokens, check.missing_amount) == (236_849_910, 4_500_148_290)
            assert check.missing_since == make.NOW + timedelta(minutes=5)


async def test_the_contracts_own_counter_shows_a_gap_while_its_workers_are_silent(db: Database) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice, cashed_out=100))
    chain = Chain()
    cocoon = Cocoon(chain)
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 100 * FEE)
    cocoon.pay(make.ALICE, ONE, PROXY, 150, 50 * FEE, short=True)
    cocoon.show(ONE, make.ALICE, PROXY, 150, CODE)
    async with indexed(chain) as (_, client):
        await run(db, client)
    check = await check_of(db)
    assert check is not None
    assert (check.proof, check.chain_tokens, check.missing_tokens) == ("proven", 150, 50)


async def test_what_is_not_a_workers_payout_is_kept_apart(db: Database) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice))
    chain = Chain()
    cocoon = Cocoon(chain)
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 1900, opcode=REFUND)  # a client's refund
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 1900, bounced=True)
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 1900, aborted=True)  # the money stays
    cocoon.pay(make.ALICE, TWO, PROXY, 100, 1900)  # a contract no worker has shown
    cocoon.pay(make.ALICE, ONE, OTHER_PROXY, 200, 1900)
    cocoon.other(make.ALICE)
    async with indexed(chain) as (_, client):
        await run(db, client)
    assert [row.standing for row in await payments(db)] == ["other", "revenue", "unknown", "unknown"]
    check = await check_of(db)
    assert check is not None
    assert check.received_amount == 1900


async def test_a_payment_becomes_revenue_when_a_worker_first_shows_its_contract(db: Database) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice, TWO, OTHER_PROXY))
    chain = Chain()
    Cocoon(chain).pay(make.ALICE, ONE, PROXY, 100, 1900)
    async with indexed(chain) as (_, client):
        await run(db, client)
        assert [row.standing for row in await payments(db)] == ["unknown"]
        await keep(db, contract(alice))
        assert (await run(db, client, 1)).payments == 1
    assert [(row.standing, row.sc_address) for row in await payments(db)] == [("revenue", ONE)]


async def test_a_parent_that_the_indexer_lacks_is_asked_for_again(db: Database) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    Cocoon(chain).pay(make.ALICE, ONE, PROXY, 100, 1900)
    parent = chain.by_account[PROXY.upper()]
    chain.hide(parent)
    async with indexed(chain) as (_, client):
        await run(db, client)
        assert [row.standing for row in await payments(db)] == [Standing.PENDING]
        chain.hide(parent, hidden=False)
        assert (await run(db, client, 1)).payments == 1


async def test_a_contract_of_somebody_else_brings_nothing_whatever_a_worker_says(db: Database) -> None:
    await keep(db, contract(await make.alice(db), cashed_out=100))
    chain = Chain()
    cocoon = Cocoon(chain)
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 1900)
    async with indexed(chain) as (_, client):
        await run(db, client)
        assert [row.standing for row in await payments(db)] == ["revenue"]
        cocoon.show(ONE, make.BOB, PROXY, 100, CODE)
        await run(db, client, 61)
        await run(db, client, 62)
    check = await check_of(db)
    assert check is not None
    assert [row.standing for row in await payments(db)] == ["unknown"]
    assert (check.proof, check.received_amount) == ("contradicted", 0)


async def test_a_hole_in_the_indexers_history_stops_the_reading_until_it_is_filled(db: Database) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    cocoon = Cocoon(chain)
    for number in range(1, 6):
        cocoon.pay(make.ALICE, ONE, PROXY, 100 * number, 1900)
    hole = chain.by_account[make.ALICE.upper()][2:3]
    chain.hide(hole)
    async with indexed(chain) as (_, client):
        told = await run(db, client)
        assert "gap" in told.trouble[make.ALICE]
        assert (len(await payments(db)), await read_at(db, make.ALICE), await check_of(db)) == (2, None, None)
        chain.hide(hole, hidden=False)
        assert (await run(db, client, 1)).trouble == {}
    assert len(await payments(db)) == 5


async def test_a_beginning_that_the_indexer_left_out_is_not_taken_for_the_beginning(db: Database) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    cocoon = Cocoon(chain)
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 1900)
    cocoon.pay(make.ALICE, ONE, PROXY, 200, 1900)
    async with indexed(chain) as (server, client):
        for _ in range(20):  # a hole here or there
            server.fail(Fault(kind="missing", path="transactions"))
            await run(db, client)
        server.faults.clear()
        await run(db, client, 1)
    assert [row.amount for row in await payments(db)] == [1900, 1900]


async def test_what_an_indexer_gets_later_of_the_beginning_is_read_then(db: Database) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    cocoon = Cocoon(chain)
    for number in range(1, 5):
        cocoon.pay(make.ALICE, ONE, PROXY, 100 * number, 1900 + number)
    early = chain.by_account[make.ALICE.upper()][:2]
    chain.hide(early)
    async with indexed(chain) as (_, client):
        await run(db, client)
        assert [row.amount for row in await payments(db)] == [1903, 1904]
        chain.hide(early[1:], hidden=False)
        await run(db, client, 1)
        assert [row.amount for row in await payments(db)] == [1902, 1903, 1904]
        chain.hide(early, hidden=False)
        await run(db, client, 2)
        assert (await run(db, client, 3)).payments == 0
    assert [row.amount for row in await payments(db)] == [1901, 1902, 1903, 1904]


async def test_another_history_is_never_mixed_into_ours(db: Database) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    cocoon = Cocoon(chain)
    cocoon.pay(make.ALICE, ONE, PROXY, 100, 1900)
    async with indexed(chain) as (_, client):
        await run(db, client)
        other = Chain()
        elsewhere = Cocoon(other)
        elsewhere.other(make.ALICE)
        elsewhere.pay(make.ALICE, ONE, PROXY, 900, 900 * FEE)
    async with indexed(other) as (_, client):
        assert make.ALICE in (await run(db, client, 1)).trouble
    assert len(await payments(db)) == 1


@pytest.mark.parametrize("kind", ["429", "500", "hang_up", "truncated_json", "html"])
async def test_a_source_that_fails_is_said_and_caught_up_with(db: Database, kind: str) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    Cocoon(chain).pay(make.ALICE, ONE, PROXY, 100, 1900)
    async with indexed(chain) as (server, client):
        server.fail(Fault(kind=kind, times=50))
        told = await run(db, client)
        assert told.trouble
        async with db.reading() as session:
            row = (await session.scalars(select(FollowedOwner))).one()
        assert (row.trouble_since, row.complete_at) == (make.NOW, None)
        server.faults.clear()
        assert (await run(db, client, 1)).payments == 1
    assert await read_at(db, make.ALICE) == make.NOW + timedelta(minutes=1)


async def test_an_owner_that_nobody_ever_paid_has_received_nothing(db: Database) -> None:
    await keep(db, contract(await make.alice(db), cashed_out=0))
    async with indexed(Chain()) as (_, client):
        await run(db, client)
    check = await check_of(db)
    assert check is not None
    assert (check.received_amount, check.missing_tokens) == (0, 0)


async def test_a_contract_without_an_owner_is_followed_nowhere(db: Database) -> None:
    await keep(db, contract(await make.alice(db), owner_address=None))
    async with indexed(Chain()) as (server, client):
        assert (await run(db, client)).owners == 0
        assert not server.asked


async def test_a_long_history_is_read_page_by_page(db: Database) -> None:
    await keep(db, contract(await make.alice(db)))
    chain = Chain()
    cocoon = Cocoon(chain)
    for number in range(1, 451):
        if number % 150:
            cocoon.other(make.ALICE)
        else:
            cocoon.pay(make.ALICE, ONE, PROXY, 100 * number, 15_000 * FEE)
    async with indexed(chain) as (_, client):
        assert (await run(db, client)).payments == 3
    check = await check_of(db)
    assert check is not None
    assert (check.payments, check.missing_tokens) == (3, 0)
