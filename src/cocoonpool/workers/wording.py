"""Values in sentences: short, printable, in units a person uses."""

from decimal import Decimal
from typing import Final

from cocoonpool.money import Nanoton, to_ton

_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def shorten(value: str, limit: int = 60) -> str:
    """`value` without control, format and surrogate characters, at most `limit` characters."""
    if len(value) > limit:
        value = f"{value[: limit - 1]}…"
    return value if value.isprintable() else "".join(char if char.isprintable() else " " for char in value)


def ton(nano: int) -> str:
    """nanoTON as plain decimal TON, without an exponent."""
    return format(to_ton(Nanoton(nano)), "f")


def factor(per_mille: int) -> str:
    """A coefficient as the worker takes it: 1200 is "1.2"."""
    text = format(Decimal(per_mille).scaleb(-3), "f")
    return text.rstrip("0").rstrip(".")


def span(seconds: int) -> str:
    """A length of time in its largest unit: "59 seconds", "12 minutes", "1 day"."""
    for size, unit in _UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "moments"
