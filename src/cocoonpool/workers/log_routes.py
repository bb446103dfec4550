"""HTTP: the log of what happened to workers. A participant reads what happened to its own."""

from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response

from cocoonpool.auth.guards import Reader
from cocoonpool.db import from_ms
from cocoonpool.session import Read
from cocoonpool.wire import Cursor, Limit, UtcTime, Wire, page
from cocoonpool.workers.causes import Severity, Status
from cocoonpool.workers.happened import Told, list_events

router = APIRouter(prefix="/log", tags=["workers"])

WorkerFilter = Annotated[int | None, Query(ge=0, le=2**63 - 1, description="Only of this worker.")]


class Begun(Wire):
    code: str
    severity: Severity


class LogEntry(Wire):
    """One change of a worker: of its status, or of the causes that hold."""

    id: int
    at: UtcTime
    worker_id: int
    worker_name: str
    status_before: Status
    status: Status
    causes_begun: list[Begun]
    causes_ended: list[str]

    @classmethod
    def of(cls, told: Told) -> Self:
        happened = told.happened
        return cls(
            id=told.id,
            at=from_ms(happened.at),
            worker_id=happened.worker_id,
            worker_name=told.worker_name,
            status_before=Status(happened.before),
            status=Status(happened.after),
            causes_begun=[Begun(code=code, severity=severity) for code, severity in happened.came.items()],
            causes_ended=list(happened.gone),
        )


@router.get("", response_model=list[LogEntry])
async def list_log(
    request: Request,
    caller: Reader,
    session: Read,
    worker_id: WorkerFilter = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """What happened to workers, newest first; the newest 100,000 entries are kept."""
    rows, total = await list_events(
        session, only=caller.only_participant, worker_id=worker_id, before=cursor, limit=limit + 1
    )
    next_cursor = rows[limit - 1].id if len(rows) > limit else None
    return page(request, [LogEntry.of(row) for row in rows[:limit]], total, next_cursor)
