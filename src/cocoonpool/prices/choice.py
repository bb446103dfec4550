"""Which of several quotes is taken: the first that another source confirms. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

import msgspec

from cocoonpool.rates.quotes import Quote

FARTHEST: Final = Decimal("0.05")  # of the confirming quote


class Chosen(msgspec.Struct, frozen=True):
    quote: Quote
    confirmed_by: Quote


def choose(quotes: Sequence[Quote]) -> Chosen | None:
    """The best quote that is at most 5 % off a second source's, one of those after it; None when no two agree.

    `quotes` come best first. With three of them, one that is far off is outvoted by the two that agree.
    """
    for quote, second in combinations(quotes, 2):
        if second.source != quote.source and agree(quote.price, second.price):
            return Chosen(quote, second)
    return None


def agree(price: Decimal, second: Decimal) -> bool:
    return abs(price - second) <= FARTHEST * second


def why_none(quotes: Sequence[Quote], troubles: Sequence[str]) -> str:
    """A sentence for the operator about quotes of which none was taken."""
    parts = list(troubles)
    if len(quotes) > 1:
        parts.insert(0, f"{' and '.join(quote.source for quote in quotes)} are more than 5 % apart")
    elif quotes:
        parts.insert(0, f"only {quotes[0].source} has a figure, and nothing confirms it")
    return "; ".join(parts) or "no source has a figure"
