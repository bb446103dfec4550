"""JSON on its way out: decimals as exact plain numbers, times in UTC with `Z`, shapes of the wire as objects."""

from decimal import Decimal
from typing import Any

import msgspec


def _odd(value: Any) -> object:
    """What msgspec does not know: our TON amounts (without an exponent), and pydantic models by their fields."""
    if isinstance(value, Decimal):
        return msgspec.Raw(format(value, "f").encode())
    return vars(value)


_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=_odd)


def encode(value: object) -> bytes:
    return _encoder.encode(value)
