"""Stories of a host with random faults (tests/agents/faults.py): how many were played, how many did not add up."""

import argparse
import asyncio
import contextlib
import io
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from tests.agents.faults import Story


def play(seed: int, steps: int, empty: str) -> tuple[int, int, str | None]:
    """Seed, rounds played, and what did not add up."""
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()):
        path = Path(shutil.copy(empty, Path(name) / "story.db"))
        story = Story(path, Path(name) / "spool", Random(seed))
        try:
            asyncio.run(story.play(steps))
        except Exception:  # noqa: BLE001 - whatever it is, it is the finding
            return seed, story.rounds, traceback.format_exc(limit=-2)
    return seed, story.rounds, None


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--first", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--processes", type=int, default=6)  # most of the time they wait for a transaction's moment
    chosen = parser.parse_args(list(arguments))
    started, failed, rounds = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(chosen.processes) as pool:
        empty = str(Path(name) / "empty.db")
        asyncio.run(_migrate(empty))
        seeds = range(chosen.first, chosen.first + chosen.count)
        for seed, played, fault in pool.map(play, seeds, [chosen.steps] * chosen.count, [empty] * chosen.count):
            rounds += played
            if (seed - chosen.first + 1) % 50 == 0:
                print(f"  {seed - chosen.first + 1} stories", flush=True)
            if fault:
                failed += 1
                print(f"story {seed} does not add up:\n{fault}", flush=True)
    print(
        f"{chosen.count} stories of {chosen.steps} events, {rounds} rounds kept: "
        f"{chosen.count - failed} add up, {failed} do not ({time.monotonic() - started:.0f} s)"
    )


async def _migrate(path: str) -> None:
    db = Database(f"sqlite+aiosqlite:///{path}")
    await upgrade(db)
    await db.close()


if __name__ == "__main__":
    main(sys.argv[1:])
