"""One cell of a table: exact numbers, and text that no spreadsheet runs as a formula. Pure."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final

from cocoonpool.money import Nanoton, to_ton

Cell = str | int | Decimal | None
"""None is an empty cell: not known is not 0."""

LONGEST_TEXT: Final = 500

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
# A formula starts a cell; but a file opened with another separator has cells where we see none.
_FORMULA: Final = re.compile(r"(^|[;,|])(?=[\s\"']*[=+\-@＝＋－＠])")
_SUSPECT: Final = frozenset(" \"'=+-@＝＋－＠")  # first characters of a cell that call for a closer look
_WHOLE_MICRO: Final = Decimal("0.000001")


def harmless(text: str) -> str:
    """The text on one line, with an apostrophe before whatever a spreadsheet would run."""
    if text.isalnum() or _is_plain(text):
        return text
    return _FORMULA.sub(r"\1'", _UNPRINTABLE.sub(" ", text))


def _is_plain(text: str) -> bool:
    """Surely harmless: told in a quarter of the time, and true for nearly every cell."""
    return text.isprintable() and text[:1] not in _SUSPECT and not any(map(text.__contains__, ";,|"))


def written(cell: Cell) -> str:
    """As it stands in a file: dot decimal, no exponent, no thousands separator."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return format(cell, "f" if isinstance(cell, Decimal) else "d")


def shortened(text: str | None) -> str:
    """Free text of a length that every tool takes."""
    if text is None or len(text) <= LONGEST_TEXT:
        return text or ""
    return text[: LONGEST_TEXT - 1] + "…"


def coins(amount: int) -> Decimal:
    return to_ton(Nanoton(amount))


def fiat(value: Decimal) -> Decimal:
    """Rounded to six decimals, written with two at the least."""
    whole, _, fraction = f"{value.quantize(_WHOLE_MICRO):f}".partition(".")
    return Decimal(f"{whole}.{fraction.rstrip('0').ljust(2, '0')}")


def day_and_time(moment: datetime) -> str:
    """`2025-01-15 10:30:00`; about four times as fast as by a pattern."""
    return moment.isoformat(" ", "seconds")[:19]


def utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat("T", "seconds")[:19] + "Z"
