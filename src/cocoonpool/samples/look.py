"""One look at one worker, as the waist takes it: pulled by the collector or pushed by somebody else."""

import msgspec

from cocoonpool.cocoon.reading import Failure, Guest, Reading


class Look(msgspec.Struct, frozen=True, gc=False):
    worker_id: int
    at: int  # unix ms
    result: Reading | Failure
    guest: Guest | Failure | None  # None: no health source was asked
    duration_ms: int | None = None
    live: bool = True  # taken just now, so it is the present even if the clock was set back since the last one
