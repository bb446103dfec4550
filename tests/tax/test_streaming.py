"""A large report flows: some hundred rows at a time, with no session open while the reader takes its time."""

from datetime import timedelta
from decimal import Decimal

from cocoonpool.db import Database
from cocoonpool.rates.coin import parse_symbol
from cocoonpool.tax.layouts import LAYOUTS, Format
from cocoonpool.tax.receipt import Terms
from cocoonpool.tax.report import Report, csv_parts, open_report
from cocoonpool.tax.year import tax_year
from tests import make
from tests.stores.leaving import lost_connections
from tests.tax.people import moment, payout, price, put

ROWS = 2_345
START = moment("2025-01-01T00:00:00Z")


async def report(db: Database, layout: Format = Format.GENERIC) -> Report:
    """Every tenth payout has a price of one dollar; seven payouts stand at each moment."""
    alice = await make.alice(db)
    times = [(START + timedelta(minutes=index // 7)).isoformat() for index in range(ROWS)]
    await put(db, *(payout(alice, at, "0.000000001", number=index) for index, at in enumerate(times)))
    await put(db, *(price(at, "1") for at in sorted(set(times))[::10]))
    terms = Terms(alice.id, tax_year(2025, "UTC"), "USD", parse_symbol("TON"), "income", make.NOW)
    return await open_report(db, terms, LAYOUTS[layout])


async def test_every_row_comes_once_and_in_order(db: Database) -> None:
    opened = await report(db)
    ids = [row[1] for rows in [rows async for rows in opened.tables()][1:-1] for row in rows]
    assert ids == list(range(1, ROWS + 1))
    assert opened.counted.rows == ROWS


async def test_a_part_holds_some_hundred_rows_at_the_most(db: Database) -> None:
    opened = await report(db)
    sizes = [part.count(b"\r\n") async for part in csv_parts(opened)]
    assert max(sizes) <= 500
    assert sum(sizes) == ROWS + 1 + 2  # headings, and the sums of a month and of the year


async def test_while_the_reader_waits_no_session_is_open(db: Database) -> None:
    opened = await report(db)
    async for _ in csv_parts(opened):
        assert db.reader.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_what_is_learnt_meanwhile_does_not_change_a_report_that_runs(db: Database) -> None:
    opened = await report(db, Format.KOINLY)
    before = b"".join([part async for part in csv_parts(opened)])
    later = make.NOW + timedelta(minutes=1)
    await put(db, price((START + timedelta(minutes=1)).isoformat(), "9", fetched_at=later))
    bob = await make.bob(db)
    await put(db, payout(bob, START.isoformat(), number=1), payout(bob, START.isoformat(), number=2, created_at=later))
    async with db.transaction() as session:
        (
            await session.get_one(type(payout(bob, START.isoformat())), ROWS + 2)
        ).participant_id = opened.terms.participant_id
    assert b"".join([part async for part in csv_parts(opened)]) == before


async def test_the_sums_are_those_of_the_rows(db: Database) -> None:
    opened = await report(db)
    tables = [rows async for rows in opened.tables()]
    rows, total = [row for part in tables[1:-1] for row in part], tables[-1][-1]
    assert total[5] == sum(Decimal(str(row[5])) for row in rows) == Decimal("0.000002345")
    assert total[10] == opened.counted.missing == sum(row[9] is None for row in rows)
    assert rows[-1][-2:] == [total[5], total[9]] or rows[-1][-2:] == (total[5], total[9])


async def test_who_leaves_in_the_middle_costs_no_connection(db: Database) -> None:
    opened = await report(db)
    assert await lost_connections(db, lambda: csv_parts(opened), parts_before=1) == 0
    assert len([part async for part in csv_parts(opened)]) > 1
