"""Throws 10,000 random bodies, headers and cookies at the doors of a login: no error of ours, and nobody inside."""

import asyncio
import collections
import random
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from cocoonpool.auth.cookies import BROWSER
from cocoonpool.auth.models import LoginSession
from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.telemetry import setup_logging
from tests import make
from tests.login.garbage import harmless, throw
from tests.login.site import payload, pool
from tests.wallets import Wallet

COUNT = 10_000


async def attack(folder: Path, seed: int) -> collections.Counter[int]:
    db = Database(f"sqlite+aiosqlite:///{folder / 'cocoonpool.db'}")
    await upgrade(db)
    wallet, rng, statuses = Wallet(), random.Random(seed), collections.Counter[int]()
    await make.participant(db, wallet.address)
    async with make.browser(pool(db, folder, registration="open")) as http:
        await payload(http)
        browser = http.cookies[BROWSER]
        for number in range(COUNT):
            answer = await throw(http, wallet, browser, rng)
            statuses[answer.status_code] += 1
            if not harmless(answer):
                sys.exit(f"request {number} of seed {seed}: {answer.status_code} {answer.request.content[:500]!r}")
    async with db.reading() as session:
        if await session.scalar(select(func.count()).select_from(LoginSession)):
            sys.exit(f"seed {seed}: there is a session")
    await db.close()
    return statuses


def main() -> None:
    setup_logging("error")
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        statuses = asyncio.run(attack(Path(folder), seed))
    told = ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items()))
    print(f"{COUNT:,} requests in {time.monotonic() - begun:.0f} s: {told}; no 5xx, no session")
