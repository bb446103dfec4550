"""Unix time as the sources write it, to aware moments and back: integers both ways."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = 253_402_300_799_999  # the year 9999 ends


def unix_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def unix_s(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)


def from_unix_ms(milliseconds: int) -> datetime:
    """Raises ValueError beyond the years 1970 to 9999."""
    if not 0 <= milliseconds <= _LAST:
        raise ValueError("not a time")
    return _EPOCH + timedelta(milliseconds=milliseconds)
