"""Puts the HTTP server together: routes, guards and error answers. Decides nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware

from cocoonpool import __version__
from cocoonpool.auth import routes as keys
from cocoonpool.auth.known_keys import KnownKeys
from cocoonpool.auth.last_use import LastUse
from cocoonpool.db import Database
from cocoonpool.earnings import routes as earnings
from cocoonpool.events import Events
from cocoonpool.exposition import routes as exposition
from cocoonpool.live import routes as live
from cocoonpool.live.audience import CHECK_EVERY_S, Audience
from cocoonpool.live.messages import Batches
from cocoonpool.participants import routes as participants
from cocoonpool.payouts import routes as payouts
from cocoonpool.periodic import every, whole
from cocoonpool.samples import routes as samples
from cocoonpool.server import documentation, errors, probes
from cocoonpool.server.frame import Frame
from cocoonpool.server.gate import BodyLimit, Gate
from cocoonpool.settings import Settings
from cocoonpool.statements import routes as statements
from cocoonpool.tax import routes as tax
from cocoonpool.workers import routes as workers
from cocoonpool.workers.fleet import FleetState
from cocoonpool.workers.listing import Listing

API: Final = "/api/v1"


def create_app(settings: Settings, db: Database, events: Events) -> FastAPI:
    """The application over an open, migrated database. Whoever runs it closes the database.

    `app.state.collector_alive` may be replaced by whoever runs a collector in this process: it tells whether its
    loop is fresh, or None where none runs. `app.state.chain` may be given a `ChainClient`, for checks at once.
    """
    app = FastAPI(
        **documentation.ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,  # the names of generated clients' functions
        lifespan=_living,
        middleware=[Middleware(Frame), Middleware(Gate, guarded=f"{API}/"), Middleware(BodyLimit)],
    )
    app.state.db, app.state.events, app.state.settings = db, events, settings
    app.state.metrics_public = settings.metrics_public
    app.state.last_use, app.state.known_keys = LastUse(db), KnownKeys(db)
    app.state.fleet = FleetState(db)
    app.state.listing = Listing(app.state.fleet)
    events.listen(app.state.fleet.hear)
    app.state.batches, app.state.audience = Batches(app.state.fleet.feed), Audience(settings.live_caps)
    app.state.collector_alive = lambda: None
    app.state.chain = None
    errors.install(app)
    features = (workers, samples, earnings, participants, statements, tax, payouts, keys)  # tax before payouts/{id}
    for router in [feature.router for feature in features]:
        app.include_router(router, prefix=API, responses=documentation.REFUSALS)
    app.include_router(live.router, prefix=API, responses=documentation.REFUSALS)
    app.include_router(live.socket_router)
    app.include_router(exposition.discovery_router, prefix=API, responses=documentation.REFUSALS)
    app.include_router(exposition.router)
    app.include_router(probes.router)
    app.include_router(documentation.router)
    documentation.describe(app)
    return app


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    """Keeps the fleet state up to date while the server runs, and settles at the end what is under way."""
    loops = (
        asyncio.create_task(every(0.0, "following the fleet", app.state.fleet.follow)),
        asyncio.create_task(every(CHECK_EVERY_S, "checking who listens", lambda: whole(app.state.audience.check()))),
    )
    try:
        yield
    finally:
        for loop in loops:
            loop.cancel()
            with suppress(asyncio.CancelledError):
                await loop
        await app.state.last_use.settle()
