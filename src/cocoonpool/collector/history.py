"""Keeps the history in order beside the collector: seals what is settled, deletes what is too old, in small steps."""

import asyncio
from typing import Final

from prometheus_client import CollectorRegistry

from cocoonpool.collector.figures import HistoryFigures
from cocoonpool.db import Database, to_ms
from cocoonpool.periodic import every
from cocoonpool.samples.sealed import retention
from cocoonpool.samples.sealed.retention import DAY_MS, Keep
from cocoonpool.samples.sealed.sealing import TURN_S, turn
from cocoonpool.samples.sealed.segments import RAW
from cocoonpool.samples.series import hold_ms
from cocoonpool.settings import Settings
from cocoonpool.telemetry import get_logger
from cocoonpool.wire import utc_now

log = get_logger(__name__)

_RETENTION_EVERY_S: Final = 300.0
_PAUSE_S: Final = 0.05  # between two steps: ingest and readers go first


def keep_of(settings: Settings) -> Keep:
    """How long each resolution is kept, as it is set."""
    days = {RAW: settings.keep_raw_days, 60: settings.keep_1m_days, 300: settings.keep_5m_days}
    ages = {resolution: days * DAY_MS for resolution, days in days.items() if days is not None}
    return Keep(ages, None if settings.disk_cap_mib is None else settings.disk_cap_mib * 2**20)


async def keep_history(settings: Settings, db: Database, registry: CollectorRegistry) -> None:
    """Runs for ever."""
    figures, hold, keep = HistoryFigures(registry), hold_ms(settings.scrape_interval), keep_of(settings)

    async def seal() -> None:
        done = await turn(db, to_ms(utc_now()), hold)
        figures.sealed.inc(done.looks)
        figures.cpu.inc(done.cpu_s)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(every(TURN_S, "sealing the history", seal))
        tasks.create_task(every(_RETENTION_EVERY_S, "retention", lambda: clear_out(db, keep, to_ms(utc_now()))))


async def clear_out(db: Database, keep: Keep, now_ms: int) -> int:
    """Deletes all that is too old or too much, step by step, and gives the space back. Says how many segments went."""
    deleted = 0
    async with db.reading() as session:
        wanted = await retention.horizons(session, keep, now_ms)
    while some := await retention.delete_some(db, wanted):
        deleted += some
        await asyncio.sleep(_PAUSE_S)
    while freed := await retention.give_back(db):
        log.debug("space given back to the disk", pages=freed)
        await asyncio.sleep(_PAUSE_S)
    if deleted:
        log.info("old history deleted", segments=deleted)
    return deleted
