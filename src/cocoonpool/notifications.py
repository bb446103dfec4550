"""Hears what other processes announce over PostgreSQL, for as long as the process lives, whatever the network does."""

import asyncio
from typing import Any, Final

from cocoonpool.db import Database
from cocoonpool.events import ANYTHING, CHANNEL, Events
from cocoonpool.periodic import every

AGAIN_S: Final = 1.0
ALIVE_EVERY_S: Final = 10.0
"""How often it asks whether the connection still carries anything; a dead one looks just like a quiet one."""
PATIENCE_S: Final = 5.0


async def hear_others(db: Database, events: Events) -> None:
    """Runs for ever. Reconnects by itself; after each connect listeners are told to read everything again, because
    what was announced while nobody listened is gone."""
    if not db.is_sqlite:
        await every(AGAIN_S, "listening for what other processes write", lambda: _listen(db, events))


async def _listen(db: Database, events: Events) -> None:
    """Listens until the connection breaks, and raises why."""
    gone = asyncio.Event()
    async with db.reader.connect() as borrowed:
        connection: Any = (await borrowed.get_raw_connection()).driver_connection
        try:
            connection.add_termination_listener(lambda _: gone.set())
            await connection.add_listener(CHANNEL, lambda *said: events.hear(said[-1]))
            events.publish(ANYTHING)
            while not await _passed(gone, ALIVE_EVERY_S):
                await connection.execute("SELECT 1", timeout=PATIENCE_S)
        finally:
            await borrowed.invalidate()  # nobody else gets a connection that listens
    raise ConnectionError("the connection to PostgreSQL was closed")


async def _passed(gone: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await gone.wait()
    except TimeoutError:
        return False
