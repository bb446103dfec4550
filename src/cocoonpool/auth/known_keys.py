"""Keys that were looked up a moment ago: a client's many requests a second cost one look-up.

A key revoked elsewhere (another process, the command line) lives on for at most `FRESH_S`; the promise is 2 s.
"""

import time
from typing import Final

from cocoonpool.auth.keys import digest, find
from cocoonpool.auth.models import ApiKey
from cocoonpool.db import Database

FRESH_S: Final = 1.0
_MOST: Final = 1_000


class KnownKeys:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._found: dict[str, tuple[float, ApiKey]] = {}

    async def find(self, presented: str) -> ApiKey | None:
        """The row of a presented key; whether it is still valid is for the caller to judge."""
        name, now = digest(presented), time.monotonic()
        seen = self._found.get(name)
        if seen is not None and now - seen[0] < FRESH_S:
            return seen[1]
        async with self._db.reading() as session:
            key = await find(session, presented)
        if key is not None:
            if len(self._found) >= _MOST:
                self.forget()
            self._found[name] = (now, key)
        return key

    def forget(self) -> None:
        """After a change in this process: it counts at once."""
        self._found.clear()
