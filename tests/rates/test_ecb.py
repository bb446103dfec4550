"""Fixings come out of the ZIP as they stand in the table; a hostile ZIP is no table."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from cocoonpool.rates.ask import Asker
from cocoonpool.rates.ecb import Fixing, ask
from cocoonpool.rates.faults import RateFault, Trouble
from tests.rates.venue import answer, browser, venue

TABLE = """Date,USD,JPY,BGN,GBP,
2025-01-15,1.0300,161.49,1.9558,0.84383,
2025-01-14,1.0245,161.80,1.9558,N/A,
2025-01-13,1.0198,160.46,1.9558,0.84033,
"""


def zipped(text: str, name: str = "eurofxref-hist.csv", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr(name, text)
    return file.getvalue()


async def fixings(body: bytes, status: int = 200, since: str = "2025-01-14") -> list[Fixing] | RateFault:
    async with venue(answer(body, status)) as source, browser() as http:
        return await ask(Asker(http, source.url), date.fromisoformat(since))


async def test_each_currency_of_each_day_since_is_a_fixing() -> None:
    found = await fixings(zipped(TABLE))
    assert not isinstance(found, RateFault)
    assert Fixing(date(2025, 1, 15), "GBP", Decimal("0.84383")) in found
    assert {fixing.day for fixing in found} == {date(2025, 1, 15), date(2025, 1, 14)}


async def test_a_currency_that_was_not_fixed_has_no_fixing() -> None:
    found = await fixings(zipped(TABLE))
    assert not isinstance(found, RateFault)
    assert [fixing for fixing in found if fixing.currency == "GBP" and fixing.day == date(2025, 1, 14)] == []


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
async def test_any_packing_that_can_be_read_is_read(packing: int) -> None:
    assert not isinstance(await fixings(zipped(TABLE, packing=packing)), RateFault)


def damaged(body: bytes) -> bytes:
    middle = len(body) // 3
    return body[:middle] + bytes(byte ^ 0xFF for byte in body[middle : middle + 20]) + body[middle + 20 :]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        zipped(TABLE, name="other.csv"),
        zipped("a,b\n1,2\n"),
        zipped("Date,USD\nyesterday,1\n"),
        zipped("Date,USD\n" + "x" * 200_000),
        damaged(zipped(TABLE)),
        damaged(zipped(TABLE, packing=zipfile.ZIP_LZMA)),
        zipped(TABLE)[:-30],
        zipped("0" * (40 << 20)),
    ],
    ids=["empty", "page", "other file", "other table", "no date", "no line", "damaged", "lzma", "cut", "bomb"],
)
async def test_what_is_no_table_is_malformed(body: bytes) -> None:
    found = await fixings(body)
    assert isinstance(found, RateFault)
    assert found.trouble is Trouble.MALFORMED


async def test_a_refusal_is_no_table() -> None:
    assert isinstance(await fixings(b"", 404), RateFault)
