"""Puts the HTTP server together: routes, guards and error answers. Decides nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from cocoonpool import __version__
from cocoonpool.agents import outside
from cocoonpool.agents import routes as agents
from cocoonpool.agents.intake import Intake
from cocoonpool.agents.pace import Pace
from cocoonpool.auth import audit_routes as audit
from cocoonpool.auth import routes as keys
from cocoonpool.auth.known_keys import KnownKeys
from cocoonpool.auth.known_sessions import KnownSessions
from cocoonpool.auth.last_use import LastUse
from cocoonpool.cocoon.batch import MOST_BODY
from cocoonpool.cocoon.knock import knock
from cocoonpool.db import Database
from cocoonpool.earnings import routes as earnings
from cocoonpool.events import Events
from cocoonpool.exposition import routes as exposition
from cocoonpool.live import routes as live
from cocoonpool.live.audience import CHECK_EVERY_S, Audience
from cocoonpool.live.messages import Batches
from cocoonpool.login import routes as login
from cocoonpool.login.prove import Door
from cocoonpool.participants import routes as participants
from cocoonpool.payouts import routes as payouts
from cocoonpool.periodic import every, whole
from cocoonpool.prices import routes as prices
from cocoonpool.samples import query_routes as queries
from cocoonpool.samples import routes as samples
from cocoonpool.server import documentation, errors, probes
from cocoonpool.server.counters import Counters
from cocoonpool.server.dashboard import Dashboard
from cocoonpool.server.doors import Doors
from cocoonpool.server.express import Express
from cocoonpool.server.frame import Frame
from cocoonpool.server.gate import BodyLimit, Gate
from cocoonpool.server.limits import Quotas, RateLimit
from cocoonpool.settings import Settings
from cocoonpool.statements import routes as statements
from cocoonpool.tax import routes as tax
from cocoonpool.workers import log_routes as log
from cocoonpool.workers import routes as workers
from cocoonpool.workers.fleet import FleetState
from cocoonpool.workers.listing import Listing

API: Final = "/api/v1"

# Other pages' scripts get in with a key only: no cookie of ours is ever sent for them.
_CROSS_ORIGIN: Final[dict[str, Any]] = {
    "allow_methods": ["GET", "POST", "PATCH", "PUT", "DELETE"],
    "allow_headers": ["Authorization", "X-API-Key", "Content-Type"],
    "expose_headers": [
        *("Link", "Location", "X-Total-Count", "X-Missing-Prices", "Content-Disposition", "X-Request-ID"),
        *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"),
    ],
    "allow_credentials": False,
    "max_age": 600,
}


def create_app(settings: Settings, db: Database, events: Events) -> FastAPI:
    """The application over an open, migrated database. Whoever runs it closes the database.

    `app.state.collector_alive` may be replaced by whoever runs a collector in this process: it tells whether its
    loop is fresh, or None where none runs; `app.state.collector_trouble` why it stores nothing, or None.
    `app.state.chain` may be given a `ChainClient`, for checks at once.
    """
    counters = Counters(settings.redis_url.get_secret_value() if settings.redis_url else None)
    app = FastAPI(
        **documentation.ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # our own route: it declares who may read it
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,  # the names of generated clients' functions
        lifespan=_living,
        middleware=_middleware(settings, counters),
    )
    app.state.counters = counters
    _remember(app, settings, db, events)
    errors.install(app)
    features = (workers, samples, queries, earnings, participants, statements, tax, payouts)  # tax before payouts/{id}
    routers = [feature.router for feature in (*features, log, prices, login, keys, audit, live, agents)]
    for router in (*routers, exposition.discovery_router):
        app.include_router(router, prefix=API, responses=documentation.REFUSALS)
    app.include_router(exposition.router, responses=documentation.REFUSALS)
    app.include_router(live.socket_router)
    app.include_router(probes.router)
    app.include_router(documentation.router)
    documentation.describe(app)
    return app


def _remember(app: FastAPI, settings: Settings, db: Database, events: Events) -> None:
    """What routes and guards find in `app.state`."""
    state = app.state
    state.db, state.events, state.settings = db, events, settings
    state.doors, state.metrics_public = Doors(app), settings.metrics_public
    state.last_use, state.known_keys = LastUse(db), KnownKeys(db)
    state.known_sessions = KnownSessions(db, settings.session_terms, state.last_use)
    state.door = Door(db, settings.login_terms)
    state.fleet = FleetState(db)
    state.listing = Listing(state.fleet)
    events.listen(state.fleet.hear)
    state.batches, state.audience = Batches(state.fleet.feed), Audience(settings.live_caps)
    state.collector_alive = state.collector_trouble = lambda: None
    state.outside = outside.Outside(db, settings.networks, knock)
    state.intake, state.agent_pace = Intake(db, events, state.outside.found), Pace()
    state.chain = None


def _middleware(settings: Settings, counters: Counters) -> list[Middleware]:
    """From the outside in. Who is asking counts only once the address of the client is known."""
    quotas = Quotas(settings.reads_per_minute, settings.writes_per_minute, settings.failures_per_minute)
    origins = settings.origins
    return [
        *([Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies))] if settings.proxies else []),
        Middleware(Frame),
        *([Middleware(CORSMiddleware, allow_origins=list(origins), **_CROSS_ORIGIN)] if origins else []),
        Middleware(Dashboard, settings=settings),  # before anything is counted: its files cost nothing
        Middleware(RateLimit, counters=counters, quotas=quotas),
        Middleware(Gate, guarded=f"{API}/"),
        Middleware(BodyLimit, larger={f"{API}/agent/readings": MOST_BODY}),
        Middleware(Express),
    ]


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    """Keeps the fleet state up to date while the server runs, and settles at the end what is under way."""
    loops = [
        asyncio.create_task(every(0.0, "following the fleet", app.state.fleet.follow)),
        asyncio.create_task(every(CHECK_EVERY_S, "checking who listens", lambda: whole(app.state.audience.check()))),
    ]
    if app.state.settings.check_open_ports:
        loops.append(asyncio.create_task(every(outside.TURN_S, "checking for open ports", app.state.outside.turn)))
    try:
        yield
    finally:
        for loop in loops:
            loop.cancel()
            with suppress(asyncio.CancelledError):
                await loop
        await app.state.last_use.settle()
        await app.state.counters.close()
