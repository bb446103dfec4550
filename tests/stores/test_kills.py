"""A process that is killed under full ingest loses nothing that it acknowledged, and stores nothing twice."""

from cocoonpool.db import Database
from tests.stores.fleet import registered
from tests.stores.killing import Killer, forking

KILLS, WORKERS = 10, 40


async def test_no_acknowledged_look_is_lost_and_none_is_doubled(db: Database, store: str) -> None:
    """A short run; `make bench ARGS=kills` does 500 on each database."""
    await registered(db, WORKERS)
    killer = Killer(db, store, WORKERS, seed=1)
    async with forking("tests.stores.ingesting") as process:
        while killer.kills < KILLS:
            await killer.kill_one(process)
            assert await killer.faults() == []
    assert killer.acknowledged > 0
