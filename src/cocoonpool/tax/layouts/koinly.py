"""Koinly, universal format: times in UTC, what was received, and its worth as "net worth".

Headings: https://support.koinly.io/en/articles/9489976-how-to-create-a-custom-csv-file-with-your-data
"""

from collections.abc import Sequence
from typing import Final

from cocoonpool.tax.cells import Cell, coins, day_and_time
from cocoonpool.tax.layouts.layout import Layout, described
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Totals

_HEADER: Final = (
    "Date", "Sent Amount", "Sent Currency", "Received Amount", "Received Currency", "Fee Amount", "Fee Currency",
    "Net Worth Amount", "Net Worth Currency", "Label", "Description", "TxHash",
)  # fmt: skip


def _row(receipt: Receipt, _: Totals, terms: Terms) -> Sequence[Cell]:
    return (
        f"{day_and_time(receipt.at)} UTC",
        None,
        None,
        coins(receipt.amount),
        terms.symbol.at(receipt.at),
        None,  # the pool pays the fee, not the recipient
        None,
        receipt.value,
        None if receipt.value is None else terms.currency,
        terms.label,
        described(receipt),
        receipt.unique_hash,
    )


LAYOUT: Final = Layout(_HEADER, _row)
