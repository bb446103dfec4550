"""Whether keys are still what they were is asked once, however many come at once."""

import asyncio

from sqlalchemy import event

from cocoonpool.auth.known_keys import KnownKeys
from cocoonpool.db import Database
from tests import make


async def test_many_at_once_ask_once_and_each_gets_its_key(db: Database) -> None:
    key, known, asked = await make.operator_key(db), KnownKeys(db), list[str]()

    @event.listens_for(db.reader.sync_engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "count(api_keys.revoked_at)" in statement:
            asked.append(statement)

    found = await asyncio.gather(*(known.find(key) for _ in range(20)))
    assert all(row is not None for row in found)
    assert len(asked) == 1
