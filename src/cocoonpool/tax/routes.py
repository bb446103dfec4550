"""HTTP: the tax report. An operator has it for everybody, a participant for itself."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Annotated, Any, BinaryIO, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from cocoonpool.auth.guards import Reader
from cocoonpool.auth.principal import Principal
from cocoonpool.db import Database
from cocoonpool.errors import Invalid
from cocoonpool.participants import queries as participants
from cocoonpool.session import Read, database
from cocoonpool.tax.layouts import LAYOUTS
from cocoonpool.tax.report import Report, csv_parts, open_report
from cocoonpool.tax.request import TaxRequest
from cocoonpool.tax.workbook import write_workbook
from cocoonpool.wire import utc_now

router = APIRouter(prefix="/payouts", tags=["payouts"])

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT: Final = {"schema": {"type": "string"}}
_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file.",
        "content": {"text/csv": _TEXT, _XLSX: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_PART: Final = 1 << 16


@router.get("/export/tax-report", response_class=StreamingResponse, responses=_FILES)
async def export_tax_report(
    request: Request,
    caller: Reader,
    session: Read,
    db: Annotated[Database, Depends(database)],
    asked: Annotated[TaxRequest, Query()],
) -> StreamingResponse:
    """A year's payouts of one participant, one row each, as a file for the tax office or a tax tool.

    `X-Missing-Prices` counts the rows whose value is an empty cell, because no two sources agreed on a price (yet);
    `X-Total-Count` counts the rows.
    """
    who = await participants.get(session, _whose(asked, caller), only=caller.only_participant)
    symbol = request.app.state.settings.symbol_in(asked.format)
    terms = asked.terms(who.id, symbol, utc_now())
    report = await open_report(db, terms, LAYOUTS[asked.format])
    headers = {
        "Content-Disposition": f'attachment; filename="{asked.file_name(terms)}"',
        "X-Total-Count": str(report.counted.rows),
        "X-Missing-Prices": str(report.counted.missing),
    }
    if asked.file == "xlsx":
        return StreamingResponse(_file_parts(await _workbook(report)), headers=headers, media_type=_XLSX)
    return StreamingResponse(csv_parts(report), headers=headers, media_type="text/csv; charset=utf-8")


def _whose(asked: TaxRequest, caller: Principal) -> int:
    whose = asked.participant_id if asked.participant_id is not None else caller.only_participant
    if whose is None:
        raise Invalid("say whose payouts", "query", "participant_id")
    return whose


async def _workbook(report: Report) -> BinaryIO:
    """A file without a name: it is gone as soon as nobody holds it open."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  closed by whoever reads it
    try:
        await write_workbook(report, file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


async def _file_parts(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while part := await asyncio.to_thread(file.read, _PART):
            yield part
