"""Kills at random moments of ingest, sealing and retention: `python -m bench.history_kills [--count N] [--seed N]`."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.stores import new_database
from tests.samples.sealed.crash import WORKERS, kills, last_tick


async def run(count: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        db = await new_database(Path(name) / "pool.db", len(WORKERS))
        await db.close()
        begun = time.monotonic()
        wrong = await kills(db.url.render_as_string(hide_password=False), count, seed)
        for fault in wrong:
            print(fault)
        ticks = await last_tick(db)
        await db.close()
    print(f"{count} kills in {time.monotonic() - begun:.0f} s, {ticks + 1:,} ticks of {len(WORKERS)} workers")
    sys.exit("not clean") if wrong else print("no acknowledged look lost, none doubled, every segment sound")


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None, help="repeats a run; drawn and printed without it")
    options = parser.parse_args(argv)
    seed = random.SystemRandom().getrandbits(32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    asyncio.run(run(options.count, seed))


if __name__ == "__main__":
    main()
