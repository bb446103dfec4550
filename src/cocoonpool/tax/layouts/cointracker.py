"""CoinTracker: exactly eight columns, US dates in UTC; it looks prices up by itself.

Headings: https://support.cointracker.io/hc/en-us/articles/4413071299729
"""

from collections.abc import Sequence
from typing import Final

from cocoonpool.tax.cells import Cell, coins
from cocoonpool.tax.layouts.layout import Layout
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Totals

_HEADER: Final = (
    "Date", "Received Quantity", "Received Currency", "Sent Quantity", "Sent Currency", "Fee Amount", "Fee Currency",
    "Tag",
)  # fmt: skip
_TAGS: Final = {"income": "payment", "mining": "mining"}


def _row(receipt: Receipt, _: Totals, terms: Terms) -> Sequence[Cell]:
    return (
        receipt.at.strftime("%m/%d/%Y %H:%M:%S"),
        coins(receipt.amount),
        terms.symbol.at(receipt.at),
        None,
        None,
        None,  # the pool pays the fee, not the recipient
        None,
        _TAGS[terms.label],
    )


LAYOUT: Final = Layout(_HEADER, _row)
