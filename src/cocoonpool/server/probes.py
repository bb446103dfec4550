"""`/health` says that the process lives, `/ready` that it can do its work, or why not."""

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from cocoonpool import migrations
from cocoonpool.auth.guards import PROBE
from cocoonpool.db import Database
from cocoonpool.dbfaults import why_unavailable
from cocoonpool.wire import Wire, respond

router = APIRouter(tags=["service"])

_PATIENCE_S: Final = 3.0

_newest = cache(migrations.newest)  # read from the files of this installation, which do not change under us


class Health(Wire):
    status: str


class Readiness(Wire):
    status: str
    reasons: list[str]


@router.get("/health", response_model=Health, dependencies=[PROBE])
async def health() -> Response:
    """The process lives. Asks nothing else, so a slow database does not get it killed."""
    return respond(Health(status="ok"))


@router.get("/ready", response_model=Readiness, responses={503: {"model": Readiness}}, dependencies=[PROBE])
async def ready(request: Request) -> Response:
    """Database reachable, migrations current, collector fresh; else 503 and every reason."""
    reasons = [reason async for reason in _reasons(request)]
    status = "not ready" if reasons else "ready"
    return respond(Readiness(status=status, reasons=reasons), 503 if reasons else 200)


async def _reasons(request: Request) -> AsyncIterator[str]:
    database = await _database_trouble(request.app.state.db)
    if database is not None:
        yield database
    if request.app.state.collector_alive() is False:
        yield "The collector has stored nothing lately."
    trouble = request.app.state.collector_trouble()
    if trouble is not None:
        yield f"Looks are not stored but wait in memory: the database does not take them, {trouble}."


async def _database_trouble(db: Database) -> str | None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            revision = await migrations.current(db)
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return f"The database cannot be used: {why_unavailable(error) or type(error).__name__}."
    if revision != _newest():
        return "The database is not at the revision this version needs: run `cocoonpool db upgrade`."
    return None
