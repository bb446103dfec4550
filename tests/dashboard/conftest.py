"""One demo fleet for all looks at it from this test process."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.pool import Pool, demo


@pytest.fixture(scope="session")
def fleet() -> Iterator[Pool]:
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as pool:
        yield pool
