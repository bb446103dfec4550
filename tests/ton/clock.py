"""An event loop whose clock jumps: hours of waiting pass at once, and can be measured."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class _Jumping(selectors.SelectSelector):
    """Never waits, but says how long it would have."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        self.passed += 0.0 if ready else timeout or 0.0
        return ready


class _JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def run(work: Coroutine[Any, Any, _T]) -> tuple[_T, float]:
    """The result, and how many seconds it would have taken."""
    with asyncio.Runner(loop_factory=_JumpingLoop) as runner:
        result = runner.run(work)
        return result, runner.get_loop().time()
