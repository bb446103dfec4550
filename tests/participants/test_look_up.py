"""Looking participants up: by id, by wallet, in pages; and that another's is as good as none."""

import json
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import event

from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningContract
from cocoonpool.money import SUPPLY_LIMIT
from cocoonpool.participants.models import Participant
from cocoonpool.ton.address import to_friendly
from cocoonpool.workers.models import WorkerState
from tests import make

PLACE = "/api/v1/participants"

WITH_SLASHES = "0:" + "ff" * 32  # its plain base64 has slashes and pluses


def exactly(answer: Response) -> Any:
    """The body, with its numbers as they stand there."""
    return json.loads(answer.text, parse_float=Decimal)


async def earned(db: Database, worker_id: int, nanoton: int) -> None:
    async with db.transaction() as session:
        state = await session.get_one(WorkerState, worker_id)
        state.revenue = nanoton


async def unattributed(db: Database, who: Participant, address: str, nanoton: int) -> None:
    contract = EarningContract(
        sc_address=address, participant_id=who.id, earned=nanoton * 2, opening=0, unattributed=nanoton, state="{}"
    )
    async with db.transaction() as session:
        session.add(contract)


async def test_the_figures_count_what_was_earned_by_whom(db: Database, client: AsyncClient) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    first = await make.worker(db, alice, 12_000)
    paused = await make.worker(db, alice, 12_010, is_active=False)
    deleted = await make.worker(db, alice, 12_020, deleted_at=make.NOW)
    of_bob = await make.worker(db, bob, 12_030)
    for row, amount in ((first, 123_456_789_123_456_789), (paused, 1), (deleted, 10), (of_bob, 7)):
        await earned(db, row.id, amount)
    await unattributed(db, alice, "0:01", 100)
    await unattributed(db, alice, "0:02", 1000)
    one, other = exactly(await client.get(PLACE))
    assert (one["total_workers"], one["active_workers"]) == (2, 1)
    assert (other["total_workers"], other["active_workers"]) == (1, 1)
    assert one["total_revenue_ton"] == one["balance_ton"] == Decimal("123456789.123457900")
    assert (one["total_payouts"], one["total_paid_ton"], one["last_payout_at"]) == (0, 0, None)
    assert other["total_revenue_ton"] == Decimal("0.000000007")
    assert exactly(await client.get(f"{PLACE}/1")) == one


async def test_a_long_list_takes_no_more_queries_than_a_short_one(db: Database, client: AsyncClient) -> None:
    async def queries_of_a_list() -> int:
        statements: list[str] = []
        event.listen(db.reader.sync_engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        await client.get(PLACE)
        return sum("api_keys" not in one for one in statements)  # the caller's key is looked up once a second

    await make.alice(db)
    await client.get(PLACE)
    short = await queries_of_a_list()
    for number in range(20):
        await make.participant(db, f"0:{number:064x}")
    assert await queries_of_a_list() == short


async def test_all_the_coins_there_are_fit(db: Database, client: AsyncClient) -> None:
    row = await make.worker(db, await make.alice(db))
    await earned(db, row.id, SUPPLY_LIMIT)
    assert '"total_revenue_ton":6000000000,' in (await client.get(f"{PLACE}/1")).text


@pytest.mark.parametrize("bounceable", [True, False])
@pytest.mark.parametrize("wallet", [make.ALICE, WITH_SLASHES])
async def test_a_wallet_is_found_in_every_spelling(
    db: Database, client: AsyncClient, wallet: str, bounceable: bool
) -> None:
    await make.participant(db, wallet)
    friendly = to_friendly(wallet, bounceable=bounceable)
    plain = friendly.replace("-", "+").replace("_", "/")
    for spelling in (wallet, wallet.upper(), friendly, plain, plain.replace("/", "%2F").replace("+", "%2B")):
        answer = await client.get(f"{PLACE}/wallet/{spelling}")
        assert answer.json()["ton_wallet_address"] == to_friendly(wallet)


@pytest.mark.parametrize("address", ["abc", "0:" + "g" * 64, "UQ" + "A" * 46, "x" * 5000, "%00", "..%2f..%2fetc"])
async def test_what_is_no_address_is_said_to_be_none(client: AsyncClient, address: str) -> None:
    answer = await client.get(f"{PLACE}/wallet/{address}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "wallet_address"]


async def test_anothers_participant_and_none_are_the_same(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    async with make.client(app, await make.key_of(db, alice)) as http:
        answers = [
            await http.get(f"{PLACE}/{bob.id}"),
            await http.get(f"{PLACE}/{2**63 - 1}"),
            await http.get(f"{PLACE}/0"),
            await http.get(f"{PLACE}/wallet/{make.BOB}"),
            await http.get(f"{PLACE}/wallet/{make.EVE}"),
            await http.patch(f"{PLACE}/{bob.id}", json={"username": "mine"}),
            await http.patch(f"{PLACE}/{bob.id}", json={"is_active": False}),
            await http.patch(f"{PLACE}/999", json={"username": "mine"}),
        ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


async def test_a_participant_finds_only_itself(app: FastAPI, db: Database) -> None:
    await make.alice(db)
    bob = await make.bob(db)
    async with make.client(app, await make.key_of(db, bob)) as http:
        listed = await http.get(PLACE)
        assert [row["username"] for row in listed.json()] == ["bob"]
        assert listed.headers["x-total-count"] == "1"
        assert (await http.get(f"{PLACE}/{bob.id}")).json() == listed.json()[0]
        assert (await http.get(f"{PLACE}/wallet/{make.BOB}")).json() == listed.json()[0]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 1000])
async def test_pages_hold_each_once_and_end_exactly(db: Database, client: AsyncClient, limit: int) -> None:
    for number in range(6):
        await make.participant(db, f"0:{number:064x}")
    seen, pages, url = [], 0, f"{PLACE}?limit={limit}"
    while url:
        answer = await client.get(url)
        assert answer.headers["x-total-count"] == "6"
        seen += [row["id"] for row in answer.json()]
        pages, url = pages + 1, answer.links.get("next", {}).get("url", "")
    assert seen == [1, 2, 3, 4, 5, 6]
    assert pages == -(-6 // limit)


async def test_what_joins_later_moves_no_page(db: Database, client: AsyncClient) -> None:
    for number in range(3):
        await make.participant(db, f"0:{number:064x}")
    first = await client.get(f"{PLACE}?limit=2")
    await make.participant(db, make.EVE)
    second = await client.get(first.links["next"]["url"])
    assert [row["id"] for row in second.json()] == [3, 4]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1001", "limit=-1", "limit=ten", "limit=1.5", "limit=", f"limit={2**64}", "cursor=-1",
     "cursor=abc", f"cursor={2**63}", f"cursor={10**30}"],
)  # fmt: skip
async def test_a_page_that_cannot_be_is_refused(client: AsyncClient, query: str) -> None:
    answer = await client.get(f"{PLACE}?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", query.partition("=")[0]]


@pytest.mark.parametrize("number", ["abc", "-1", "1.5", str(2**63), str(10**30), "1e3", "%00", "1%20OR%201=1"])
async def test_an_id_that_is_no_number_is_refused(client: AsyncClient, number: str) -> None:
    assert (await client.get(f"{PLACE}/{number}")).status_code == 422
