"""When a key was last used: written once a minute and beside the request, so that reading never waits for a write."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, update
from sqlalchemy.exc import SQLAlchemyError

from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Scope
from cocoonpool.db import Database
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

_EVERY: Final = timedelta(minutes=1)


class LastUse:
    """Holds the writes that are under way, so that a stopping server can wait for them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._writing: dict[int, asyncio.Task[None]] = {}
        self._written: dict[int, datetime] = {}  # the row at hand may be a second old

    def note(self, key: ApiKey, now: datetime) -> None:
        """Has the time written, unless that was done less than a minute ago or is being done."""
        if Scope.AGENT in key.scopes.split():
            return  # thousands of them send all the time: theirs is written with what they send
        last = max((moment for moment in (key.last_used_at, self._written.get(key.id)) if moment), default=None)
        fresh = last is not None and now - last < _EVERY
        if fresh or key.id in self._writing:
            return
        self._written[key.id] = now
        task = asyncio.create_task(self._write(key.id, now))
        self._writing[key.id] = task
        task.add_done_callback(lambda _: self._writing.pop(key.id, None))

    async def _write(self, key_id: int, now: datetime) -> None:
        stale = or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now)
        try:
            async with self._db.transaction() as session:
                await session.execute(update(ApiKey).where(ApiKey.id == key_id, stale).values(last_used_at=now))
        except SQLAlchemyError as error:  # a record for people: the request that it belongs to must not suffer
            log.warning("last use of a key not written", key_id=key_id, error=type(error).__name__)

    async def settle(self) -> None:
        """Waits for the writes under way."""
        await asyncio.gather(*self._writing.values())
