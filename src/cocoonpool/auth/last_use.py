"""When a key or a session was last used: written once a minute and beside the request, so that reading never waits."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, update
from sqlalchemy.exc import SQLAlchemyError

from cocoonpool.auth.models import ApiKey, LoginSession
from cocoonpool.db import Database
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

_EVERY: Final = timedelta(minutes=1)
_MOST: Final = 10_000  # remembered: sessions come and go


Used = type[ApiKey] | type[LoginSession]


class LastUse:
    """Holds the writes that are under way, so that a stopping server can wait for them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._writing: dict[tuple[Used, int], asyncio.Task[None]] = {}
        self._written: dict[tuple[Used, int], datetime] = {}  # the row at hand may be a second old

    def note(self, table: Used, row_id: int, last_used_at: datetime | None, now: datetime) -> None:
        """Has the time written, unless that was done less than a minute ago or is being done."""
        row = (table, row_id)
        last = max((moment for moment in (last_used_at, self._written.get(row)) if moment), default=None)
        fresh = last is not None and now - last < _EVERY
        if fresh or row in self._writing:
            return
        if len(self._written) >= _MOST:
            self._written.clear()
        self._written[row] = now
        task = asyncio.create_task(self._write(table, row_id, now))
        self._writing[row] = task
        task.add_done_callback(lambda _: self._writing.pop(row, None))

    async def _write(self, table: Used, row_id: int, now: datetime) -> None:
        stale = or_(table.last_used_at.is_(None), table.last_used_at < now)
        try:
            async with self._db.transaction() as session:
                await session.execute(update(table).where(table.id == row_id, stale).values(last_used_at=now))
        except SQLAlchemyError as error:  # a record for people: the request that it belongs to must not suffer
            log.warning("last use not written", of=table.__tablename__, row=row_id, error=type(error).__name__)

    async def settle(self) -> None:
        """Waits for the writes under way."""
        await asyncio.gather(*self._writing.values())
