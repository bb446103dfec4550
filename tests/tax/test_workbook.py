"""The workbook holds what the CSV holds: numbers as numbers when they fit, and never a formula or a link."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

from httpx import AsyncClient

from cocoonpool.db import Database
from tests import make
from tests.tax.people import payout, price, put
from tests.tax.test_golden import ASKED, GOLDEN, a_year
from tests.tax.test_route import ask

XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(book: bytes) -> list[list[tuple[str, str]]]:
    """(kind, text) of each cell that is not empty, by row; kind is `inlineStr` or `n`."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert list(sheet.iter(f"{XML}f")) == []
    assert list(sheet.iter(f"{XML}hyperlink")) == []
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{XML}c")]
        for row in sheet.iter(f"{XML}row")
    ]


async def workbook(client: AsyncClient, **asked: Any) -> bytes:
    answer = await ask(client, file="xlsx", **asked)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    return answer.content


async def test_it_says_what_the_csv_says(db: Database, client: AsyncClient) -> None:
    book = cells(await workbook(client, **ASKED, participant_id=await a_year(db), format="koinly"))
    lines = (GOLDEN / "koinly.csv").read_text(encoding="utf-8").splitlines()
    assert len(book) == len(lines)
    first = dict(zip(lines[0].split(","), lines[2].split(","), strict=True))
    shown = [text for _, text in book[2]]
    assert shown == [text for text in first.values() if text]


async def test_amounts_are_numbers_and_texts_are_texts(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    at = "2025-01-15T12:00:00Z"
    await put(db, payout(alice, at, "0.123456789", comment="=1+1"), price(at, "5"))
    row = cells(await workbook(client, participant_id=alice.id))[1]
    assert ("n", "0.123456789") in row
    assert ("n", "0.617284") in row
    assert ("inlineStr", "'=1+1") in row


async def test_a_number_that_would_lose_digits_stays_text(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2025-01-15T12:00:00Z", "123456789.123456789"))
    row = cells(await workbook(client, participant_id=alice.id))[1]
    assert ("inlineStr", "123456789.123456789") in row


async def test_a_hostile_comment_is_text_in_a_sound_file(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await put(db, payout(alice, "2025-01-15T12:00:00Z", comment="http://x </c><f>1</f>\x01\ud7ff\ufffe & ]]>"))
    texts = [text for _, text in cells(await workbook(client, participant_id=alice.id))[1]]
    assert any(text.startswith("http://x </c><f>1</f>") for text in texts)
