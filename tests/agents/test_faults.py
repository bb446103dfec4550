"""Kills, cuts, full disks, flipped bytes, requests that come twice and late: the books equal what the workers showed.

`python -m bench agent-faults` plays hundreds of such stories.
"""

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.agents.faults import Story


@pytest.mark.parametrize("seed", range(5))
async def test_the_books_equal_what_the_workers_showed(migrated: Path, tmp_path: Path, seed: int) -> None:
    path = Path(shutil.copy(migrated, tmp_path / "story.db"))
    await Story(path, tmp_path / "spool", Random(seed)).play(steps=40)
