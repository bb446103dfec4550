"""Every layout, byte for byte, over one tax year that has everything in it.

The files in golden/ were checked by hand against the vendors' import templates and the sums on paper.
"""

from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.tax.layouts import LAYOUTS, Format
from tests import make
from tests.tax.people import fixing, payout, price, put

GOLDEN = Path(__file__).parent / "golden"
ASKED: dict[str, Any] = {"year": 2025, "year_start": "07-01", "timezone": "Australia/Sydney", "currency": "EUR"}


async def a_year(db: Database) -> int:
    """From July 2025 to June 2026 in Sydney: the coin's rename is in it."""
    alice = await make.alice(db)
    early, late = {"lt": 56_000_000_000_001, "fee": 2_500_000}, {"source": "manual", "verification": "pending"}
    await put(
        db,
        # one second before the year, then its first second
        payout(alice, "2025-06-30T13:59:59Z", "1", 1),
        payout(alice, "2025-06-30T14:00:00Z", "25.5", 2, comment="July, thank you", **early),
        # the same batch pays twice; the second amount has nine decimals
        payout(alice, "2025-10-05T03:00:07Z", "10", 3),
        payout(alice, "2025-10-05T03:00:07Z", "0.123456789", 3, message_hash="f" * 64),
        # a hostile comment, and a value given by whoever recorded it
        payout(
            alice, "2025-12-31T23:30:00Z", "100", 4, comment='=HYPERLINK("http://x");@y\n-1', amount_usd="512.5", **late
        ),
        # no price at all
        payout(alice, "2026-02-28T12:00:00Z", "7", 5),
        # Saturday: dollars at Friday's fixing
        payout(alice, "2026-03-07T12:00:30Z", "3", 6),
        # what the chain denies is not counted
        payout(alice, "2026-03-08T12:00:00Z", "1000", 7, verification="not_found", counted=False),
        # Gram by now; the last second of the year, and one second too late
        payout(alice, "2026-06-30T13:59:59Z", "2", 8),
        payout(alice, "2026-06-30T14:00:00Z", "4", 9),
        price("2025-06-30T14:00:00Z", "2.4", "EUR", source="coingecko", method="nearest point"),
        price("2025-06-30T14:00:00Z", "2.8"),
        price("2025-10-05T03:00:00Z", "2.123456789", "EUR", source="coingecko", method="line between two points"),
        price("2025-12-31T23:30:00Z", "5.125", "EUR"),
        price("2026-03-07T12:00:00Z", "3.3"),
        price("2026-06-30T13:59:00Z", "1.75", "EUR", source="tonapi", method="nearest point"),
        fixing("2026-03-06", "USD", "1.1"),
        fixing("2026-03-09", "USD", "1.2"),
    )
    return alice.id


@pytest.mark.parametrize("layout", list(LAYOUTS))
async def test_the_file_is_as_the_tool_wants_it(db: Database, client: AsyncClient, layout: Format) -> None:
    whose = await a_year(db)
    asked = {**ASKED, "participant_id": whose, "format": layout.value}
    answer = await client.get("/api/v1/payouts/export/tax-report", params=asked)
    assert answer.status_code == 200
    assert (answer.headers["x-total-count"], answer.headers["x-missing-prices"]) == ("7", "1")
    assert answer.content == (GOLDEN / f"{layout.value}.csv").read_bytes()
