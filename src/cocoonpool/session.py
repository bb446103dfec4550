"""The database as routes ask for it: one session a request, open only while the handler runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends
from starlette.requests import HTTPConnection

from cocoonpool.db import Database, ReadSession, Session


async def database(connection: HTTPConnection) -> Database:
    """The database this process serves from."""
    db: Database = connection.app.state.db
    return db


async def _reading(db: Annotated[Database, Depends(database)]) -> AsyncIterator[ReadSession]:
    async with db.reading() as session:
        yield session


async def _writing(db: Annotated[Database, Depends(database)]) -> AsyncIterator[Session]:
    async with db.transaction() as session:
        yield session


# scope="function": closed, and what was written committed, after the handler returned and before the answer leaves.
# So whoever is told "201" finds it on the disk, a commit that fails is told as a failure, and a slow reader of an
# answer holds no session.
Read = Annotated[ReadSession, Depends(_reading, scope="function")]
"""A session for a route that only reads."""
Write = Annotated[Session, Depends(_writing, scope="function")]
"""A session for a route that writes: committed when the handler returns, rolled back when it raises."""
Connected = Annotated[Database, Depends(database)]
"""The database itself, for a route that must do something after its commit."""

_Found = TypeVar("_Found")
_unfinished: Final[set[asyncio.Task[Any]]] = set()


async def read_to_the_end(db: Database, read: Callable[[ReadSession], Awaitable[_Found]]) -> _Found:
    """Reads in a session of its own, for an answer that is sent in parts.

    It is finished though the client may be gone by then: a statement that is cut off costs its connection.
    """

    async def whole() -> _Found:
        async with db.reading() as session:
            return await read(session)

    task = asyncio.create_task(whole())
    _unfinished.add(task)  # nobody else may hold it
    task.add_done_callback(_done)
    return await asyncio.shield(task)


def _done(task: asyncio.Task[Any]) -> None:
    _unfinished.discard(task)
    if not task.cancelled():
        task.exception()  # whoever still waits is told; if nobody does, it is no news
