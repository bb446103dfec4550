"""Writes of one transaction in the background: the next rows are worked out while the database takes the last ones."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, ParamSpec

P = ParamSpec("P")
_STEPS: Final = 8  # of the event loop: an answer is read, who waits for it is woken, the next write is sent


class Writes:
    """One after the other, in the order they were added. Nobody else may use their session until they are settled."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], Awaitable[None]]] = deque()
        self._task: asyncio.Task[None] | None = None

    def add(self, write: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs) -> None:
        self._waiting.append(partial(write, *args, **kwargs))
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._waiting:
            await self._waiting.popleft()()
        self._task = None

    async def turn(self) -> None:
        """A moment for the driver; then back to work. Raises what went wrong so far."""
        for _ in range(_STEPS):
            await asyncio.sleep(0)
        if self._task is not None and self._task.done():
            await self.settle()

    async def settle(self) -> None:
        """Waits until all so far is written. Raises what went wrong."""
        if self._task is not None:
            await self._task

    async def give_up(self) -> None:
        """Nothing is under way any more after it."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])


@asynccontextmanager
async def writing() -> AsyncIterator[Writes]:
    """Left normally, all is written; left with an error, what still waited is not."""
    writes = Writes()
    try:
        yield writes
        await writes.settle()
    except BaseException:
        await writes.give_up()
        raise
