"""Runs something again and again; the one broad catch of the project: a fault is logged once, then counted."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from cocoonpool.telemetry import get_logger

log = get_logger(__name__)


async def every(
    seconds: float, name: str, work: Callable[[], Awaitable[object]], *, phase: float | None = None
) -> None:
    """Awaits `work()` again and again, for ever. A failure does not end the loop; its recovery is logged too.

    `phase` None: `seconds` after the end of the run before. Else at every moment of the monotonic clock that is
    `phase` past a multiple of `seconds`.
    """
    failures = 0
    while True:
        try:
            await work()
        except Exception as error:  # the loop must outlive whatever happens inside
            failures += 1
            if failures == 1:
                log.exception(f"{name} failed, will go on trying", error=type(error).__name__)
        else:
            if failures:
                log.info(f"{name} works again", failures=failures)
            failures = 0
        await asyncio.sleep(seconds if phase is None else seconds - (time.monotonic() - phase) % seconds)


async def whole(work: Coroutine[Any, Any, object]) -> None:
    """Awaits `work` to its end, also when cancelled meanwhile: a query that is cut off leaves its connection behind."""
    begun = asyncio.ensure_future(work)
    try:
        await asyncio.shield(begun)
    except asyncio.CancelledError:
        await begun
        raise
