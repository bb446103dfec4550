"""`cocoonpool serve` and `cocoonpool collect`: wires the parts together, starts them, stops them cleanly."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector

from cocoonpool.auth.keys import ensure_operator_key
from cocoonpool.collector.collector import Collector
from cocoonpool.collector.control import grant_wishes
from cocoonpool.collector.discover import discover_if_empty, parse_row
from cocoonpool.collector.history import keep_history
from cocoonpool.collector.prices import keep_prices
from cocoonpool.commands.chain import chain_client, watching
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.migrations import upgrade
from cocoonpool.notifications import hear_others
from cocoonpool.participants.wallet_change import apply_due
from cocoonpool.periodic import every
from cocoonpool.samples.remembered import Remembered
from cocoonpool.server.app import create_app
from cocoonpool.server.figures import PortChecks, show_feeds
from cocoonpool.server.listening import Server
from cocoonpool.settings import Settings
from cocoonpool.telemetry import get_logger
from cocoonpool.wire import utc_now
from cocoonpool.workers.watchman import mark_stale

log = get_logger("cocoonpool")

DISCOVER_EVERY_S = 20.0
WALLETS_EVERY_S = 5.0
CONTROL_EVERY_S = 5.0
WATCH_EVERY_S = 10.0
GARBAGE = (10_000, 20, 20)
"""When the garbage collector looks: a fleet in memory is much to walk, and little of what comes and goes has cycles."""


def spare_collector() -> None:
    """What is here now stays; the garbage collector need not walk it again and again while clients wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def connect(settings: Settings) -> Database:
    """The database as it is: it may be empty, old, or not there."""
    return Database(
        settings.sqlalchemy_url,
        connections=settings.database_connections,
        statement_s=settings.database_statement_timeout,
    )


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, brought up to date."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    db = connect(settings)
    try:
        await upgrade(db)
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs `work` while the block runs."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def collecting(
    settings: Settings,
    db: Database,
    events: Events,
    registry: CollectorRegistry,
    remembered: Remembered | None = None,
) -> AsyncIterator[Collector]:
    """A running collector, with discovery and the look-up of prices beside it."""
    collector = Collector(
        db,
        events,
        registry,
        settings.networks,
        interval=settings.scrape_interval,
        connect_timeout=settings.connect_timeout,
        fetch_timeout=settings.fetch_timeout,
        remembered=remembered,
    )
    await collector.start()
    row = parse_row(settings.discover)
    tasks = [
        asyncio.create_task(keep_prices(settings, db)),
        asyncio.create_task(keep_history(settings, db, registry)),
    ]
    if settings.allow_control:
        granting = every(CONTROL_EVERY_S, "granting wishes", lambda: grant_wishes(db, settings.networks))
        tasks.append(asyncio.create_task(granting))
    if row is not None:
        search = every(DISCOVER_EVERY_S, "discovery", lambda: discover_if_empty(db, row, settings.networks))
        tasks.append(asyncio.create_task(search))
    try:
        yield collector
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await collector.stop()


def new_registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    ProcessCollector(namespace="cocoonpool", registry=registry)
    PlatformCollector(registry=registry)
    return registry


@asynccontextmanager
async def serving(settings: Settings, *, announce: Callable[[str | None], None]) -> AsyncIterator[FastAPI]:
    """The app with everything behind it running, but no socket yet. `announce` gets the first start's operator key."""
    events, registry = Events(), new_registry()
    async with open_database(settings) as db, chain_client(settings) as chain:
        announce(await ensure_operator_key(db, settings.data_dir, utc_now()))
        app = create_app(settings, db, events)
        app.state.registry, app.state.chain = registry, chain
        show_feeds(registry, app.state.audience)
        registry.register(PortChecks(app.state.outside))
        due = every(WALLETS_EVERY_S, "changing wallets", lambda: apply_due(db, utc_now()))
        silence = every(WATCH_EVERY_S, "watching for silence", lambda: mark_stale(db, settings.scrape_interval))
        async with (
            beside(due),
            beside(silence),
            beside(hear_others(db, events)),
            _collecting_too(settings, db, events, registry, app) as collector,
        ):
            if collector is not None:
                app.state.collector_alive, app.state.collector_trouble = collector.alive, collector.trouble
            yield app


@asynccontextmanager
async def _collecting_too(
    settings: Settings, db: Database, events: Events, registry: CollectorRegistry, app: FastAPI
) -> AsyncIterator[Collector | None]:
    """What runs beside the server, unless it is switched off."""
    if not settings.collect:
        yield None
        return
    async with (
        watching(settings, db, app.state.chain, registry),
        collecting(settings, db, events, registry, app.state.intake.remembered) as collector,
    ):
        yield collector


def _print_key(settings: Settings, key: str | None) -> None:
    if key is not None:
        path = settings.data_dir / "operator.key"
        sys.stdout.write(f"\nOperator key (shown once, also in {path}):\n\n    {key}\n\n")
        sys.stdout.flush()


async def serve(settings: Settings, started: Callable[[], None] | None = None) -> None:
    """Runs the HTTP server, and the collector unless it is switched off, until SIGTERM or SIGINT."""
    async with serving(settings, announce=lambda key: _print_key(settings, key)) as app:
        log.info("serving", url=f"http://{settings.host}:{settings.port}", docs="/docs", metrics="/metrics")
        if not settings.login_terms.domains:
            log.warning("nobody can log in with a wallet: COCOONPOOL_LOGIN_DOMAINS names no site")
        if started is not None:
            started()
        spare_collector()
        # uvicorn raises the signal again when it is done; without a handler that would end us before all is stored.
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, lambda: None)
        await Server(app, settings.host, settings.port).serve()
    log.info("stopped; everything that was seen is stored")


async def collect(settings: Settings) -> None:
    """Runs only the collector until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    registry = new_registry()
    async with (
        open_database(settings) as db,
        chain_client(settings) as chain,
        watching(settings, db, chain, registry),
        collecting(settings, db, Events(), registry),
    ):
        log.info("collecting")
        await stop.wait()
    log.info("stopped; everything that was seen is stored")
