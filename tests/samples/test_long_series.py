"""A range of any length is answered: part by part, none of them large, and together what one part would have said."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.auth.principal import Principal, Role
from cocoonpool.bulk import insert_new
from cocoonpool.db import Database
from cocoonpool.samples.fleet_fields import FLEET_FIELDS
from cocoonpool.samples.period import MOST_HOURS, Period
from cocoonpool.samples.points import FIELDS
from cocoonpool.samples.query import By, Plan, Question, pieces, planned
from cocoonpool.samples.sealed.hot import TABLE
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.table import as_json
from cocoonpool.samples.width import EACH_LOOK, WIDTHS
from cocoonpool.samples.worker_series import AT_ONCE, Chart, long_series, parts_of
from cocoonpool.workers.queries import Owned, OwnedWorkerId
from tests import make
from tests.samples.past import T0, ask, iso, live, ms, shown
from tests.samples.sealed.looks import DAY, HOLD, HOUR, seal
from tests.stores.leaving import lost_connections

QUARTER = HOUR // 4
OPERATOR = Principal(Role.OPERATOR, frozenset())
EVERYTHING = (*FLEET_FIELDS,)


async def sparse(db: Database, count: int, workers: int = 1) -> list[int]:
    """Workers that were looked at every quarter of an hour, with two restarts; the first half is sealed."""
    person = await make.alice(db)
    ids = [(await make.worker(db, person, 12_000 + n)).id for n in range(workers)]
    looks = [shown(10 + index % (count // 3)) for index in range(count)]
    for worker_id in ids:
        await live(db, worker_id, [None if tick % 60 else looks[tick // 60] for tick in range(60 * count)])
        await seal(db, worker_id, T0 + count // 2 * QUARTER)
    return ids


async def points(client: AsyncClient, worker: int, start: int, end: int, **query: Any) -> Sequence[dict[str, Any]]:
    found = (await ask(client, worker, "metrics", start, end, **query)).json(parse_float=Decimal)
    assert found["metrics_count"] == len(found["metrics"])
    every: list[dict[str, Any]] = found["metrics"]
    return every


@given(st.integers(0, 10**12), st.integers(1, MOST_HOURS * HOUR), st.sampled_from([*WIDTHS.values()]))
def test_the_parts_are_the_period_in_whole_buckets(start: int, length: int, width: int) -> None:
    parts = [*parts_of(Period(start, start + length), width, HOLD)]
    assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
    assert (parts[0].start, parts[-1].end) == (start, start + length)
    assert all(part.start % width == 0 for part in parts[1:])
    assert all(0 < part.length_ms <= AT_ONCE * (15_000 if width == EACH_LOOK else width) for part in parts)


async def test_many_parts_say_what_one_would(client: AsyncClient, db: Database) -> None:
    (worker,) = await sparse(db, 360)
    at_auto = await points(client, worker, T0, T0 + 4 * DAY)
    assert await points(client, worker, T0, T0 + 4 * DAY, resolution="raw") == at_auto
    for resolution in ("1m", "5m"):
        short = await points(client, worker, T0, T0 + 4 * DAY, resolution=resolution)
        assert len(short) == 360
        assert await points(client, worker, T0 - 40 * DAY, T0 + 90 * DAY, resolution=resolution) == short


async def test_no_part_is_large_however_close_looks_are(client: AsyncClient, db: Database) -> None:
    worker = (await make.worker(db, await make.alice(db))).id
    names, moments = ("minute", "worker_id", "at", "status", "restarted", "revenue"), range(T0, T0 + 2_100_001, 100)
    async with db.transaction() as session:
        await insert_new(session, TABLE, names, [(at // 60_000, worker, at, "down", False, 0) for at in moments])
    chart, sizes = Chart(Owned(OwnedWorkerId(worker), 1, "Worker", 0), [*FIELDS], HOLD), list[int]()
    async for fields in long_series(db, chart, Period(T0, T0 + 40 * HOUR), EACH_LOOK):
        sizes.append(len(fields[0].column.values))
    assert (sum(sizes), max(sizes) < 2 * AT_ONCE) == (21_001, True)
    found = await points(client, worker, T0, T0 + 2 * HOUR, resolution="raw", fields="status")
    assert ms(found[-1]["timestamp"]) == T0 + 2_100_000


async def answered(db: Database, plan: Plan) -> Any:
    text = b"".join([part async for part in as_json(plan, pieces(db, plan))])
    return msgspec.json.decode(text)


@pytest.mark.parametrize("by", ["all", "worker"])
async def test_a_query_in_pieces_says_what_one_in_one_says(db: Database, by: By) -> None:
    await sparse(db, 90, workers=2)
    question = Question(None, None, None, by, "sum", "5m", EVERYTHING)
    async with db.reading() as session:
        plan = await planned(session, OPERATOR, question, Period(T0, T0 + DAY))
    whole = await answered(db, plan)
    assert [len(series["columns"]["timestamp"]) for series in whole["series"]] == [90] * (2 if by == "worker" else 1)
    for most in (3_000, 100):
        smaller = msgspec.structs.replace(plan, most_cells=most)
        assert (smaller.is_small, await answered(db, smaller)) == (False, whole), most


@pytest.mark.parametrize("form", ["json", "csv", "arrow"])
async def test_two_years_of_minutes_are_answered(client: AsyncClient, db: Database, form: str) -> None:
    (worker,) = await sparse(db, 30)
    query: dict[str, Any] = {
        "to": iso(T0 + DAY),
        "fields": ",".join(EVERYTHING),
        "worker_ids": worker,
        "resolution": "1m",
        "format": form,
    }
    url = "/api/v1/metrics/query"
    answer = await client.get(url, params={"from": iso(T0 - 700 * DAY), **query})
    short = await client.get(url, params={"from": iso(T0 - HOUR), **query})
    assert "content-length" in short.headers
    assert "content-length" not in answer.headers, "sent as it is read"
    if form != "arrow":
        assert answer.content == short.content


async def test_who_leaves_in_the_middle_costs_no_connection(db: Database) -> None:
    (worker,) = await sparse(db, 90)
    chart = Chart(Owned(OwnedWorkerId(worker), 1, "Worker", 0), [*FIELDS], HOLD)
    period = Period(T0, T0 + 90 * QUARTER)
    assert await lost_connections(db, lambda: long_series(db, chart, period, EACH_LOOK), parts_before=0) == 0
    async with db.reading() as session:
        assert await Source(session).count(worker, T0, T0 + DAY, 1_000) == 90


async def test_who_leaves_a_query_in_the_middle_costs_no_connection(db: Database) -> None:
    await sparse(db, 90, workers=2)
    question = Question(None, None, None, "all", "sum", "5m", EVERYTHING)
    async with db.reading() as session:
        plan = await planned(session, OPERATOR, question, Period(T0, T0 + DAY))
    smaller = msgspec.structs.replace(plan, most_cells=3_000)
    for before in (0, 1):
        assert await lost_connections(db, lambda: pieces(db, smaller), parts_before=before) == 0
