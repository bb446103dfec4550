"""HTTP: the history of a worker, as a series of points and as figures of a period."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from cocoonpool.auth.guards import Reader
from cocoonpool.errors import Invalid
from cocoonpool.exactjson import encode
from cocoonpool.samples.cells import Cells, json_rows
from cocoonpool.samples.period import Asked
from cocoonpool.samples.points import FIELDS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS, hold_ms
from cocoonpool.samples.shapes import Series, Stats
from cocoonpool.samples.stats import stats
from cocoonpool.samples.width import EACH_LOOK, WIDTHS
from cocoonpool.samples.worker_series import Chart, long_series, whole_series
from cocoonpool.session import Connected, Read
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
    db: Connected,
    period: Asked,
    resolution: Resolution = "auto",
    fields: Fields = None,
) -> Response:
    """How a worker was over time. In a bucket: counters and money as last told, gauges as their mean, the worst status.

    A figure that nobody told is null; time in which nobody looked has no point. Numbers may have blanks before them.
    More points than some thousands are sent as they are read, and `metrics_count` then comes last.
    """
    chart = Chart(await owned_by(session, worker_id, caller), _names(fields), held_ms(request))
    found = await whole_series(Source(session), chart, period, resolution)
    width = WIDTHS[resolution] if found is None else found.width
    head = {
        "worker_id": chart.worker.id,
        "worker_name": chart.worker.worker_name,
        "period_hours": period.hours,
        "resolution_seconds": _interval(request) if width == EACH_LOOK else width // 1000,
    }
    if found is None:
        parts = long_series(db, chart, period, width)
        return StreamingResponse(_counted_at_the_end(head, parts), media_type="application/json")
    begin = encode(head | {"metrics_count": found.count})[:-1] + b',"metrics":['
    return Response(memoryview(json_rows(found.fields, begin, b"]}")), media_type="application/json")


async def _counted_at_the_end(
    head: dict[str, object], parts: AsyncIterator[list[Cells]]
) -> AsyncIterator[bytes | memoryview]:
    """As ever, but for the count, which is known last."""
    yield encode(head)[:-1] + b',"metrics":['
    count = 0
    async for fields in parts:
        if some := len(fields[0].column.values):
            yield memoryview(json_rows(fields, b"," if count else b"", b""))
            count += some
    yield b'],"metrics_count":%d}' % count


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
