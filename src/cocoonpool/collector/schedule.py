"""When each worker is looked at: spread over the interval by a hash, so that restarts do not bunch the looks. Pure.

The interval is cut into slots of one second. The workers of a slot are asked together: their looks are one
transaction, and one wake-up of the process serves them all, which halves the cost of a look (docs/decisions/0007).
"""

from hashlib import blake2b

import msgspec

SLOT_S = 1.0


def _fraction(worker_id: int) -> float:
    return int.from_bytes(blake2b(str(worker_id).encode(), digest_size=8).digest()) / 2**64


def phase(worker_id: int, interval: float) -> float:
    """Where in the interval this worker stands, in seconds, a whole slot: the same after every restart."""
    return _fraction(worker_id) * interval // SLOT_S * SLOT_S


def first_due(worker_id: int, interval: float, workers: int, now: float) -> float:
    """The first look after a start: soon for a small fleet, spread over one interval for a large one."""
    window = min(interval, workers * 0.02)
    return now + _fraction(worker_id) * window


class Next(msgspec.Struct, frozen=True):
    due: float
    missed: int  # whole ticks that passed without a look


def next_due(worker_id: int, interval: float, now: float) -> float:
    """The first moment after `now` that lies on this worker's phase."""
    offset = phase(worker_id, interval)
    ticks = int((now - offset) // interval) + 1
    return ticks * interval + offset


def after_look(worker_id: int, interval: float, due: float, now: float) -> Next:
    """The next look after one that was due at `due` and ended at `now`."""
    following = next_due(worker_id, interval, due + interval / 2)  # from half-way, where no rounding can matter
    missed = max(0, int((now - following) // interval) + 1) if now > following else 0
    return Next(following + missed * interval, missed)
