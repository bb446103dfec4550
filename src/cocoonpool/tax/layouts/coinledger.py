"""CoinLedger, universal template: US dates in UTC; optional columns stay, empty or not.

Headings: https://help.coinledger.io/en/articles/6028758-universal-manual-import-template-guide
"""

from collections.abc import Sequence
from typing import Final

from cocoonpool.tax.cells import Cell, coins
from cocoonpool.tax.layouts.layout import PLATFORM, Layout, described
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Totals

_HEADER: Final = (
    "Date (UTC)", "Platform (Optional)", "Asset Sent", "Amount Sent", "Asset Received", "Amount Received",
    "Fee Currency (Optional)", "Fee Amount (Optional)", "Type", "Description (Optional)", "TxHash (Optional)",
)  # fmt: skip


def _row(receipt: Receipt, _: Totals, terms: Terms) -> Sequence[Cell]:
    return (
        receipt.at.strftime("%m/%d/%Y %H:%M:%S"),
        PLATFORM,
        None,
        None,
        terms.symbol.at(receipt.at),
        coins(receipt.amount),
        None,  # the pool pays the fee, not the recipient
        None,
        terms.label.capitalize(),
        described(receipt),
        receipt.unique_hash,
    )


LAYOUT: Final = Layout(_HEADER, _row)
