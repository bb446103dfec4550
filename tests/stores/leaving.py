"""A client that leaves while an answer is read for it."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from sqlalchemy import event

from cocoonpool.db import Database


async def lost_connections(db: Database, answer: Callable[[], AsyncGenerator[object, None]], parts_before: int) -> int:
    """How many connections it cost that readers left at 40 moments of the part that follows the first ones."""
    lost, before = list[object](), asyncio.all_tasks()
    event.listen(db.reader.sync_engine, "invalidate", lambda connection, *_: lost.append(connection))
    for turns in range(40):
        parts = answer()
        for _ in range(parts_before):
            await anext(parts)
        reading = asyncio.ensure_future(anext(parts))
        for _ in range(turns):
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await parts.aclose()
    await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)  # what reads on though nobody waits
    return len(lost)
