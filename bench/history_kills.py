"""Kills at random moments of ingest, sealing and retention, on both databases.

`python -m bench.history_kills [--count N] [--seed N]`; the count is of each database.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import ExitStack

from bench.stores import new_database
from cocoonpool.telemetry import setup_logging
from tests import postgres
from tests.samples.sealed.crash import WORKERS, kills, last_tick


async def run(name: str, url: str, count: int, seed: int) -> None:
    db = await new_database(url, len(WORKERS))
    await db.close()
    begun = time.monotonic()
    wrong = await kills(url, count, seed)
    ticks = await last_tick(db) + 1
    await db.close()
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{name:10}: {count} kills in {time.monotonic() - begun:.0f} s, {ticks * len(WORKERS):,} looks, of which "
          "none acknowledged is lost, none doubled; `db check` clean after each", flush=True)  # fmt: skip


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None, help="repeats a run; drawn and printed without it")
    options = parser.parse_args(argv)
    setup_logging("critical")
    seed = random.SystemRandom().getrandbits(32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(postgres.running())
        for name, url in {"sqlite": f"sqlite:///{folder}/pool.db", "postgresql": server.url("postgres")}.items():
            asyncio.run(run(name, url, options.count, seed))


if __name__ == "__main__":
    main()
