"""Over random chains with restarts, faults and kills at every step: the books equal the chain, to the nanoTON."""

import asyncio
import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocoonpool.db import Database
from tests.payouts.history import History, emptied


@pytest.fixture(scope="module")
def place(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file for all histories of this module: each begins by emptying it."""
    return Path(shutil.copy(migrated, tmp_path_factory.mktemp("histories")))


@given(random=st.randoms(use_true_random=False), steps=st.integers(3, 25))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_chain_paid_is_on_the_books_once_whatever_happened(place: Path, random: Random, steps: int) -> None:
    async def play() -> None:
        db = Database(f"sqlite+aiosqlite:///{place}")
        try:
            await emptied(db)
            await History(db, random).play(steps)
        finally:
            await db.close()

    asyncio.run(play())
