"""Beside the collector the history keeps itself in order."""

import asyncio
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry

from cocoonpool.collector.history import keep_history
from cocoonpool.db import Database, to_ms
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now
from tests.samples.sealed.looks import HOUR, steady, store, worker
from tests.samples.sealed.test_sealing import all_looks, count_hot


async def test_what_is_settled_is_sealed_by_itself(db: Database, tmp_path: Path) -> None:
    now, registry = to_ms(utc_now()), CollectorRegistry()
    one = await worker(db)
    await store(db, one, steady(240, now - 2 * HOUR))
    settings = Settings.model_validate({"data_dir": tmp_path})
    task = asyncio.create_task(keep_history(settings, db, registry))
    while await count_hot(db):
        await asyncio.sleep(0.02)
        assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert len(await all_looks(db, one)) == 240
    assert registry.get_sample_value("cocoonpool_looks_sealed_total") == 240
