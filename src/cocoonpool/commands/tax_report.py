"""`cocoonpool tax-report`: a year's payouts of one participant as a file, with a bar while it is long."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cocoonpool.commands.output import OK, USAGE, fail, print_json, printable, say
from cocoonpool.commands.refusal import explain
from cocoonpool.commands.serve import open_database
from cocoonpool.participants import queries as participants
from cocoonpool.settings import Settings
from cocoonpool.tax.layouts import LAYOUTS
from cocoonpool.tax.report import Report, as_csv, open_report
from cocoonpool.tax.request import TaxRequest
from cocoonpool.tax.workbook import write_workbook
from cocoonpool.wire import utc_now


async def tax_report(settings: Settings, fields: dict[str, Any], output: Path | None, as_json: bool) -> int:
    """Writes the file and says what is in it. The file appears whole, or not at all."""
    try:
        asked = TaxRequest(**fields)
    except ValidationError as error:
        fail(explain(error), USAGE)
    async with open_database(settings) as db:
        async with db.reading() as session:
            who = await participants.get(session, fields["participant_id"], only=None)
        terms = asked.terms(who.id, settings.symbol_in(asked.format), utc_now())
        report = await open_report(db, terms, LAYOUTS[asked.format])
        path = output or Path(asked.file_name(terms))
        try:
            with _appearing(path) as file:
                await _with_bar(report, asked.file, file)
        except OSError as error:
            fail(f"{path} cannot be written: {error.strerror}")
    counted = report.counted
    if as_json:
        print_json({"file": str(path), "rows": counted.rows, "missing_prices": counted.missing})
    else:
        missing = f", {counted.missing} of them without a price (empty cells)" if counted.missing else ""
        say(f"{counted.rows} payouts{missing}: {printable(path)}")
    return OK


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when all of it is written."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield cast("BinaryIO", file)
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


async def _with_bar(report: Report, kind: str, file: BinaryIO) -> None:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("payouts", total=report.counted.rows)
        await _write_rows(report, kind, file, lambda rows: bar.advance(task, rows))


async def _write_rows(report: Report, kind: str, file: BinaryIO, wrote: Callable[[int], object]) -> None:
    if kind == "xlsx":
        await write_workbook(report, file, wrote)
        return
    async for rows in report.tables():
        file.write(as_csv(rows))
        wrote(len(rows))
