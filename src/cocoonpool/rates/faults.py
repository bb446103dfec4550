"""Why a source of prices gave none: a value with a reason."""

from enum import StrEnum
from typing import Final

import msgspec


class Trouble(StrEnum):
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    BUSY = "busy"  # it asked us to wait
    RESTING = "resting"  # it asked us to wait a while ago, or failed just now: not asked again yet
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    TOO_OLD = "too_old"  # beyond the history it gives for free
    NOT_TRADED = "not_traded"  # it has no symbol for the coin at that time, or not in that currency


_PASSING: Final = frozenset({Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY, Trouble.RESTING, Trouble.SERVER_ERROR})


class RateFault(msgspec.Struct, frozen=True):
    """`detail` is ours: nothing a source sent is repeated."""

    trouble: Trouble
    detail: str

    @property
    def passing(self) -> bool:
        """Whether asking again soon may help."""
        return self.trouble in _PASSING
