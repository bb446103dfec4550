"""Euro fixings of the European Central Bank: a CSV of all working days since 1999 in a ZIP, new at about 16:00 CET.

`GET /stats/eurofxref/eurofxref-hist.zip` holds `eurofxref-hist.csv`: `Date,USD,JPY,…,` and a line a day, newest first,
with `N/A` where a currency was not fixed.
Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
"""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from cocoonpool.rates.ask import Asker
from cocoonpool.rates.faults import RateFault, Trouble
from cocoonpool.rates.quotes import plausible, rounded

_FILE: Final = "eurofxref-hist.csv"
_MOST_UNPACKED: Final = 32 << 20
# All that unpacking and reading a hostile file can raise.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    csv.Error,
    OSError,
    EOFError,
    KeyError,  # no such table in it
    RuntimeError,  # a password, or a packing that is not supported
    ValueError,
)


class Fixing(msgspec.Struct, frozen=True, gc=False):
    """`per_euro` units of a currency were worth one euro on this day."""

    day: date
    currency: str
    per_euro: Decimal


async def ask(asker: Asker, since: date) -> list[Fixing] | RateFault:
    """Every fixing from `since` on."""
    answer = await asker.get("/stats/eurofxref/eurofxref-hist.zip")
    if isinstance(answer, RateFault):
        return answer
    if answer.status != 200:
        return RateFault(Trouble.REFUSED, f"status {answer.status}")
    try:
        return list(_read(_unpack(answer.body), since))
    except _UNREADABLE:
        return RateFault(Trouble.MALFORMED, "not a ZIP with the table of fixings")


def _unpack(packed: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, archive.open(_FILE) as table:
        unpacked = table.read(_MOST_UNPACKED + 1)
    if len(unpacked) > _MOST_UNPACKED:
        raise ValueError("unpacks to more than it should")
    return unpacked.decode("utf-8-sig")


def _read(text: str, since: date) -> Iterator[Fixing]:
    rows = csv.reader(io.StringIO(text))
    header = [name.strip() for name in next(rows, [])]
    if header[:1] != ["Date"]:
        raise ValueError("another table")
    for row in rows:
        if row and (day := date.fromisoformat(row[0].strip())) >= since:
            for currency, cell in zip(header[1:], row[1:], strict=False):
                rate = _number(cell.strip())
                if rate is not None and len(currency) == 3:
                    yield Fixing(day, currency, rate)


def _number(cell: str) -> Decimal | None:
    try:
        rate = Decimal(cell)
    except InvalidOperation:  # N/A, or the empty cell after the last comma
        return None
    return rounded(rate) if plausible(rate) else None
