"""Sessions that were looked up a moment ago: a page's many requests a second cost one look-up.

A session ended elsewhere, or a participant put out, lives on for at most `FRESH_S`; the promise is 2 s.
"""

import time
from datetime import datetime
from typing import Final

from cocoonpool.auth.known_keys import FRESH_S
from cocoonpool.auth.last_use import LastUse
from cocoonpool.auth.models import LoginSession
from cocoonpool.auth.principal import Principal
from cocoonpool.auth.sessions import Found, SessionTerms, digest, find
from cocoonpool.db import Database

_MOST: Final = 1_000
_LONGEST: Final = 100  # of a cookie; ours have 43 characters


class KnownSessions:
    def __init__(self, db: Database, terms: SessionTerms, last_use: LastUse) -> None:
        self._db, self.terms, self._last_use = db, terms, last_use
        self._found: dict[str, tuple[float, Found]] = {}

    async def principal(self, cookie: str, now: datetime, address: str | None) -> Principal | None:
        """Whose session this is; None when it is nobody's, or nobody's any more."""
        found = await self._find(cookie) if 0 < len(cookie) <= _LONGEST else None
        caller = None if found is None else found.principal(self.terms, now, address)
        if found is not None and caller is not None:
            self._last_use.note(LoginSession, found.id, found.last_used_at, now)
        return caller

    async def _find(self, cookie: str) -> Found | None:
        name, now = digest(cookie), time.monotonic()
        seen = self._found.get(name)
        if seen is not None and now - seen[0] < FRESH_S:
            return seen[1]
        async with self._db.reading() as session:
            found = await find(session, cookie)
        if found is not None:
            if len(self._found) >= _MOST:
                self.forget()
            self._found[name] = (now, found)
        return found

    def forget(self) -> None:
        """After a change in this process: it counts at once."""
        self._found.clear()
