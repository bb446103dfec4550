"""Under which symbol which venue trades the coin, and when: a table, because the coin was renamed.

Toncoin (TON) became Gram (GRAM) in June 2026. Exchanges changed symbols days apart, and GRAM had been the ticker of an
unrelated token before; so a symbol counts only inside its own time, and every price needs a second source beside it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

# Between TONUSDT and GRAMUSDT lies the time in which it is not sure what Binance traded under which name.
DEFAULT_LISTINGS: Final = (
    "binance TONUSDT 2024-08-09 2026-07-01, binance GRAMUSDT 2026-07-04, "
    "coingecko the-open-network 2021-09-01, tonapi ton 2021-09-01"
)

_SYMBOL: Final = re.compile(r"[A-Za-z0-9._-]{1,40}", re.ASCII)


class Listing(msgspec.Struct, frozen=True):
    """Valid from `since` up to, but without, `until`; None: to this day."""

    venue: str
    symbol: str
    since: datetime
    until: datetime | None = None


def parse_listings(text: str) -> tuple[Listing, ...]:
    """`VENUE SYMBOL FROM [TO]`, separated by commas; dates or times are UTC.

    Raises:
        ValueError: says which entry is wrong.
    """
    return tuple(_listing(entry) for entry in text.split(",") if entry.strip())


def _listing(entry: str) -> Listing:
    words = entry.split()
    if len(words) not in (3, 4) or not _SYMBOL.fullmatch(words[1]):
        raise ValueError(f"{entry.strip()!r} is not `VENUE SYMBOL FROM [TO]`")
    try:
        since, *until = (_moment(word) for word in words[2:])
    except ValueError:
        raise ValueError(f"{entry.strip()!r}: dates look like 2026-07-02 or 2026-07-02T08:00") from None
    return Listing(words[0], words[1], since, until[0] if until else None)


def _moment(word: str) -> datetime:
    moment = datetime.fromisoformat(word)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def spans(
    listings: Sequence[Listing], venue: str, start: datetime, end: datetime
) -> list[tuple[str, datetime, datetime]]:
    """The symbols a venue had between two moments, each with the part of that time in which it was valid."""
    found = []
    for listing in listings:
        first, last = max(start, listing.since), end if listing.until is None else min(end, listing.until)
        if listing.venue == venue and first < last:
            found.append((listing.symbol, first, last))
    return found
