"""How a worker reads `?coefficient=`: C's strtod, times 1000, cut off to 32 bits. Captures 05_."""

import math
import re
from typing import Final

# What strtod takes; the rest of the argument must be empty.
_NUMBER: Final = re.compile(
    rb"\s*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf|infinity|nan|0x[0-9a-f]+)", re.IGNORECASE | re.ASCII
)
_SMALLEST: Final = -(2**31)


def read_coefficient(text: bytes) -> int | None:
    """Per mille, or None where the worker says it failed to parse. Empty is 0; inf, nan and huge are -2147483648."""
    if not text:
        return 0
    if not _NUMBER.fullmatch(text):
        return None
    plain = text.strip().decode()
    number = float.fromhex(plain) if "x" in plain.lower() else float(plain)
    scaled = number * 1000
    if not math.isfinite(scaled) or not _SMALLEST <= scaled < 2**31:
        return _SMALLEST
    return math.trunc(scaled)
