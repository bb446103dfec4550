"""A host's clock against ours: when a look was taken, also where that clock is wrong by hours or was set. Pure.

Two clocks come with every round and every batch: the wall clock, and one that runs evenly while the machine is up.
Within one boot the even one alone says how long ago a look was; across boots the host's own notes do.
"""

from typing import Final

from cocoonpool.cocoon.batch import Batch, Round

TOLERATED_MS: Final = 10_000  # a batch may have been under way that long; within it a host's clock is believed
_STEP_MS: Final = 1_000
AHEAD_MS: Final = 60_000


def wrong_by(batch: Batch, taken: Round, received: int) -> int:
    """How far the host's wall clock was ahead of ours in this round, in ms; 0 where it is tolerable.

    Rounded to the second, so that the same round gets the same time when it comes again.

    Args:
        received: when the batch arrived, unix ms.
    """
    if taken.boot == batch.boot and taken.mono_ms <= batch.mono_ms:
        wrong = taken.wall_ms - (received - (batch.mono_ms - taken.mono_ms))
    elif taken.server_ms is not None:
        wrong = taken.wall_ms - taken.server_ms
    else:
        wrong = batch.wall_ms - received
    return 0 if abs(wrong) <= TOLERATED_MS else round(wrong / _STEP_MS) * _STEP_MS


def is_possible(at: int, *, enrolled: int, received: int) -> bool:
    """Whether an agent that came in at `enrolled` can have looked at `at`. All in unix ms."""
    return enrolled - AHEAD_MS <= at <= received + AHEAD_MS
