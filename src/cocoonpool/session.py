"""The database as routes ask for it: one session a request, open only while the handler runs."""

from collections.abc import AsyncIterator
from typing import Annotated

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
