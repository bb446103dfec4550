"""One look at one worker, as the waist takes it: pulled by the collector or pushed by somebody else."""

import msgspec

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, Guest, Reading
from cocoonpool.workers.look import NOTHING_OF_THE_HOST, HostView


class Look(msgspec.Struct, frozen=True, gc=False):
    worker_id: int
    at: int  # unix ms
    result: Reading | Failure
    guest: Guest | Failure | None  # None: no health source was asked
    duration_ms: int | None = None
    live: bool = True  # taken just now, so it is the present even if the clock was set back since the last one
    host: HostView = NOTHING_OF_THE_HOST


class RawLook(msgspec.Struct, frozen=True, gc=False):
    """A look whose pages are not read yet: reading many in a row costs half of reading each when it comes."""

    worker_id: int
    at: int  # unix ms
    answer: Pages | Failure
    guest: Guest | Failure | None
    duration_ms: int | None = None

    def parsed(self) -> Look:
        result = self.answer if isinstance(self.answer, Failure) else read(self.answer)
        return Look(self.worker_id, self.at, result, self.guest, self.duration_ms)
