"""HTTP: a participant's month, as JSON or as a table."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from cocoonpool.auth.guards import Reader
from cocoonpool.errors import Invalid
from cocoonpool.participants import queries as participants
from cocoonpool.rates.coin import parse_symbol
from cocoonpool.session import Read
from cocoonpool.statements.csvfile import as_csv, file_name
from cocoonpool.statements.month import Month, MonthError, cut
from cocoonpool.statements.queries import statement
from cocoonpool.statements.shapes import StatementOut
from cocoonpool.tax.year import parse_zone
from cocoonpool.wire import respond, utc_now

router = APIRouter(prefix="/participants", tags=["participants"])

Identity = Annotated[int, Path(ge=0, le=2**63 - 1)]
Named = Annotated[str, Query(max_length=20, description="YYYY-MM")]
Zone = Annotated[
    str,
    Query(
        max_length=64,
        description="IANA time zone in which the month is cut; only one that cuts it at whole hours of UTC.",
    ),
]


@router.get(
    "/{participant_id}/statement",
    response_model=StatementOut,
    responses={200: {"content": {"text/csv": {}}}},
)
async def get_statement(
    request: Request,
    participant_id: Identity,
    caller: Reader,
    session: Read,
    month: Named,
    timezone: Zone = "UTC",
    format: Annotated[Literal["json", "csv"], Query()] = "json",
) -> Response:
    """What a participant earned in a month, by worker and proxy; what was paid, with links; and the balance.

    The figures add up to the ledger to the nanoTON. What was earned in a contract before it was first seen is in no
    month's earnings: it is brought in, in the month of that first look.
    """
    row = await participants.get(session, participant_id, only=caller.only_participant)
    now = utc_now()
    asked = _cut(month, timezone, now)
    symbol = parse_symbol(request.app.state.settings.coin_symbol).at(asked.start)
    told = await statement(session, row, asked, symbol, now)
    if format == "json":
        return respond(StatementOut.of(told))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(told)}"'}
    return Response(as_csv(told), headers=headers, media_type="text/csv; charset=utf-8")


def _cut(month: str, zone: str, now: datetime) -> Month:
    try:
        parse_zone(zone)
    except ValueError as error:
        raise Invalid(str(error), "query", "timezone") from None
    try:
        asked = cut(month, zone)
    except MonthError as error:
        raise Invalid(str(error), "query", error.asked) from None
    if asked.start > now:
        raise Invalid("this month has not begun", "query", "month")
    return asked
