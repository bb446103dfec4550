"""A health source that was only guessed is not asked at every look while it does not answer."""

import time
from collections.abc import Awaitable, Callable
from typing import Final

from cocoonpool.cocoon.reading import Failure, Guest

TRIES: Final = 3
PAUSE_S: Final = 300.0


def patient(
    fetch: Callable[[], Awaitable[Guest | Failure]], clock: Callable[[], float] = time.monotonic
) -> Callable[[], Awaitable[Guest | Failure | None]]:
    """As `fetch`; but after three failures in a row it gives None (not asked) for five minutes at a time."""
    failures, again_at = 0, 0.0

    async def ask() -> Guest | Failure | None:
        nonlocal failures, again_at
        if failures >= TRIES and clock() < again_at:
            return None
        answer = await fetch()
        failures = failures + 1 if isinstance(answer, Failure) else 0
        again_at = clock() + PAUSE_S
        return answer

    return ask
