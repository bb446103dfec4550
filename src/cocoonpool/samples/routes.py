"""HTTP: the history of a worker, as a series of points and as figures of a period."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from cocoonpool.auth.guards import Reader
from cocoonpool.errors import Invalid
from cocoonpool.samples.period import Asked
from cocoonpool.samples.points import points
from cocoonpool.samples.queries import count_looks
from cocoonpool.samples.series import AUTO_POINTS, auto_width
from cocoonpool.samples.shapes import MetricPoint, Series, Stats
from cocoonpool.samples.stats import stats
from cocoonpool.session import Read
from cocoonpool.wire import respond
from cocoonpool.workers.queries import owned_by

router = APIRouter(prefix="/workers", tags=["workers"])

WorkerId = Annotated[int, Path(ge=0, le=2**63 - 1)]
Resolution = Annotated[
    Literal["auto", "raw", "1m", "5m", "1h"],
    Query(description=f"Width of a point; `auto` keeps the answer under {AUTO_POINTS} points."),
]
Fields = Annotated[
    str | None, Query(max_length=1000, description="Names of a point's fields, with commas between; default: all.")
]

MOST_POINTS: Final = 50_000
_HELD_LOOKS: Final = 3  # so many intervals a look speaks for the time after it
_WIDTHS: Final = {"raw": 1, "1m": 60_000, "5m": 300_000, "1h": 3_600_000}


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

    A figure that nobody told is null; time in which nobody looked has no point.
    """
    names = _names(fields)
    worker = await owned_by(session, worker_id, caller)
    width = _WIDTHS.get(resolution)
    if width is None:
        width = auto_width(period.length_ms, await count_looks(session, worker.id, period, AUTO_POINTS))
    found = await points(session, worker, period, width, MOST_POINTS)
    if len(found) > MOST_POINTS:
        raise Invalid(f"more than {MOST_POINTS} points: ask for less time or wider points", "query", "resolution")
    answer = {
        "worker_id": worker.id,
        "worker_name": worker.worker_name,
        "period_hours": period.hours,
        "resolution_seconds": _interval(request) if width == 1 else width // 1000,
        "metrics_count": len(found),
        "metrics": found if names is None else [{name: point[name] for name in names} for point in found],
    }
    return respond(answer)


@router.get("/{worker_id}/stats", response_model=Stats)
async def get_worker_stats(
    request: Request, worker_id: WorkerId, caller: Reader, session: Read, period: Asked
) -> Response:
    """What a worker did in a period: requests, tokens, money, load, and how much of the time is known at all."""
    worker = await owned_by(session, worker_id, caller)
    hold_ms = round(_HELD_LOOKS * 1000 * _interval(request))
    return respond(await stats(session, worker, period, hold_ms))


def _interval(request: Request) -> float:
    """Seconds between two looks."""
    seconds: float = request.app.state.settings.scrape_interval
    return int(seconds) if seconds == int(seconds) else seconds


def _names(fields: str | None) -> list[str] | None:
    """The fields asked for, in a point's own order, each point with its time."""
    if fields is None:
        return None
    asked = {name.strip() for name in fields.split(",")} | {"timestamp"}
    if asked - MetricPoint.model_fields.keys():
        raise Invalid("names a field that no point has", "query", "fields")
    return [name for name in MetricPoint.model_fields if name in asked]
