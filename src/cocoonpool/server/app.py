"""Puts the HTTP server together: routes, guards and error answers. Decides nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware

from cocoonpool import __version__
from cocoonpool.agents import routes as agents
from cocoonpool.agents.intake import Intake
from cocoonpool.agents.pace import Pace
from cocoonpool.auth import routes as keys
from cocoonpool.auth.known_keys import KnownKeys
from cocoonpool.auth.last_use import LastUse
from cocoonpool.cocoon.batch import MOST_BODY
from cocoonpool.db import Database
from cocoonpool.earnings import routes as earnings
from cocoonpool.events import Events
from cocoonpool.exposition import routes as exposition
from cocoonpool.participants import routes as participants
from cocoonpool.payouts import routes as payouts
from cocoonpool.samples import routes as samples
from cocoonpool.server import documentation, errors, probes
from cocoonpool.server.frame import Frame
from cocoonpool.server.gate import BodyLimit, Gate
from cocoonpool.settings import Settings
from cocoonpool.statements import routes as statements
from cocoonpool.tax import routes as tax
from cocoonpool.workers import routes as workers

API: Final = "/api/v1"
_BODIES: Final = Middleware(BodyLimit, larger={f"{API}/agent/readings": MOST_BODY})


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
        lifespan=_settle_at_the_end,
        middleware=[Middleware(Frame), Middleware(Gate, guarded=f"{API}/"), _BODIES],
    )
    app.state.db, app.state.events, app.state.settings = db, events, settings
    app.state.metrics_public = settings.metrics_public
    app.state.last_use, app.state.known_keys = LastUse(db), KnownKeys(db)
    app.state.intake, app.state.agent_pace = Intake(db, events), Pace()
    app.state.collector_alive = lambda: None
    app.state.chain = None
    errors.install(app)
    # tax before payouts/{id}
    features = (workers, samples, earnings, participants, statements, tax, payouts, keys, agents)
    for router in [feature.router for feature in features]:
        app.include_router(router, prefix=API, responses=documentation.REFUSALS)
    app.include_router(exposition.router)
    app.include_router(probes.router)
    app.include_router(documentation.router)
    documentation.describe(app)
    return app


@asynccontextmanager
async def _settle_at_the_end(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.last_use.settle()
