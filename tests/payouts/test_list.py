"""Reading payouts: newest first, filtered, paged, added up; and only one's own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from tests import make
from tests.payouts.pool import PLACE, POOL, STRANGER

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


async def payout(db: Database, number: int, **changes: Any) -> None:
    row = Payout(
        **{
            "participant_id": 1,
            "transaction_hash": f"{number:064x}",
            "source": "chain",
            "amount": 1_500_000_000,
            "from_address": POOL,
            "to_address": make.ALICE,
            "transaction_time": NEW_YEAR + timedelta(hours=number),
            "verification": "verified",
            "counted": True,
            "created_at": make.NOW,
            **changes,
        }
    )
    async with db.transaction() as session:
        session.add(row)


@pytest.fixture(autouse=True)
async def people(db: Database) -> None:
    await make.alice(db)
    await make.bob(db)


def ids(rows: Sequence[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


async def test_every_page_together_is_the_whole_list_newest_first(client: AsyncClient, db: Database) -> None:
    for number in range(7):
        await payout(db, number)
    found: list[int] = []
    url: str | None = f"{PLACE}?limit=3"
    while url:
        answer = await client.get(url)
        assert answer.headers["x-total-count"] == "7"
        found += ids(answer.json())
        url = answer.links.get("next", {}).get("url")
    assert found == [7, 6, 5, 4, 3, 2, 1]


FILTERS = {
    "participant_id=2": [4],
    "participant_id=99": [],
    "verified=true": [4, 3, 1],
    "verified=false": [2],
    "from=2026-01-01T02:00:00Z": [4, 3],
    "to=2026-01-01T02:00:00Z": [2, 1],
    "from=2026-01-01T03:00:00%2B02:00&to=2026-01-01T02:00:00Z": [2],
    "from=2030-01-01T00:00:00Z": [],
    "participant_id=1&verified=true&from=2026-01-01T00:00:00.001Z": [3],
}


@pytest.mark.parametrize(("query", "expected"), FILTERS.items(), ids=FILTERS.keys())
async def test_a_filter_keeps_what_it_says(client: AsyncClient, db: Database, query: str, expected: list[int]) -> None:
    await payout(db, 0)
    await payout(db, 1, verification="pending")
    await payout(db, 2)
    await payout(db, 3, participant_id=2)
    answer = await client.get(f"{PLACE}?{query}")
    assert ids(answer.json()) == expected
    assert answer.headers["x-total-count"] == str(len(expected))


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-01-01T00:00:00",
        "to=1736937000",
        "from=0000-01-01T00:00:00Z",
        "to=99999-01-01T00:00:00Z",
        "verified=perhaps",
        "participant_id=-1",
        "limit=0",
        "limit=1001",
        "cursor=x",
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(client: AsyncClient, query: str) -> None:
    answer = await client.get(f"{PLACE}?{query}")
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["query", query.split("=")[0]])


async def test_a_participant_sees_its_own_and_nothing_of_others(app: FastAPI, db: Database) -> None:
    await payout(db, 0)
    await payout(db, 1, participant_id=2, to_address=make.BOB)
    async with make.client(app, await make.key(db, participant_id=2)) as bob:
        assert ids((await bob.get(PLACE)).json()) == [2]
        assert (await bob.get(PLACE)).headers["x-total-count"] == "1"
        assert ids((await bob.get(f"{PLACE}?participant_id=1")).json()) == []
        others, missing = await bob.get(f"{PLACE}/1"), await bob.get(f"{PLACE}/99")
        assert (others.status_code, others.content) == (404, missing.content)
        assert (await bob.get(f"{PLACE}/2")).status_code == 200
        assert (await bob.get(f"{PLACE}/participant/1/summary")).status_code == 404
        assert (await bob.get(f"{PLACE}/participant/2/summary")).json()["total_payouts"] == 1
        assert (await bob.get(f"{PLACE}/unassigned")).status_code == 403


async def test_a_stranger_sees_nothing(app: FastAPI) -> None:
    async with make.client(app) as nobody:
        for path in ("", "/1", "/unassigned", "/chain", "/participant/1/summary"):
            assert (await nobody.get(PLACE + path)).status_code == 401


async def test_a_summary_adds_up_what_counts(client: AsyncClient, db: Database) -> None:
    await payout(db, -1, amount_usd="1.25", amount=1)
    await payout(db, 0, verification="pending", amount_usd="0.000001", amount=5_999_999_999_999_999_999)
    await payout(db, 1, amount=5_999_999_999_999_999_999)
    await payout(db, 2, verification="not_found", counted=False)
    answer = await client.get(f"{PLACE}/participant/1/summary")
    assert '"total_amount_ton":11999999999.999999999,' in answer.text
    assert '"total_amount_usd":1.250001,' in answer.text
    made = answer.json()
    assert (made["total_payouts"], made["verified_payouts"], made["payouts_without_usd"]) == (3, 2, 1)
    assert (made["first_payout_at"], made["last_payout_at"]) == ("2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z")
    assert [(year["year"], year["payouts"]) for year in made["by_year"]] == [("2025", 1), ("2026", 2)]
    assert [(month["month"], month["payouts"]) for month in made["by_month"]] == [("2025-12", 1), ("2026-01", 2)]
    assert made["by_year"][0]["amount_ton"] == 0.000000001


async def test_an_empty_summary_knows_no_dollars(client: AsyncClient) -> None:
    made = (await client.get(f"{PLACE}/participant/1/summary")).json()
    assert (made["total_payouts"], made["total_amount_ton"], made["total_amount_usd"]) == (0, 0, None)
    assert (await client.get(f"{PLACE}/participant/99/summary")).status_code == 404


async def test_a_participants_figures_follow_its_payouts(client: AsyncClient, db: Database) -> None:
    await payout(db, 0)
    await payout(db, 1, counted=False, verification="mismatch")
    made = (await client.get("/api/v1/participants/1")).json()
    assert (made["total_payouts"], made["total_paid_ton"], made["balance_ton"]) == (1, 1.5, -1.5)
    assert made["last_payout_at"] == "2026-01-01T00:00:00Z"
    other = (await client.get("/api/v1/participants/2")).json()
    assert (other["total_payouts"], other["total_paid_ton"], other["last_payout_at"]) == (0, 0, None)


async def test_strangers_transfers_are_listed_for_the_operator(client: AsyncClient, db: Database) -> None:
    async with db.transaction() as session:
        session.add_all(
            UnassignedTransfer(
                transaction_hash=f"{number:064x}", message_hash=f"{number + 9:064x}", reason="stranger", amount=number,
                fee=1, from_address=POOL, to_address=STRANGER, bounce=False, transaction_time=NEW_YEAR, lt=number,
                created_at=make.NOW,
            )
            for number in range(3)
        )  # fmt: skip
    first = await client.get(f"{PLACE}/unassigned?limit=2")
    assert (ids(first.json()), first.headers["x-total-count"]) == ([3, 2], "3")
    assert ids((await client.get(first.links["next"]["url"])).json()) == [1]
