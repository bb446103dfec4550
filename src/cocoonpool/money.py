"""Money is an integer number of nanoTON. No float stands between the wire and the database."""

import re
from decimal import Decimal
from typing import Final, NewType

Nanoton = NewType("Nanoton", int)

NANO: Final = 1_000_000_000
# More than can ever exist (about 5.2 billion coins in 2026); keeps every sum inside 64 bits.
SUPPLY_LIMIT: Final = Nanoton(6_000_000_000 * NANO)

_PLAIN: Final = re.compile(r"-?\d{1,20}(\.\d{1,20})?", re.ASCII)


def to_ton(amount: Nanoton) -> Decimal:
    """The amount in TON: exact, at most nine decimals, no exponent, no trailing zeros."""
    sign = "-" if amount < 0 else ""
    whole, fraction = divmod(abs(amount), NANO)
    digits = f"{fraction:09d}".rstrip("0")
    return Decimal(f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}")


def from_ton(value: Decimal | int | str) -> Nanoton:
    """The amount in nanoTON.

    Raises:
        ValueError: not a plain decimal number, more than nine decimals, negative, or beyond the supply.
    """
    text = format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
    if not _PLAIN.fullmatch(text):
        raise ValueError("not a plain decimal number")
    nano = Decimal(text).scaleb(9)
    if nano != nano.to_integral_value():
        raise ValueError("more than nine decimals")
    if not 0 <= nano <= SUPPLY_LIMIT:
        raise ValueError("negative or beyond the supply of TON")
    return Nanoton(int(nano))
