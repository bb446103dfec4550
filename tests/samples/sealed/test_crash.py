"""A kill at any moment of ingest, sealing and retention loses no acknowledged look, doubles none, damages nothing."""

from cocoonpool.db import Database
from tests import make
from tests.samples.sealed.crash import WORKERS, kills, last_tick


async def test_kills_lose_nothing_and_double_nothing(db: Database) -> None:
    person = await make.alice(db)
    for number, worker_id in enumerate(WORKERS):
        assert (await make.worker(db, person, 12_000 + number)).id == worker_id
    await db.close()
    assert await kills(db.url.render_as_string(hide_password=False), 5, seed=20_261_126) == []
    assert await last_tick(db) > 0
