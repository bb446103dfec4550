"""A process that stores tick after tick and says on its standard output which are committed: to be killed.

`python -m tests.stores.ingesting` reads lines `URL WORKERS FIRST_TICK SEED` and forks a child for each, whose id it
writes first. Forking saves the imports: a kill takes milliseconds, so that many fit into a minute.
"""

import asyncio
import os
import signal
import sys
from itertools import count

from prometheus_client import CollectorRegistry

from cocoonpool.collector.figures import Figures
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.telemetry import setup_logging
from tests.stores.fleet import Fleet, stored


async def ingest(url: str, workers: int, first: int, seed: int) -> None:
    """Ticks from `first` on, for ever; a tick is written to standard output once it is committed."""
    fleet = Fleet(workers, seed)
    for _ in range(first):
        fleet.work()
    writer = Writer(Database(url), Events(), Figures(CollectorRegistry()))
    for tick in count(first):
        fleet.work()
        done = await stored(writer, fleet.looks(tick))
        while not done:
            await asyncio.sleep(0.05)
            done = await stored(writer, [])
        os.write(1, f"{tick}\n".encode())


def main() -> None:
    setup_logging("error")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed are not waited for
    for line in sys.stdin:
        url, *numbers = line.split()
        child = os.fork()
        if child == 0:
            asyncio.run(ingest(url, *map(int, numbers)))
        os.write(1, f"pid {child}\n".encode())


if __name__ == "__main__":
    main()
