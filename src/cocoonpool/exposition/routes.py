"""HTTP: `GET /metrics`, for Prometheus, and where it finds the hosts of the workers."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics_exposition

from cocoonpool.auth.guards import Scraper
from cocoonpool.auth.principal import Principal
from cocoonpool.exposition import negotiation
from cocoonpool.exposition.known import known_of
from cocoonpool.exposition.targets import TargetGroup, targets
from cocoonpool.exposition.text import Lines, lines_of, page
from cocoonpool.wire import respond
from cocoonpool.workers.feed import Entry
from cocoonpool.workers.fleet import FleetState

router = APIRouter(tags=["prometheus"])
discovery_router = APIRouter(prefix="/prometheus", tags=["prometheus"])

_CONTENT: dict[str, dict[str, str]] = {name: {} for name in ("text/plain", "application/openmetrics-text")}


def visible(fleet: FleetState, caller: Principal) -> list[Entry]:
    only = caller.only_participant
    return [entry for entry in fleet.entries.values() if only is None or entry.participant_id == only]


@router.get("/metrics", response_class=Response, responses={200: {"content": _CONTENT}})
async def metrics(request: Request, caller: Scraper) -> Response:
    """Every worker's figures in the Prometheus text format or OpenMetrics, and those of the service itself."""
    workers = visible(await request.app.state.fleet.current(), caller)
    service = getattr(request.app.state, "registry", None) if caller.only_participant is None else None
    kind = negotiation.content_type(request.headers.get("accept", ""))
    packing = negotiation.compression(request.headers.get("accept-encoding", ""))
    # In a thread: some thousand workers take a while, and others want their answers meanwhile.
    body = await asyncio.to_thread(_body, workers, service, kind == negotiation.OPENMETRICS, packing)
    headers = {"Vary": "Accept, Accept-Encoding"} | ({"Content-Encoding": packing} if packing else {})
    return Response(body, media_type=kind, headers=headers)


def _body(workers: Sequence[Entry], service: CollectorRegistry | None, openmetrics: bool, packing: str | None) -> bytes:
    own = service or CollectorRegistry()
    write = openmetrics_exposition.generate_latest if openmetrics else generate_latest
    whole = page([_lines(entry) for entry in workers], openmetrics=openmetrics) + write(own)
    return negotiation.COMPRESSORS[packing](whole) if packing else whole


def _lines(entry: Entry) -> Lines:
    lines: Lines | None = entry.made.get("metrics")
    if lines is None:
        lines = entry.made["metrics"] = lines_of(known_of(entry))
    return lines


Port = Annotated[int, Query(ge=1, le=65535)]


@discovery_router.get("/targets", response_model=list[TargetGroup])
async def list_targets(
    request: Request,
    caller: Scraper,
    port: Annotated[list[Port], Query(max_length=8, description="Ports of the exporters on each host.")] = [9100],  # noqa: B006
) -> Response:
    """Each host of active workers once, for Prometheus' HTTP service discovery: to scrape its exporters."""
    fleet = await request.app.state.fleet.current()
    return respond(targets(visible(fleet, caller), port))
