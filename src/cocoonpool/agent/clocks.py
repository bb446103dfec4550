"""The host's two clocks, and what the server's clock showed: so that a wrong wall clock falsifies no history."""

import time
from pathlib import Path
from typing import Final

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def wall_ms() -> int:
    return max(0, time.time_ns() // 1_000_000)


def even_ms() -> int:
    """Milliseconds since the machine started, sleep included. Nobody can set it."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def boot_id() -> str:
    """What tells one start of the machine from another."""
    return _BOOT_ID.read_text(encoding="ascii").strip()


class ServerClock:
    """The server's time between its answers."""

    def __init__(self) -> None:
        self._ahead: int | None = None  # of the even clock

    def heard(self, server_ms: int, asked_at: int) -> None:
        """The server said that a request which left at `asked_at` (even clock) arrived at `server_ms`."""
        self._ahead = server_ms - asked_at

    def at(self, even: int) -> int | None:
        return None if self._ahead is None else max(0, even + self._ahead)
