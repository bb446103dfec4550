"""Text that a stranger printed, made safe to keep: capped, without control characters, dates in unix seconds."""

import datetime
import functools
import re
from typing import Final

IDENTIFIER_LIMIT: Final = 128  # addresses, keys, commits: real ones have 40 to 64 characters
NAME_LIMIT: Final = 300

_COMMIT_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([+-]\d{4})", re.ASCII)
_NO_ADDRESS: Final = "[invalid]"  # what the runners print for an address they do not have


def clean(text: str | None, limit: int = IDENTIFIER_LIMIT) -> str | None:
    """At most `limit` printable characters of `text`; None where nothing is left.

    Drops what `str.isprintable` refuses: controls, line ends, bidirectional overrides, lone surrogates.
    """
    if text is None:
        return None
    if len(text) > limit or not text.isprintable():
        text = "".join(filter(str.isprintable, text[: 4 * limit]))[:limit]
    return text or None


def address(text: str | None) -> str | None:
    """`text` as printed, cleaned; None where the runner had no address."""
    return None if text == _NO_ADDRESS else clean(text)


@functools.lru_cache(maxsize=64)  # a pool runs a handful of builds
def unix_seconds(commit_date: str) -> int | None:
    """Unix seconds of a date as git prints it, "2026-04-11 16:34:44 +0100"; None if it is not one."""
    match = _COMMIT_DATE.fullmatch(commit_date)
    if match is None:
        return None
    try:
        moment = datetime.datetime.fromisoformat(match[1] + match[2])
        seconds = int(moment.timestamp())
    except (ValueError, OverflowError):
        return None
    return seconds if seconds >= 0 else None
