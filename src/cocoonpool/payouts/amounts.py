"""Amounts and moments as callers send them: exact, in bounds, or refused with the reason."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from cocoonpool.money import from_ton
from cocoonpool.wire import UtcTime

_RFC_3339: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:")
_USD: Final = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,6})0*)?", re.ASCII)
_LONGEST: Final = 100
_GENESIS: Final = datetime(2019, 11, 15, tzinfo=UTC)
_HORIZON: Final = datetime(2200, 1, 1, tzinfo=UTC)


def _plain(value: Any) -> str:
    """A number or a decimal string, written out. Exponents are bounded first: `1e999999999` would fill the memory."""
    if isinstance(value, Decimal) and value.is_finite() and -_LONGEST < value.adjusted() < _LONGEST:
        written = format(value, "f")
    elif isinstance(value, int | str) and not isinstance(value, bool):
        written = str(value)
    else:
        raise ValueError("not a plain decimal number")
    if len(written) > _LONGEST:
        raise ValueError("not a plain decimal number")
    return written


def _nano(value: Any) -> int:
    amount = from_ton(_plain(value))
    if amount == 0:
        raise ValueError("a payout of nothing is none")
    return amount


def _usd(value: Any) -> Decimal:
    """Exact. Trailing zeros are no decimals: 1.50000000 has one."""
    written = _USD.fullmatch(_plain(value))
    if written is None:
        raise ValueError("not a plain decimal number of at most six decimals and 15 digits before them, not negative")
    return Decimal(f"{int(written[1])}.{(written[2] or '0')}").normalize() + 0


def _written_out(text: Any) -> Any:
    """A bare number would be taken for unix seconds, or milliseconds, whichever looks likelier."""
    if isinstance(text, str) and not _RFC_3339.match(text):
        raise ValueError("not a date and time as in 2026-01-31T12:00:00Z")
    return text


def _on_the_chain(moment: datetime) -> datetime:
    if not _GENESIS <= moment < _HORIZON:
        raise ValueError("not between the start of the chain (2019-11-15) and the year 2200")
    return moment


_NUMBER: Final = {"anyOf": [{"type": "number"}, {"type": "string"}]}

NanoIn = Annotated[
    int, BeforeValidator(_nano), WithJsonSchema({**_NUMBER, "description": "TON, at most nine decimals"})
]
"""More than 0 TON, as a number or a decimal string; nanoTON inside."""
UsdIn = Annotated[Decimal, BeforeValidator(_usd), WithJsonSchema({**_NUMBER, "description": "at most six decimals"})]
Moment = Annotated[UtcTime, BeforeValidator(_written_out), AfterValidator(_on_the_chain)]
"""A moment with a zone, since the chain exists."""
Usd = Annotated[Decimal, WithJsonSchema({"type": "number", "description": "US dollars, at most six decimals, exact"})]
