"""A tax report over an open database: counted first, then read page by page as fast as the reader takes it."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial

import msgspec

from cocoonpool.db import Database, to_ms
from cocoonpool.prices.exchange import Exchange
from cocoonpool.prices.queries import exchange
from cocoonpool.session import read_to_the_end
from cocoonpool.tax import queries
from cocoonpool.tax.cells import Cell, written
from cocoonpool.tax.layouts.layout import Layout
from cocoonpool.tax.queries import Counted, Place
from cocoonpool.tax.receipt import Terms
from cocoonpool.tax.totals import Batches, Totals


class Report(msgspec.Struct, frozen=True):
    """Ready to be written, as often as you like. `counted` was true when it was opened, and so are its rows."""

    db: Database
    terms: Terms
    layout: Layout
    counted: Counted
    exchange: Exchange | None

    async def tables(self) -> AsyncIterator[list[Sequence[Cell]]]:
        """The headings, then the rows, some hundred at a time, then the sums of layouts that have any."""
        yield [self.layout.header]
        totals, batches = Totals(), Batches()
        after: Place | None = None
        while True:
            read = partial(queries.page, terms=self.terms, exchange=self.exchange, after=after)
            receipts = await read_to_the_end(self.db, read)
            if not receipts:
                break
            rows = []
            for receipt in map(batches.numbered, receipts):
                totals.add(receipt)
                rows.append(self.layout.row(receipt, totals, self.terms))
            yield rows
            after = (to_ms(receipts[-1].at), receipts[-1].id)
        if self.layout.footer is not None:
            yield list(self.layout.footer(totals, self.terms))


async def open_report(db: Database, terms: Terms, layout: Layout) -> Report:
    """Counts the report's rows and those without a price."""
    async with db.reading() as session:
        year, rates = terms.year, None
        if terms.currency != "USD":
            rates = await exchange(session, terms.currency, year.start, year.end, terms.as_of)
        return Report(db, terms, layout, await queries.count(session, terms, rates), rates)


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """RFC 4180: lines end in CR LF, UTF-8 without a byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


async def csv_parts(report: Report) -> AsyncIterator[bytes]:
    """The file in parts of some hundred lines."""
    async for rows in report.tables():
        yield as_csv(rows)
