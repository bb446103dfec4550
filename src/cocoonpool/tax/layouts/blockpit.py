"""Blockpit, manual import: German dates in UTC. It prefers workbooks (`file=xlsx`).

Headings: https://help.blockpit.io/hc/en-us/articles/360011877920
"""

from collections.abc import Sequence
from typing import Final

from cocoonpool.tax.cells import Cell, coins
from cocoonpool.tax.layouts.layout import PLATFORM, Layout, described
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Totals

_HEADER: Final = (
    "Date (UTC)", "Integration Name", "Label", "Outgoing Asset", "Outgoing Amount", "Incoming Asset",
    "Incoming Amount", "Fee Asset (optional)", "Fee Amount (optional)", "Comment (optional)", "Trx. ID (optional)",
)  # fmt: skip


def _row(receipt: Receipt, _: Totals, terms: Terms) -> Sequence[Cell]:
    return (
        receipt.at.strftime("%d.%m.%Y %H:%M:%S"),
        PLATFORM,
        terms.label.capitalize(),
        None,
        None,
        terms.symbol.at(receipt.at),
        coins(receipt.amount),
        None,  # the pool pays the fee, not the recipient
        None,
        described(receipt),
        receipt.unique_hash,
    )


LAYOUT: Final = Layout(_HEADER, _row)
