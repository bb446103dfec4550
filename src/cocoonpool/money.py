"""Money is an integer number of nanoTON. No float stands between the wire and the database."""

import re
from decimal import Decimal
from typing import Final, NewType

Nanoton = NewType("Nanoton", int)

NANO: Final = 1_000_000_000
# More than can ever exist (about 5.2 billion coins in 2026); keeps every sum inside 64 bits.
SUPPLY_LIMIT: Final = Nanoton(6_000_000_000 * NANO)

_MOST_DIGITS: Final = 20
_PLAIN: Final = re.compile(rf"(-?)(\d{{1,{_MOST_DIGITS}}})(?:\.(\d{{1,{_MOST_DIGITS}}}))?", re.ASCII)


class Ton(Decimal):
    """An amount of TON for people and for the wire: it prints without an exponent, however small it is."""

    __slots__ = ()

    def __str__(self) -> str:
        return format(self, "f")


def to_ton(amount: Nanoton) -> Ton:
    """The amount in TON: exact, at most nine decimals, no exponent, no trailing zeros."""
    sign = "-" if amount < 0 else ""
    whole, fraction = divmod(abs(amount), NANO)
    digits = f"{fraction:09d}".rstrip("0")
    return Ton(f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}")


def from_ton(value: Decimal | int | str) -> Nanoton:
    """The amount in nanoTON.

    Raises:
        ValueError: not a plain decimal number, more than nine decimals, negative, or beyond the supply.
    """
    # An exponent is bounded before it is written out: `1e999999999` would fill the memory.
    short = isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS
    plain = _PLAIN.fullmatch(format(value, "f") if short else str(value))
    if plain is None:
        raise ValueError("not a plain decimal number")
    sign, whole, fraction = plain[1], plain[2], plain[3] or ""
    if fraction[9:].strip("0"):
        raise ValueError("more than nine decimals")
    nano = int(whole) * NANO + int(fraction[:9].ljust(9, "0"))
    if (sign and nano) or nano > SUPPLY_LIMIT:
        raise ValueError("negative or beyond the supply of TON")
    return Nanoton(nano)
