"""500 kills at random moments under full ingest, on SQLite and on PostgreSQL, and whether anything is lost or doubled.

Everything is as durable as it ships. The seed is printed; `python -m bench.kills COUNT SEED` repeats a run.
"""

import asyncio
import secrets
import sys
import tempfile
import time
from contextlib import ExitStack

from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.telemetry import setup_logging
from tests import postgres
from tests.stores.fleet import registered
from tests.stores.killing import Killer, forking

KILLS, WORKERS, LOOK_EVERY = 500, 200, 25


async def run(name: str, url: str, kills: int, seed: int) -> None:
    db = Database(url)
    await upgrade(db)
    await registered(db, WORKERS)
    killer, started = Killer(db, url, WORKERS, seed), time.monotonic()
    async with forking("tests.stores.ingesting") as process:
        while killer.kills < kills:
            await killer.kill_one(process)
            if killer.kills % LOOK_EVERY == 0 or killer.kills == kills:
                faults = await killer.faults()
                assert faults == [], f"{name}, seed {seed}, kill {killer.kills}: {faults}"
    await db.close()
    looks, took = (killer.acknowledged + 1) * WORKERS, time.monotonic() - started
    print(f"{name:10}: {kills} kills in {took:.0f} s, {looks} looks acknowledged, 0 lost, 0 doubled", flush=True)


def main(arguments: list[str] | None = None) -> None:
    setup_logging("error")
    given = [int(argument) for argument in arguments or []]
    kills, seed = (given + [KILLS, secrets.randbelow(2**32)][len(given) :])[:2]
    print(f"seed {seed}")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(postgres.running())
        for name, url in {"sqlite": f"sqlite:///{folder}/a.db", "postgresql": server.url("postgres")}.items():
            asyncio.run(run(name, url, kills, seed))


if __name__ == "__main__":
    main(sys.argv[1:])
