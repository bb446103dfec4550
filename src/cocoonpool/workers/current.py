"""Whether what was last read of a worker still says how it is now."""

from collections.abc import Iterable
from typing import Final

from cocoonpool.workers.causes import Cause, Status
from cocoonpool.workers.silence import ANSWERS

_ANSWERING: Final = frozenset({Status.HEALTHY, Status.DEGRADED})


def shown_status(is_active: bool, status: str) -> str:
    """A worker that is not active is paused from this moment on, whatever its last look said."""
    return status if is_active else Status.PAUSED.value


def is_current(status: str, causes: Iterable[Cause]) -> bool:
    """False when the worker is down, unknown or paused, or answers without giving its figures."""
    return status in _ANSWERING and not any(cause.code in ANSWERS for cause in causes)
