"""How fast an indexer is asked, and how patiently: a steady pace, longer pauses after each failure."""

import asyncio
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec


class Backoff(msgspec.Struct, frozen=True):
    """`attempts` in all; the pause doubles from `first_s` up to `most_s`, of which a random part is waited."""

    attempts: int = 4
    first_s: float = 1.0
    most_s: float = 30.0

    def pause(self, attempt: int, asked_for: float | None = None) -> float:
        """Seconds to wait after attempt number `attempt` (from 1); what the server asked for goes first."""
        if asked_for is not None:
            return asked_for
        longest = min(self.most_s, self.first_s * float(1 << min(attempt, 32) - 1))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - clients shall not come back all at once


class Pace:
    """Gives out moments, `1 / per_second` seconds apart, to as many callers as there are."""

    def __init__(self, per_second: float) -> None:
        self._step = 1 / per_second
        self._next = 0.0

    async def turn(self) -> None:
        """Waits for the next free moment."""
        now = asyncio.get_running_loop().time()
        moment = max(now, self._next)
        self._next = moment + self._step
        if moment > now:
            await asyncio.sleep(moment - now)

    def hold(self, seconds: float) -> None:
        """Nobody gets a moment before `seconds` from now."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)


def retry_after(header: str | None) -> float | None:
    """Seconds, from a `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); None when there is none to read."""
    if header is None:
        return None
    if header.isascii() and header.isdigit() and len(header) < 10:
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
