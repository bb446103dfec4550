"""What a real wallet did, recorded: batches, a bounce, an account without code, a skipped action, all the rest."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cocoonpool.db import Database
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.simulator.chain import recorded_chain
from cocoonpool.ton.hashes import parse_hash
from tests import make
from tests.payouts.pool import indexed
from tests.payouts.watch import turn

RECORDING = json.loads((Path(__file__).parents[1] / "chain" / "pool_payouts_v4r2.json").read_text())
RECORDED = RECORDING["_meta"]
POOL: str = RECORDED["pool_wallet"]
Key = tuple[str, str, int]


def key(sent: dict[str, Any]) -> Key:
    return parse_hash(sent["tx_hash"]), sent["to"].lower(), int(sent["amount"])


@pytest.fixture
async def books(db: Database) -> AsyncIterator[Database]:
    for wallet in RECORDED["participants"]:
        await make.participant(db, wallet)
    async with indexed(recorded_chain()) as (_, client):
        await turn(db, client, [POOL], make.NOW)
        await turn(db, client, [POOL], make.NOW)  # again: nothing may change
        yield db


async def test_every_payment_to_a_participant_is_a_payout(books: Database) -> None:
    expected = {key(sent) for sent in RECORDED["outgoing"] if sent["to"].lower() in RECORDED["participants"]}
    async with books.reading() as session:
        rows = list(await session.scalars(select(Payout)))
    assert {(row.transaction_hash, row.to_address, row.amount) for row in rows} == expected
    assert len(rows) == len(expected)
    assert {(row.verification, row.counted, row.source) for row in rows} == {("verified", True, "chain")}


async def test_the_comment_is_kept(books: Database) -> None:
    async with books.reading() as session:
        comments = set(await session.scalars(select(Payout.comment)))
    assert comments == {
        sent["comment"] for sent in RECORDED["outgoing"] if sent["to"].lower() in RECORDED["participants"]
    }


async def test_payments_to_strangers_are_listed_and_what_came_back_is_said(books: Database) -> None:
    async with books.reading() as session:
        rows = list(await session.scalars(select(UnassignedTransfer)))
    ghost = [sent for sent in RECORDED["outgoing"] if sent["to"].lower() == RECORDED["ghost"]]
    assert {(row.amount, row.reason) for row in rows} == {
        (int(sent["amount"]), "returned" if sent["bounced_back"] else "stranger") for sent in ghost
    }


async def test_fees_of_a_batch_add_up_to_what_the_wallet_paid(books: Database) -> None:
    async with books.reading() as session:
        payouts = [(row.transaction_hash, row.fee or 0) for row in await session.scalars(select(Payout))]
        strange = [(row.transaction_hash, row.fee) for row in await session.scalars(select(UnassignedTransfer))]
    paid: dict[str, int] = {}
    for hash_, fee in payouts + strange:
        paid[hash_] = paid.get(hash_, 0) + fee
    spent = {parse_hash(row["hash"]): spent_on_fees(row) for row in RECORDING["transactions"]}
    assert paid == {hash_: spent[hash_] for hash_ in paid}


def spent_on_fees(row: dict[str, Any]) -> int:
    """What the balance loses beside what was sent."""
    return int(row["total_fees"]) + sum(int(message["fwd_fee"] or 0) for message in row["out_msgs"])
