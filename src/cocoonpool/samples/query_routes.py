"""HTTP: the history of several workers at once."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from cocoonpool.auth.guards import Reader
from cocoonpool.errors import Invalid
from cocoonpool.samples.fleet_fields import FLEET_FIELDS
from cocoonpool.samples.period import Asked
from cocoonpool.samples.query import Aggregate, By, Question, pieces, planned
from cocoonpool.samples.series import AUTO_POINTS
from cocoonpool.samples.table import ARROW_TYPE, as_arrow, as_csv, as_json
from cocoonpool.session import Connected, Read

router = APIRouter(prefix="/metrics", tags=["workers"])

_DEFAULT = "requests,tokens,revenue_ton,gpu_utilization"
Fields = Annotated[str, Query(max_length=1000, description=f"With commas between, of: {', '.join(FLEET_FIELDS)}.")]
Ids = Annotated[str | None, Query(max_length=8000, pattern=r"^\d{1,18}(,\d{1,18})*$", description="Default: all.")]
Resolution = Annotated[
    Literal["auto", "1m", "5m", "1h", "1d"],
    Query(description=f"Width of a bucket; `auto` keeps each series under {AUTO_POINTS} points."),
]
Format = Annotated[Literal["json", "csv", "arrow"], Query(alias="format")]
_FORMATS: Final = {
    "json": (as_json, "application/json"), "csv": (as_csv, "text/csv; charset=utf-8"), "arrow": (as_arrow, ARROW_TYPE),
}  # fmt: skip


@router.get("/query", responses={200: {"content": {"text/csv": {}, ARROW_TYPE: {}}}})
async def query_metrics(
    caller: Reader,
    session: Read,
    db: Connected,
    period: Asked,
    worker_ids: Ids = None,
    participant_id: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None,
    model: Annotated[str | None, Query(max_length=320)] = None,
    by: By = "all",
    aggregate: Aggregate = "sum",
    resolution: Resolution = "auto",
    fields: Fields = _DEFAULT,
    form: Format = "json",
) -> Response:
    """The series of many workers, added up or averaged: over all, by participant, by model, or each by itself.

    Counters are what was added in each bucket, gauges the mean over it. A bucket nobody looked in is left out; a figure
    nobody told is null. Buckets are whole, so the first may begin before the period.
    """
    names = tuple(dict.fromkeys(name.strip() for name in fields.split(",")))
    if set(names) - FLEET_FIELDS.keys():
        raise Invalid("names a field that there is not", "query", "fields")
    ids = None if worker_ids is None else tuple(int(number) for number in worker_ids.split(","))
    told = (*names, "looks") if "looks" not in names else names
    question = Question(ids, participant_id, model, by, aggregate, resolution, told)
    plan = await planned(session, caller, question, period)
    write, kind = _FORMATS[form]
    parts = write(plan, pieces(db, plan))
    if plan.is_small:
        return Response(b"".join([part async for part in parts]), media_type=kind)
    return StreamingResponse(parts, media_type=kind)
