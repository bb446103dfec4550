"""HTTP: `GET /metrics`, for Prometheus."""

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, generate_latest

from cocoonpool.auth.guards import Scraper
from cocoonpool.exposition import snapshot
from cocoonpool.exposition.snapshot import Row
from cocoonpool.exposition.text import CONTENT_TYPE, render
from cocoonpool.session import Read

router = APIRouter(tags=["prometheus"])


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request, caller: Scraper, session: Read) -> Response:
    """Every worker's figures in the Prometheus text format, and those of the service itself (`cocoonpool_*`)."""
    rows = await snapshot.read(session, caller.only_participant)
    service = getattr(request.app.state, "registry", None) if caller.only_participant is None else None
    # In a thread: some thousand workers take a while, and others want their answers meanwhile.
    body = await asyncio.to_thread(_body, rows, service)
    return Response(body, media_type=CONTENT_TYPE)


def _body(rows: Sequence[Row], service: CollectorRegistry | None) -> bytes:
    page = render(map(snapshot.decode, rows))
    return page if service is None else page + generate_latest(service)
