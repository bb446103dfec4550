"""Which looks speak of the present. One from an agent may be hours old: it becomes history, never news."""

from enum import Enum, auto
from typing import Final

from cocoonpool.samples.look import Look

PAST_MS: Final = 90_000  # as long as a status lives without a look


class Era(Enum):
    PRESENT = auto()  # it may change the state, and be told
    PAST = auto()  # newer than what is known, but no news: what diagnosis remembers moves on, what is shown stays
    BELATED = auto()  # older than what is known: a row of history, and what it shows of earnings


def era_of(look: Look, sample_at: int | None, now: int) -> Era:
    """`sample_at`: the latest look at this worker so far. A live look is the present whatever its clock says."""
    if look.live:
        return Era.PRESENT
    if sample_at is not None and look.at <= sample_at:
        return Era.BELATED
    return Era.PAST if look.at < now - PAST_MS else Era.PRESENT
