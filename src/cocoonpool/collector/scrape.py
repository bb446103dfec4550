"""One worker's loop: fetch, hand over, wait. It takes what it needs as functions and knows no database."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.reading import Failure, Guest
from cocoonpool.collector.figures import Figures
from cocoonpool.collector.schedule import after_look, first_due
from cocoonpool.samples.look import RawLook

FetchPages = Callable[[], Awaitable[Pages | Failure]]
FetchGuest = Callable[[], Awaitable[Guest | Failure | None]]


async def look_once(worker_id: int, pages: FetchPages, guest: FetchGuest | None) -> RawLook:
    """One look: the worker's pages and, beside them, the guest's health."""
    started = time.monotonic()
    if guest is None:
        answer, health = await pages(), None
    else:
        answer, health = await asyncio.gather(pages(), guest())
    duration = time.monotonic() - started
    return RawLook(worker_id, time.time_ns() // 1_000_000, answer, health, round(duration * 1000))


async def scrape(
    worker_id: int,
    pages: FetchPages,
    guest: FetchGuest | None,
    hand_over: Callable[[RawLook], None],
    figures: Figures,
    *,
    interval: float,
    fleet_size: int,
) -> None:
    """Looks at one worker for ever. A slow worker delays nobody: each has its own loop.

    The schedule runs on the monotonic clock: setting the host's clock neither stops nor bunches the looks.
    """
    due = first_due(worker_id, interval, fleet_size, time.monotonic())
    while True:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        hand_over(await look_once(worker_id, pages, guest))
        upcoming = after_look(worker_id, interval, due, time.monotonic())
        if upcoming.missed:
            figures.missed.inc(upcoming.missed)
        due = upcoming.due
