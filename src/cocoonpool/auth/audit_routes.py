"""HTTP: the audit log, for operators."""

import re
from typing import Annotated, Any, Final, Self

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator

from cocoonpool.auth.audit import Wanted, entries
from cocoonpool.auth.guards import Operator
from cocoonpool.auth.models import AuditEntry
from cocoonpool.session import Read
from cocoonpool.wire import Cursor, Limit, UtcTime, Wire, page

router = APIRouter(prefix="/audit", tags=["audit"])

Action = Annotated[str | None, Query(max_length=40, description="Only this, as in `worker.changed`.")]
Subject = Annotated[str | None, Query(max_length=80, description="Only about this, as in `workers/3`.")]

_RFC_3339: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:")


def _written_out(text: Any) -> Any:
    """A bare number could be seconds or milliseconds."""
    if isinstance(text, str) and not _RFC_3339.match(text):
        raise ValueError("not a date and time as in 2026-01-31T12:00:00Z")
    return text


Moment = Annotated[UtcTime, BeforeValidator(_written_out)]
Start = Annotated[Moment | None, Query(alias="from", description="Only at or after this moment.")]
End = Annotated[Moment | None, Query(alias="to", description="Only before this moment.")]


class AuditOut(Wire):
    """A change. What is missing in `before` did not exist, what is missing in `after` is gone."""

    id: int
    at: UtcTime
    who: str
    address: str | None
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @classmethod
    def of(cls, row: AuditEntry) -> Self:
        return cls(
            id=row.id,
            at=row.at,
            who=row.who,
            address=row.address,
            action=row.action,
            subject=row.subject,
            before=_side(row.before),
            after=_side(row.after),
        )


def _side(text: str | None) -> dict[str, Any] | None:
    return None if text is None else msgspec.json.decode(text, type=dict[str, Any])


@router.get("", response_model=list[AuditOut])
async def list_audit_entries(
    request: Request,
    _: Operator,
    session: Read,
    action: Action = None,
    subject: Subject = None,
    start: Start = None,
    end: End = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Every change that somebody made, newest first: who, what, before, after, from where."""
    wanted = Wanted(action, subject, start, end)
    rows, total = await entries(session, wanted, before=cursor, limit=limit + 1)
    next_cursor = rows[limit - 1].id if len(rows) > limit else None
    return page(request, [AuditOut.of(row) for row in rows[:limit]], total, next_cursor)
