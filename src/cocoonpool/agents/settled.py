"""Which records of an agent's stream are settled: stored by us, or given up by the agent. Pure.

An agent sends at least once; a record that is settled is not taken again. Records may come in any order and with
gaps; what lies below the agent's oldest is behind it, so the ranges stay few.
"""

from typing import Final

import msgspec

MOST_RANGES: Final = 1_000


class Settled(msgspec.Struct, frozen=True):
    """All below `floor`, and the closed `ranges` above it, rising and apart."""

    floor: int = 0
    ranges: tuple[tuple[int, int], ...] = ()

    def __contains__(self, sequence: int) -> bool:
        return sequence < self.floor or any(first <= sequence <= last for first, last in self.ranges)


def settle(settled: Settled, sequences: list[int], oldest: int) -> Settled:
    """With these records added, and everything below `oldest` behind us. Of too many ranges the lowest are closed."""
    floor = max(settled.floor, oldest)
    ranges = [*settled.ranges, *((sequence, sequence) for sequence in sequences)]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if last < floor:
            continue
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    if len(joined) > MOST_RANGES:
        floor = joined[-MOST_RANGES][0]
        joined = joined[-MOST_RANGES:]
    return Settled(floor, tuple(joined))
