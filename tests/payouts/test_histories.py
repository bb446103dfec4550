"""Over random chains with restarts, faults and kills at every step: the books equal the chain, to the nanoTON."""

import asyncio
import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocoonpool.db import Database
from tests.databases import Clones, Files
from tests.payouts.history import MEMORY, History


# A seed, for what a history draws depends on the order of rows, in which PostgreSQL is free.
@given(seed=st.integers(0, 2**32), steps=st.integers(3, 25))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_chain_paid_is_on_the_books_once_whatever_happened(
    stores: Files | Clones, seed: int, steps: int
) -> None:
    async def play(url: str) -> None:
        db = Database(url)
        try:
            await History(db, Random(seed)).play(steps)
        finally:
            await db.close()

    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, stores.fresh(Path(folder)) as url:
        asyncio.run(play(url))
