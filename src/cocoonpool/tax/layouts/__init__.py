"""The layouts of tax files. Adding one is adding a file and two lines here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from cocoonpool.rates.coin import CoinSymbol, parse_symbol
from cocoonpool.tax.layouts import blockpit, coinledger, cointracker, cointracking, generic, koinly
from cocoonpool.tax.layouts.layout import Layout


class Format(StrEnum):
    GENERIC = "generic"
    KOINLY = "koinly"
    COINTRACKING = "cointracking"
    COINTRACKER = "cointracker"
    COINLEDGER = "coinledger"
    BLOCKPIT = "blockpit"


LAYOUTS: Final[Mapping[Format, Layout]] = {
    Format.GENERIC: generic.LAYOUT,
    Format.KOINLY: koinly.LAYOUT,
    Format.COINTRACKING: cointracking.LAYOUT,
    Format.COINTRACKER: cointracker.LAYOUT,
    Format.COINLEDGER: coinledger.LAYOUT,
    Format.BLOCKPIT: blockpit.LAYOUT,
}
"""Every format has its layout."""


def parse_tax_symbols(text: str) -> dict[Format, CoinSymbol]:
    """`koinly=TON; blockpit=TON, GRAM@2026-07-01`: how these tools know the coin.

    Raises:
        ValueError: says which entry is wrong.
    """
    found = {}
    for entry in filter(None, map(str.strip, text.split(";"))):
        name, _, symbols = entry.partition("=")
        if name.strip() not in LAYOUTS:
            raise ValueError(f"{name!r} is no layout; there are {', '.join(LAYOUTS)}")
        found[Format(name.strip())] = parse_symbol(symbols)
    return found
