"""A payout recorded by hand is a claim. The chain says what is true of it, and keeps being asked until it has."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.payouts.verify import check_due
from cocoonpool.simulator.chain import Chain, Payment
from cocoonpool.simulator.chainrecord import Record
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.simulator.indexfaults import Fault
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.client import ChainClient
from cocoonpool.wire import utc_now
from tests import make
from tests.payouts.pool import PLACE, POOL, STRANGER, body, count, indexed, wallets
from tests.payouts.watch import turn

TON = 1_000_000_000


@pytest.fixture
def chain() -> Chain:
    return Chain(now=1_750_000_000)


@pytest.fixture
async def source(app: FastAPI, db: Database, chain: Chain) -> AsyncIterator[tuple[IndexerServer, ChainClient]]:
    """Alice and bob, and an indexer that the server asks."""
    await make.alice(db)
    await make.bob(db)
    async with indexed(chain) as (server, asked):
        app.state.chain = asked
        yield server, asked


async def recorded(client: AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post(PLACE, json=body(**changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def verified(client: AsyncClient, payout: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"{PLACE}/{payout['id']}/verify")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def paid(chain: Chain, *payments: Payment) -> Record:
    return chain.pay(POOL, payments)


async def test_what_the_chain_confirms_is_verified(source: object, chain: Chain, client: AsyncClient) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=25 * TON + TON // 2, comment="May"))
    after = await verified(client, await recorded(client, transaction_hash=made.hash))
    assert (after["verification"], after["verified"], after["verification_reason"]) == ("verified", True, None)
    assert (after["comment"], after["lt"], after["next_check_at"]) == ("May", made.lt, None)
    assert after["amount_usd"] == 89.25
    assert after["source"] == "manual"


@pytest.mark.parametrize("which", ["the sender's", "the order", "the message", "the recipient's"])
async def test_any_hash_of_a_payment_leads_to_it(source: object, chain: Chain, client: AsyncClient, which: str) -> None:
    made = paid(chain, Payment(to=make.BOB, amount=TON), Payment(to=make.ALICE, amount=51 * TON // 2))
    order, message = made.in_msg, made.out_msgs[1]
    assert order is not None
    received = next(row for row in chain.by_message[message.hash] if row is not made)
    hashes = {"the sender's": made.hash, "the order": order.hash, "the message": message.hash}
    given = hashes.get(which, received.hash)
    after = await verified(client, await recorded(client, transaction_hash=given))
    assert (after["verification"], after["amount_ton"], after["lt"]) == ("verified", 25.5, made.lt)


async def test_the_chains_amount_and_sender_win_and_the_difference_is_said(
    source: object, chain: Chain, client: AsyncClient
) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=4 * TON))
    after = await verified(client, await recorded(client, transaction_hash=made.hash, from_address=STRANGER))
    assert (after["verification"], after["counted"], after["amount_ton"]) == ("mismatch", True, 4)
    assert after["from_address"] == to_friendly(POOL)
    assert "25.5 TON was recorded, 4 TON was paid" in after["verification_reason"]
    assert "was recorded as the sender" in after["verification_reason"]


async def test_a_transaction_that_pays_somebody_else_does_not_count(
    source: object, chain: Chain, client: AsyncClient
) -> None:
    made = paid(chain, Payment(to=STRANGER, amount=3 * TON))
    after = await verified(client, await recorded(client, transaction_hash=made.hash))
    assert (after["verification"], after["counted"]) == ("mismatch", False)
    assert (after["amount_ton"], after["to_address"]) == (3, to_friendly(STRANGER))
    assert (await client.get("/api/v1/participants/1")).json()["total_paid_ton"] == 0


async def test_what_came_back_does_not_count(source: object, chain: Chain, client: AsyncClient) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=51 * TON // 2, returned=True))
    after = await verified(client, await recorded(client, transaction_hash=made.hash))
    assert (after["verification"], after["counted"]) == ("mismatch", False)
    assert "bounced" in after["verification_reason"]


async def test_what_may_bounce_waits_for_the_recipient(
    source: object, chain: Chain, client: AsyncClient, db: Database
) -> None:
    made = chain.pay(POOL, [Payment(to=make.ALICE, amount=51 * TON // 2, bounce=True)], deliver=False)
    payout = await recorded(client, transaction_hash=made.hash)
    assert (await verified(client, payout))["verification"] == "pending"
    chain.deliver(made.out_msgs[0], made)
    assert (await verified(client, payout))["verification"] == "verified"


async def test_what_is_nowhere_is_not_found_and_asked_about_again(
    source: tuple[IndexerServer, ChainClient], chain: Chain, client: AsyncClient, db: Database
) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=51 * TON // 2))
    chain.hide(chain.records)
    payout = await recorded(client, transaction_hash=made.hash)
    lost = await verified(client, payout)
    assert (lost["verification"], lost["counted"]) == ("not_found", False)
    chain.hide(chain.records, hidden=False)
    await check_due(db, source[1], utc_now() + timedelta(hours=7))
    assert (await client.get(f"{PLACE}/1")).json()["verification"] == "verified"


async def test_after_a_week_nobody_asks_again_unless_told_to(
    source: tuple[IndexerServer, ChainClient], client: AsyncClient, db: Database
) -> None:
    await recorded(client)
    now = utc_now()
    for day in range(8):
        await check_due(db, source[1], now + timedelta(days=day))
    after = (await client.get(f"{PLACE}/1")).json()
    assert (after["verification"], after["next_check_at"]) == ("not_found", None)


async def test_while_the_source_is_down_nothing_is_claimed(
    source: tuple[IndexerServer, ChainClient], chain: Chain, client: AsyncClient, db: Database
) -> None:
    server, asked = source
    made = paid(chain, Payment(to=make.ALICE, amount=51 * TON // 2))
    payout = await recorded(client, transaction_hash=made.hash)
    await server.stop()
    after = await verified(client, payout)
    assert (after["verification"], after["counted"]) == ("pending", True)
    assert "cannot be reached" in after["verification_reason"]
    await server.start()
    await check_due(db, asked, utc_now())
    assert (await client.get(f"{PLACE}/1")).json()["verification"] == "verified"


async def test_an_answer_that_makes_no_sense_changes_nothing(
    source: tuple[IndexerServer, ChainClient], chain: Chain, client: AsyncClient
) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=51 * TON // 2))
    payout = await recorded(client, transaction_hash=made.hash)
    source[0].fail(Fault(kind="html"))
    after = await verified(client, payout)
    assert (after["verification"], after["amount_ton"]) == ("pending", 25.5)
    assert after["next_check_at"] is not None


async def test_without_a_source_a_payout_stays_a_claim(db: Database, client: AsyncClient) -> None:
    await make.alice(db)
    after = await verified(client, await recorded(client))
    assert (after["verification"], after["counted"]) == ("pending", True)
    assert "no source of the chain" in after["verification_reason"]


async def test_a_payout_that_is_not_there_is_not_asked_about(source: object, client: AsyncClient) -> None:
    assert (await client.post(f"{PLACE}/7/verify")).status_code == 404


@pytest.mark.parametrize("sync_first", [True, False])
async def test_a_record_by_hand_and_the_chain_become_one_payout(
    source: tuple[IndexerServer, ChainClient], chain: Chain, client: AsyncClient, db: Database, sync_first: bool
) -> None:
    """Recorded by the recipient's hash, which the sync does not know; the older row stays, with all that is known."""
    made = paid(chain, Payment(to=make.ALICE, amount=4 * TON))
    received = next(row for row in chain.by_message[made.out_msgs[0].hash] if row is not made)
    payout: dict[str, Any] = {}
    if not sync_first:
        payout = await recorded(client, transaction_hash=received.hash)
    await turn(db, source[1], wallets(POOL), utc_now() - timedelta(hours=1))
    payout = payout or await recorded(client, transaction_hash=received.hash)
    assert await count(client) == 2
    after = await verified(client, payout)
    assert await count(client) == 1
    assert (after["id"], after["amount_ton"], after["amount_usd"], after["verification"]) == (1, 4, 89.25, "mismatch")
    assert (await client.post(PLACE, json=body(transaction_hash=received.hash))).status_code == 400


async def test_the_sync_recognises_what_was_recorded(
    source: tuple[IndexerServer, ChainClient], chain: Chain, client: AsyncClient, db: Database
) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=TON), Payment(to=make.ALICE, amount=51 * TON // 2))
    await recorded(client, transaction_hash=made.hash)
    await turn(db, source[1], wallets(POOL), utc_now() - timedelta(hours=1))
    rows = (await client.get(PLACE)).json()
    assert [(row["id"], row["amount_ton"], row["source"], row["verification"]) for row in rows] == [
        (2, 1, "chain", "verified"),
        (1, 25.5, "manual", "verified"),
    ]


@pytest.mark.parametrize("by_sync", [True, False])
async def test_a_message_that_was_named_is_the_one_that_was_meant(
    source: tuple[IndexerServer, ChainClient], chain: Chain, client: AsyncClient, db: Database, by_sync: bool
) -> None:
    made = paid(chain, Payment(to=make.ALICE, amount=51 * TON // 2), Payment(to=make.ALICE, amount=TON))
    payout = await recorded(client, transaction_hash=made.out_msgs[1].hash)
    if by_sync:
        await turn(db, source[1], wallets(POOL), utc_now() - timedelta(hours=1))
    after = await verified(client, payout)
    assert (after["verification"], after["amount_ton"], after["counted"]) == ("mismatch", 1, True)
