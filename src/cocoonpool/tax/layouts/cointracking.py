"""CoinTracking, custom import: the first eleven columns are required and their order is fixed.

Headings: https://cointracking.info/import/import_csv/
"""

from collections.abc import Sequence
from typing import Final

from cocoonpool.tax.cells import Cell, coins, day_and_time
from cocoonpool.tax.layouts.layout import PLATFORM, Layout, described
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Totals

_HEADER: Final = (
    "Type", "Buy Amount", "Buy Currency", "Sell Amount", "Sell Currency", "Fee", "Fee Currency", "Exchange",
    "Trade-Group", "Comment", "Date", "Tx-ID", "Buy Value in Account Currency", "Sell Value in Account Currency",
    "Liquidity pool",
)  # fmt: skip


def _row(receipt: Receipt, _: Totals, terms: Terms) -> Sequence[Cell]:
    return (
        terms.label.capitalize(),
        coins(receipt.amount),
        terms.symbol.at(receipt.at),
        None,
        None,
        None,  # the pool pays the fee, not the recipient
        None,
        PLATFORM,
        None,
        described(receipt),
        day_and_time(receipt.at),
        receipt.unique_hash,
        receipt.value,
        None,
        None,
    )


LAYOUT: Final = Layout(_HEADER, _row)
