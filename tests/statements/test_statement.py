"""A participant's month: what was earned by worker and proxy, what was paid, and the balance that follows."""

import csv
import io
from decimal import Decimal

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.simulator.chain import Chain
from cocoonpool.simulator.cocoonchain import Cocoon
from cocoonpool.ton.address import to_friendly
from tests import make
from tests.earnings.ledgered import FEE, ONE, OTHER_PROXY, PROXY, TWO, contract, indexed, keep, run
from tests.statements.paper import earn, pay, statement

NANO = Decimal("0.000000001")


async def test_a_month_shows_who_earned_what_by_which_proxy(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    first, second = await make.worker(db, alice), await make.worker(db, alice, 12_010, deleted_at=make.NOW)
    await keep(db, contract(alice), contract(alice, TWO, OTHER_PROXY))
    await earn(db, first, ONE, "2025-01-01T00:00", 100)
    await earn(db, first, ONE, "2025-01-31T23:59", 20)
    await earn(db, second, TWO, "2025-01-15T12:00", 7)  # deleted since: it earned all the same
    await earn(db, None, ONE, "2025-01-15T12:00", 3)
    await earn(db, first, ONE, "2024-12-31T23:00", 5_000)
    await earn(db, first, ONE, "2025-02-01T00:00", 9_000)
    told = await statement(client, alice, "2025-01")
    rows = [(row["worker_name"], row["proxy_address"], row["amount_ton"]) for row in told["earned"]]
    one, two = to_friendly(PROXY, bounceable=True), to_friendly(OTHER_PROXY, bounceable=True)
    assert rows == [(first.worker_name, one, 120 * NANO), (second.worker_name, two, 7 * NANO), (None, one, 3 * NANO)]
    assert (told["balance_before_ton"], told["earned_ton"]) == (5_000 * NANO, 130 * NANO)
    assert (told["balance_after_ton"], told["settled"]) == (5_130 * NANO, True)


async def test_payouts_stand_with_hash_link_and_fee_and_only_those_that_count(
    db: Database, client: AsyncClient
) -> None:
    alice = await make.alice(db)
    paid = await pay(db, alice, "2025-01-10T10:00", 40, comment="January")
    await pay(db, alice, "2025-01-31T23:59:59", 2, fee=1)
    await pay(db, alice, "2025-02-01T00:00", 1_000)
    await pay(db, alice, "2025-01-20T10:00", 500, counted=False, verification="not_found")
    await pay(db, alice, "2024-12-01T00:00", 8)
    await pay(db, await make.bob(db), "2025-01-11T10:00", 77)
    told = await statement(client, alice, "2025-01")
    assert [row["amount_ton"] for row in told["paid"]] == [40 * NANO, 2 * NANO]
    first = told["paid"][0]
    assert (first["transaction_hash"], first["comment"]) == (paid.transaction_hash, "January")
    assert first["link"].endswith(paid.transaction_hash)
    assert (told["paid_ton"], told["fees_ton"]) == (42 * NANO, 4 * NANO)
    assert (told["balance_before_ton"], told["balance_after_ton"]) == (-8 * NANO, -50 * NANO)


async def test_a_fee_nobody_knows_leaves_the_sum_of_fees_unknown(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await pay(db, alice, "2025-01-10T10:00", 40)
    await pay(db, alice, "2025-01-11T10:00", 40, fee=None)
    assert (await statement(client, alice, "2025-01"))["fees_ton"] is None
    assert (await statement(client, alice, "2025-02"))["fees_ton"] == 0


async def test_what_was_earned_before_we_looked_is_brought_in_and_is_no_months_earnings(
    db: Database, client: AsyncClient
) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice))
    await earn(db, None, ONE, "2025-01-15T12:00", 1_000, opening=True)
    await earn(db, None, ONE, "2025-01-15T12:00", 1)
    told = await statement(client, alice, "2025-01")
    assert (told["earned_ton"], told["brought_in_ton"]) == (1 * NANO, 1_000 * NANO)
    assert (
        told["balance_after_ton"] == 1_001 * NANO == (await statement(client, alice, "2025-02"))["balance_before_ton"]
    )


async def test_what_arrived_on_chain_stands_beside_it_or_is_unknown(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice))
    assert (await statement(client, alice, "2026-04"))["received_ton"] is None
    chain = Chain(now=1_776_000_000)  # 12 April 2026
    cocoon = Cocoon(chain)
    digest = cocoon.pay(make.ALICE, ONE, PROXY, 100, 100 * FEE)
    async with indexed(chain) as (_, http):
        await run(db, http)
    told = await statement(client, alice, "2026-04")
    assert (told["received_ton"], told["received_as_of"]) == (1900 * NANO, "2026-05-01T12:00:00Z")
    assert [row["transaction_hash"] for row in told["received"]] == [digest]
    assert told["balance_after_ton"] == 0  # money that arrived is no earnings of the books
    assert (await statement(client, alice, "2026-03"))["received_ton"] == 0


async def test_the_month_is_cut_in_the_asked_zone(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice))
    await earn(db, None, ONE, "2024-12-31T23:00", 10)  # the new year in Berlin
    await pay(db, alice, "2025-01-31T23:00:00", 1)  # February there
    told = await statement(client, alice, "2025-01", timezone="Europe/Berlin")
    assert (told["earned_ton"], told["paid_ton"]) == (10 * NANO, 0)
    assert (told["start"], told["end"]) == ("2024-12-31T23:00:00Z", "2025-01-31T23:00:00Z")


async def test_a_csv_adds_up_and_runs_in_no_spreadsheet(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    worker = await make.worker(db, alice, worker_name='=HYPERLINK("http://evil","x")')
    await keep(db, contract(alice))
    await earn(db, worker, ONE, "2024-12-31T23:00", 5)
    await earn(db, worker, ONE, "2025-01-15T12:00", 123_456_789_123_456_789)
    await pay(db, alice, "2025-01-20T10:00", 1, comment='@SUM(1,2), "quoted"')
    place = f"/api/v1/participants/{alice.id}/statement?month=2025-01&format=csv"
    answer = await client.get(place)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    named = f'attachment; filename="cocoon-pool-statement-2025-01-participant-{alice.id}.csv"'
    assert answer.headers["content-disposition"] == named
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["section"] for row in rows] == ["balance before", "earned", "paid", "balance after"]
    amounts = [Decimal(row["amount"]) for row in rows]
    assert amounts == [5 * NANO, Decimal("123456789.123456789"), -NANO, Decimal("123456789.123456793")]
    assert sum(amounts[:-1]) == amounts[-1]
    assert rows[1]["worker_name"].startswith("'=")
    assert rows[2]["comment"].startswith("'@")
    assert {row["symbol"] for row in rows} == {"TON"}
    assert answer.text.endswith("\r\n")


async def test_the_coins_name_is_the_one_of_that_time(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    names = [(await statement(client, alice, month))["symbol"] for month in ("2026-05", "2026-07")]
    assert names == ["TON", "GRAM"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "month"),
        ("month=2025-13", "month"),
        ("month=0000-01", "month"),
        ("month=99999-01", "month"),
        ("month=9998-01", "month"),  # has not begun
        ("month=2025-01&timezone=Nowhere/Land", "timezone"),
        ("month=2025-01&timezone=../../etc/passwd", "timezone"),
        ("month=2025-01&timezone=Asia/Kolkata", "timezone"),
        ("month=2025-01&format=xml", "format"),
    ],
)
async def test_what_cannot_be_answered_exactly_is_refused(
    db: Database, client: AsyncClient, query: str, field: str
) -> None:
    alice = await make.alice(db)
    answer = await client.get(f"/api/v1/participants/{alice.id}/statement?{query}")
    assert answer.status_code == 422
    assert [fault["loc"] for fault in answer.json()["detail"]] == [["query", field]]


async def test_another_participants_statement_is_not_there_byte_for_byte(db: Database, app: FastAPI) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    place = "/api/v1/participants/{}/statement?month=2025-01&format={}"
    async with make.client(app, await make.key_of(db, bob)) as http:
        for form in ("json", "csv"):
            others, missing = [await http.get(place.format(one, form)) for one in (alice.id, 999)]
            assert (others.status_code, others.content) == (404, missing.content)
        assert (await http.get(place.format(bob.id, "json"))).status_code == 200
    async with make.client(app) as http:
        assert (await http.get(place.format(alice.id, "json"))).status_code == 401
