"""HTTP: the history of a worker, as a series of points and as figures of a period."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from cocoonpool.auth.guards import Reader
from cocoonpool.errors import Invalid
from cocoonpool.exactjson import encode
from cocoonpool.samples.cells import json_rows
from cocoonpool.samples.period import Asked
from cocoonpool.samples.points import FIELDS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS, hold_ms
from cocoonpool.samples.shapes import Series, Stats
from cocoonpool.samples.stats import stats
from cocoonpool.samples.width import EACH_LOOK
from cocoonpool.samples.worker_series import worker_series
from cocoonpool.session import Read
from cocoonpool.wire import respond
from cocoonpool.workers.queries import owned_by

router = APIRouter(prefix="/workers", tags=["workers"])

WorkerId = Annotated[int, Path(ge=0, le=2**63 - 1)]
Resolution = Annotated[
    Literal["auto", "raw", "1m", "5m", "1h", "1d"],
    Query(description=f"Width of a point; `auto` keeps the answer under {AUTO_POINTS} points."),
]
Fields = Annotated[
    str | None, Query(max_length=1000, description="Names of a point's fields, with commas between; default: all.")
]


@router.get("/{worker_id}/metrics", response_model=Series)
async def get_worker_metrics(
    request: Request,
    worker_id: WorkerId,
    caller: Reader,
    session: Read,
    period: Asked,
    resolution: Resolution = "auto",
    fields: Fields = None,
) -> Response:
    """How a worker was over time. In a bucket: counters and money as last told, gauges as their mean, the worst status.

    A figure that nobody told is null; time in which nobody looked has no point. Numbers may have blanks before them.
    """
    names = _names(fields)
    worker = await owned_by(session, worker_id, caller)
    found = await worker_series(Source(session), worker, period, resolution, names, held_ms(request))
    head = encode(
        {
            "worker_id": worker.id,
            "worker_name": worker.worker_name,
            "period_hours": period.hours,
            "resolution_seconds": _interval(request) if found.width == EACH_LOOK else found.width // 1000,
            "metrics_count": found.count,
        }
    )
    body = head[:-1] + b',"metrics":' + json_rows(found.fields) + b"}"
    return Response(body, media_type="application/json")


@router.get("/{worker_id}/stats", response_model=Stats)
async def get_worker_stats(
    request: Request, worker_id: WorkerId, caller: Reader, session: Read, period: Asked
) -> Response:
    """What a worker did in a period: requests, tokens, money, load, and how much of the time is known at all."""
    worker = await owned_by(session, worker_id, caller)
    return respond(await stats(Source(session), worker, period, held_ms(request)))


def held_ms(request: Request) -> int:
    """How long a look speaks for the time after it."""
    return hold_ms(_interval(request))


def _interval(request: Request) -> float:
    """Seconds between two looks."""
    seconds: float = request.app.state.settings.scrape_interval
    return int(seconds) if seconds == int(seconds) else seconds


def _names(fields: str | None) -> list[str]:
    """The fields asked for, in a point's own order, each point with its time."""
    if fields is None:
        return list(FIELDS)
    asked = {name.strip() for name in fields.split(",")} | {"timestamp"}
    if asked - FIELDS.keys():
        raise Invalid("names a field that no point has", "query", "fields")
    return [name for name in FIELDS if name in asked]
