"""One writes at a time, a reader sees one moment, and a database that goes away and comes back is waited for."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from cocoonpool.collector.figures import Figures
from cocoonpool.collector.writer import Writer
from cocoonpool.db import Database
from cocoonpool.dbfaults import why_unavailable
from cocoonpool.events import Events
from cocoonpool.generation import Generation, raise_generation
from cocoonpool.migrations import upgrade
from cocoonpool.participants.models import Participant
from cocoonpool.samples.models import Sample
from tests import make, postgres
from tests.stores.fleet import Fleet, registered, stored

WRITERS = 8


async def test_what_a_writer_has_read_stays_true_until_it_commits(db: Database, store: str) -> None:
    """Each reads, waits, and writes what it read plus one: with any overlap some of it would be lost."""
    databases = [Database(store) for _ in range(WRITERS)]

    async def count_on(one: Database) -> None:
        async with one.transaction() as session:
            value = await session.scalar(select(Generation.value)) or 0
            await asyncio.sleep(0.01)
            await session.execute(update(Generation).values(value=value + 1))

    await asyncio.gather(*(count_on(one) for one in databases))
    async with db.reading() as session:
        assert await session.scalar(select(Generation.value)) == WRITERS
    for one in databases:
        await one.close()


async def test_an_answer_is_made_of_one_moment(db: Database) -> None:
    async with db.reading() as session:
        before = await session.scalar(select(func.count()).select_from(Participant))
        await make.alice(db)
        assert await session.scalar(select(func.count()).select_from(Participant)) == before == 0


async def test_a_reader_neither_waits_for_the_writer_nor_can_it_write(db: Database) -> None:
    async with db.transaction() as writing, db.reading() as session:
        await raise_generation(writing)
        async with asyncio.timeout(10):
            assert await session.scalar(select(Generation.value)) == 0
    if not db.is_sqlite:
        async with db.reading() as session:
            with pytest.raises(SQLAlchemyError, match="read-only"):
                await session.execute(text("DELETE FROM participants"))


async def test_a_server_that_restarts_is_waited_for_and_nothing_is_lost() -> None:
    with postgres.folder() as place:
        with postgres.process(place) as server:
            db = Database(server.url("postgres"))
            await upgrade(db)
            await registered(db, 10)
            writer, fleet = Writer(db, Events(), Figures(CollectorRegistry())), Fleet(10)
            assert await stored(writer, fleet.looks(0))
        assert not await stored(writer, fleet.looks(1))
        assert writer.trouble == "it cannot be reached"
        with pytest.raises(SQLAlchemyError) as gone:
            async with db.reading() as session:
                await session.scalar(select(Sample.at))
        assert why_unavailable(gone.value) == "it cannot be reached"
        with postgres.process(place, port=server.port):
            assert await stored(writer, [])
            async with db.reading() as session:
                assert await session.scalar(select(func.count()).select_from(Sample)) == 20
            await db.close()
