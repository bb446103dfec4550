"""What one process commits every other one hears: once, when it is there, whatever the connection does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.db import Database
from cocoonpool.events import ANYTHING, CHANNEL, Events, WorkersChanged, from_text, to_text
from cocoonpool.notifications import hear_others
from tests.databases import Clones

CHANGED = WorkersChanged((1, 2, 3, 9), 17)


class Process(Events):
    """Another process: what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[WorkersChanged] = []
        self._news = asyncio.Event()
        self.listen(self._note)

    def _note(self, event: WorkersChanged) -> None:
        self.heard.append(event)
        self._news.set()

    async def until(self, true: Callable[[list[WorkersChanged]], bool]) -> None:
        async with asyncio.timeout(30):
            while not true(self.heard):
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def hearing(url: str) -> AsyncIterator[Process]:
    db, process = Database(url), Process()
    task = asyncio.create_task(hear_others(db, process))
    try:
        await process.until(lambda heard: heard == [ANYTHING])
        process.heard.clear()
        yield process
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await db.close()


@pytest.fixture
def url(clones: Clones) -> str:
    return clones.server.url("postgres")


async def test_another_process_hears_what_is_committed_and_nothing_else(url: str) -> None:
    db, writer = Database(url), Events()
    async with hearing(url) as other:
        with pytest.raises(RuntimeError):
            async with db.transaction() as session:
                await writer.announce(session, WorkersChanged((666,), 16))
                raise RuntimeError
        async with db.transaction() as session:
            await writer.announce(session, CHANGED)
            assert other.heard == []
        await other.until(lambda heard: heard == [CHANGED])
    await db.close()


async def test_a_process_does_not_hear_itself(url: str) -> None:
    db = Database(url)
    async with hearing(url) as process:
        async with db.transaction() as session:
            await process.announce(session, CHANGED)
        async with db.transaction() as session:
            await Events().announce(session, ANYTHING)
        await process.until(lambda heard: heard == [ANYTHING])
    await db.close()


async def test_after_a_broken_connection_everything_is_read_again(url: str) -> None:
    admin = await asyncpg.connect(url)
    async with hearing(url) as process:
        cut = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = 'postgres'"
        )
        await admin.execute(cut)
        await process.until(lambda heard: heard == [ANYTHING])
        await admin.execute(f"SELECT pg_notify('{CHANNEL}', 'somebody {to_text(CHANGED)}')")
        await process.until(lambda heard: heard == [ANYTHING, CHANGED])
    await admin.close()


IDS = st.sets(st.integers(1, 2**63 - 1) | st.integers(1, 50), max_size=300)


@given(ids=IDS, generation=st.none() | st.integers(1, 2**63 - 1))
def test_a_message_says_what_it_was_given(ids: set[int], generation: int | None) -> None:
    event = WorkersChanged(tuple(sorted(ids)), generation)
    assert from_text(to_text(event)) == event


def test_a_message_is_never_too_long_for_the_database() -> None:
    fleet = WorkersChanged(tuple(range(1, 100_001)), 5)
    assert to_text(fleet) == "5 1-100000"
    assert from_text(to_text(WorkersChanged(tuple(range(1, 100_001, 2)), 5))) == ANYTHING


@pytest.mark.parametrize("text", ["", "x", "1 a-b", "1.5 1", "1 2-x"])
def test_a_message_nobody_understands_means_that_anything_may_have_changed(text: str) -> None:
    assert from_text(text) == ANYTHING
