"""Keys that were looked up once: a client's many requests, and thousands of agents, cost no look-up each.

Nothing of a key ever changes but that it is revoked, or that its owner is put out. So what is known stays true while no
key is revoked and no participant changes; that is asked once in `FRESH_S`. A key ended elsewhere (another process, the
command line) lives on for at most that long and the asking; the promise is 2 s.
"""

import asyncio
import time
from typing import Final

from sqlalchemy import column, func, select, table

from cocoonpool.auth.keys import digest, find
from cocoonpool.auth.models import ApiKey
from cocoonpool.db import Database

FRESH_S: Final = 1.0
# How often a key was revoked, and when a participant (a feature above this one) was last changed.
_participants: Final = table("participants", column("updated_at"))
_CHANGES: Final = select(
    select(func.count(ApiKey.revoked_at)).scalar_subquery(),
    select(func.max(_participants.c.updated_at)).scalar_subquery(),
)
_MOST: Final = 20_000


class KnownKeys:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._found: dict[str, ApiKey] = {}
        self._changes: tuple[object, ...] | None = None
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()
        self._forgotten = 0  # times

    async def find(self, presented: str) -> ApiKey | None:
        """The row of a presented key; whether it is still valid is for the caller to judge."""
        await self._forget_if_changed()
        name = digest(presented)
        key = self._found.get(name)
        if key is None:
            before = self._forgotten
            async with self._db.reading() as session:
                key = await find(session, presented)
            # What was read before a revocation must not be remembered after it.
            if key is not None and before == self._forgotten:
                if len(self._found) >= _MOST:
                    self.forget()
                self._found[name] = key
        return key

    async def _forget_if_changed(self) -> None:
        if self._is_fresh():
            return
        async with self._asking:  # whoever comes meanwhile waits for this answer, and does not ask too
            if self._is_fresh():
                return
            now = time.monotonic()
            async with self._db.reading() as session:
                changes = tuple((await session.execute(_CHANGES)).one())
            self._asked_at = now
            if changes != self._changes:
                self.forget()
                self._changes = changes

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._asked_at < FRESH_S

    def forget(self) -> None:
        """After a change in this process: it counts at once."""
        self._forgotten += 1
        self._found.clear()
