"""Whoever is paid gets the file of their year: those payouts, nobody else's, and a plain word when asked wrongly."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from cocoonpool.db import Database
from tests import make
from tests.tax.edges import EDGES
from tests.tax.people import fixing, moment, payout, price, put

PATH = "/api/v1/payouts/export/tax-report"


async def ask(client: AsyncClient, **asked: Any) -> Response:
    return await client.get(PATH, params={"year": 2025, **asked})


def rows(answer: Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline=""), strict=True))


def payouts(answer: Response) -> list[dict[str, str]]:
    return [row for row in rows(answer) if row["kind"] == "pool payout received"]


async def test_the_answer_is_a_file_with_a_telling_name(db: Database, client: AsyncClient) -> None:
    who = await make.alice(db)
    answer = await ask(client, participant_id=who.id, format="koinly", year_start="04-06", timezone="Europe/London")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = f"cocoon-pool-payouts-2025-04-06-to-2026-04-05-participant-{who.id}-koinly-usd.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


async def test_a_year_without_payouts_is_a_file_with_headings(db: Database, client: AsyncClient) -> None:
    answer = await ask(client, participant_id=(await make.alice(db)).id, format="koinly")
    assert answer.text.startswith("Date,Sent Amount")
    assert (answer.text.count("\r\n"), answer.headers["x-total-count"], answer.headers["x-missing-prices"]) == (
        1,
        "0",
        "0",
    )


async def test_a_year_without_payouts_adds_up_to_nothing(db: Database, client: AsyncClient) -> None:
    (total,) = rows(await ask(client, participant_id=(await make.alice(db)).id))
    assert (total["amount"], total["fair_market_value"], total["price_missing"]) == ("0", "0.00", "0")


async def test_every_zone_gets_the_payouts_of_its_own_year(db: Database, client: AsyncClient) -> None:
    """One second before, at, and one second after every edge of every zone."""
    alice = await make.alice(db)
    edges = {moment(edge) for _, _, *both in EDGES for edge in both}
    times = sorted({edge + timedelta(seconds=seconds) for edge in edges for seconds in (-1, 0, 1)})
    await put(db, *(payout(alice, at.isoformat(), number=index) for index, at in enumerate(times)))
    for zone, year_start, start, end in EDGES:
        answer = await ask(client, participant_id=alice.id, timezone=zone, year_start=year_start)
        found = [datetime.fromisoformat(row["time_utc"]) for row in payouts(answer)]
        assert found == [at for at in times if moment(start) <= at < moment(end)], zone


async def test_a_payout_at_half_past_eleven_is_in_another_year_in_berlin(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2025-12-31T23:30:00Z"))
    counts = [
        (await ask(client, participant_id=alice.id, timezone=zone, year=year)).headers["x-total-count"]
        for zone in ("America/New_York", "Europe/Berlin")
        for year in (2025, 2026)
    ]
    assert counts == ["1", "0", "0", "1"]


async def test_the_leap_day_is_in_its_year(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2024-02-29T23:59:59Z"), payout(alice, "2024-03-01T00:00:00Z", number=2))
    answer = await ask(client, participant_id=alice.id, year=2023, year_start="03-01")
    assert [row["time_utc"] for row in payouts(answer)] == ["2024-02-29T23:59:59Z"]


async def test_a_price_that_is_missing_is_empty_and_counted(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    at = [f"2025-0{month}-15T12:00:30Z" for month in (1, 2, 3)]
    await put(db, *(payout(alice, one, number=index) for index, one in enumerate(at)), price(at[1], "5"))
    answer = await ask(client, participant_id=alice.id)
    shown = [(row["price"], row["fair_market_value"], row["price_missing"]) for row in payouts(answer)]
    assert shown == [("", "", "1"), ("5", "127.50", "0"), ("", "", "1")]
    assert answer.headers["x-missing-prices"] == "2"
    assert rows(answer)[-1]["price_missing"] == "2"


async def test_when_no_price_is_known_the_sum_is_empty_and_not_0(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2025-01-15T12:00:00Z"))
    assert rows(await ask(client, participant_id=alice.id))[-1]["fair_market_value"] == ""


@pytest.mark.parametrize(("currency", "missing"), [("USD", 1), ("eur", 1), ("GBP", 2), ("RUB", 3)])
async def test_missing_prices_are_counted_in_the_currency_asked_for(
    db: Database, client: AsyncClient, currency: str, missing: int
) -> None:
    alice = await make.alice(db)
    at = ["2025-01-15T12:00:00Z", "2025-01-18T12:00:00Z", "2025-06-01T12:00:00Z"]
    await put(db, *(payout(alice, one, number=index) for index, one in enumerate(at)))
    # dollars for the first and the last; fixings up to January, so that June still waits for its own
    await put(db, price(at[0], "5"), price(at[2], "6"), price(at[1], "4", "EUR"), price(at[2], "5", "EUR"))
    await put(db, fixing("2025-01-15", "USD", "1.03"), fixing("2025-01-15", "GBP", "0.84"))
    answer = await ask(client, participant_id=alice.id, currency=currency)
    assert answer.headers["x-missing-prices"] == str({"eur": 0}.get(currency, missing))
    assert sum(row["fair_market_value"] == "" for row in payouts(answer)) == int(answer.headers["x-missing-prices"])


async def test_what_the_chain_denies_is_not_income(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2025-01-15T12:00:00Z", counted=False, verification="not_found"))
    assert payouts(await ask(client, participant_id=alice.id)) == []


async def test_a_participant_gets_its_own_file_only(app: FastAPI, db: Database) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    await put(db, payout(alice, "2025-01-15T12:00:00Z"), payout(bob, "2025-01-15T12:00:00Z", number=2))
    async with make.client(app, await make.key_of(db, bob)) as http:
        own, named = await ask(http), await ask(http, participant_id=bob.id)
        others, nobodys = await ask(http, participant_id=alice.id), await ask(http, participant_id=999)
    assert [row["payout_id"] for row in payouts(own)] == [row["payout_id"] for row in payouts(named)] == ["2"]
    assert (others.status_code, others.content) == (nobodys.status_code, nobodys.content) == (404, nobodys.content)


async def test_strangers_and_scrapers_get_nothing(app: FastAPI, db: Database) -> None:
    async with make.client(app) as stranger:
        assert (await ask(stranger, participant_id=1)).status_code == 401


@pytest.mark.parametrize(
    "asked",
    [
        {"year": 0}, {"year": 99999}, {"year": -2025}, {"year": "2025.5"}, {"year": ""}, {"year": "next"},
        {"timezone": "Mars/Olympus"}, {"timezone": ""}, {"timezone": "../../etc/passwd"}, {"timezone": "x" * 10_000},
        {"currency": "XYZ"}, {"currency": ""}, {"currency": "DOGE"}, {"currency": "u$d"},
        {"format": "turbotax"}, {"format": ""}, {"file": "pdf"}, {"label": "gift"},
        {"year_start": "02-29"}, {"year_start": "6 April"}, {"asset": "=1+1"}, {"asset": ""},
        {"participant_id": -1}, {"participant_id": "me"}, {"participant_id": 2**63},
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_said_to_be_wrong(
    db: Database, client: AsyncClient, asked: dict[str, Any]
) -> None:
    who = await make.alice(db)
    answer = await ask(client, **{"participant_id": who.id, **asked})
    assert answer.status_code == 422
    (fault,) = answer.json()["detail"]
    assert fault["loc"] == ["query", next(iter(asked))]


async def test_the_year_must_be_said_and_an_operator_says_whose(client: AsyncClient) -> None:
    assert (await client.get(PATH, params={"participant_id": 1})).status_code == 422
    assert (await ask(client)).json()["detail"][0]["loc"] == ["query", "participant_id"]
    assert (await ask(client, participant_id=1)).status_code == 404


@pytest.mark.parametrize("year", [1970, 9998])
async def test_the_first_and_the_last_year_are_years(db: Database, client: AsyncClient, year: int) -> None:
    who = await make.alice(db)
    answer = await ask(client, participant_id=who.id, year=year, timezone="Pacific/Kiritimati", year_start="12-31")
    assert answer.status_code == 200


async def test_the_tool_is_told_what_it_calls_the_coin_and_the_income(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2025-01-15T12:00:00Z"))
    answer = await ask(client, participant_id=alice.id, format="koinly", asset="ID:4242", label="mining")
    (row,) = rows(answer)
    assert (row["Received Currency"], row["Label"]) == ("ID:4242", "mining")


async def test_the_export_is_part_of_the_description(client: AsyncClient) -> None:
    described = (await client.get("/openapi.json")).json()["paths"][PATH]["get"]
    assert {one["name"] for one in described["parameters"]} >= {
        "participant_id",
        "year",
        "timezone",
        "currency",
        "format",
    }
