"""The spool's thread: the disk may be slow, and calls to the spool must neither overlap nor hold up the looks."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Disk:
    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "spool")

    async def call(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Waits for what is under way."""
        self._thread.shutdown(wait=True)
