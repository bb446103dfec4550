"""How fast an agent may send: by bytes, so that a day of backlog is welcome and a flood is not."""

from typing import Final

BURST: Final = 64 << 20  # bytes at once: about a day of eight workers
PER_SECOND: Final = 512 << 10
_MOST_AGENTS: Final = 20_000


class Pace:
    """A bucket of bytes for each agent."""

    def __init__(self) -> None:
        self._filled: dict[int, tuple[float, float]] = {}  # agent -> (bytes left, at)

    def wait_s(self, agent: int, size: int, now: float) -> int:
        """0: `size` bytes may be taken, and are counted. Else in how many seconds they may. `now`: monotonic, s."""
        left, at = self._filled.get(agent, (float(BURST), now))
        left = min(float(BURST), left + (now - at) * PER_SECOND)
        if left < size:
            return int((size - left) / PER_SECOND) + 1
        if len(self._filled) >= _MOST_AGENTS:
            self._filled.clear()
        self._filled[agent] = (left - size, now)
        return 0
