"""A tax report as an Excel workbook, written row by row so that it never lies in memory as a whole."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO, Final

import xlsxwriter  # type: ignore[import-untyped]

from cocoonpool.errors import BadRequest
from cocoonpool.tax.cells import Cell, harmless, written
from cocoonpool.tax.report import Report

MOST_ROWS: Final = 1_000_000  # a sheet holds 1,048,576
_EXACT_DIGITS: Final = 15  # of a number in a workbook; one with more goes in as text
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TooManyRows(BadRequest):
    code = "too_many_rows"

    def __init__(self) -> None:
        super().__init__("A workbook cannot hold so many rows; ask for a CSV file.")


async def write_workbook(report: Report, file: BinaryIO, wrote: Callable[[int], object] = lambda _: None) -> None:
    """Writes the whole workbook into an open file. `wrote` is told how many rows came in at a time.

    Raises:
        TooManyRows: more than a sheet can hold.
    """
    if report.counted.rows > MOST_ROWS:
        raise TooManyRows
    with tempfile.TemporaryDirectory() as folder:  # where rows wait: emptied even when the writing is broken off
        book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder})
        sheet = book.add_worksheet(f"Payouts {report.terms.year.first_day.year}")
        sheet.freeze_panes(1, 0)
        line = 0
        async for rows in report.tables():
            await asyncio.to_thread(_write, sheet, line, rows)
            line += len(rows)
            wrote(len(rows))
        await asyncio.to_thread(book.close)


def _write(sheet: Any, line: int, rows: Sequence[Sequence[Cell]]) -> None:
    for number, row in enumerate(rows, line):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, harmless(cell))
            elif isinstance(cell, Decimal) and len(cell.as_tuple().digits) > _EXACT_DIGITS:
                sheet.write_string(number, column, written(cell))
            elif cell is not None:
                sheet.write_number(number, column, cell)
