"""What a layout is: a line of headings, a row for each receipt, and for some the sums at the end."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from cocoonpool.tax.cells import Cell, shortened
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.totals import Totals

PLATFORM = "Cocoon Pool"

Row = Callable[[Receipt, Totals, Terms], Sequence[Cell]]
"""A receipt, the sums up to and with it, what was asked for -> its cells."""


class Layout(msgspec.Struct, frozen=True):
    """`footer`: rows of sums for people; tools would take them for transactions, so theirs have none."""

    header: tuple[str, ...]
    row: Row
    footer: Callable[[Totals, Terms], Iterable[Sequence[Cell]]] | None = None


def described(receipt: Receipt) -> str:
    """A line for people, in the column that a tool has for it."""
    about = f"{PLATFORM} payout {receipt.id}"
    return f"{about}: {shortened(receipt.comment)}" if receipt.comment else about
