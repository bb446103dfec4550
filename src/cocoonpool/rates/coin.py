"""How the coin is called in what people and tools read, by date: Toncoin (TON) became Gram (GRAM) in June 2026."""

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

DEFAULT_SYMBOL: Final = "TON, GRAM@2026-06-15"

_SYMBOL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,31}", re.ASCII)  # Koinly also takes `ID:4242`


class CoinSymbol(msgspec.Struct, frozen=True):
    """Symbols with the moment from which each holds, newest first."""

    since: tuple[tuple[datetime, str], ...]

    def at(self, moment: datetime) -> str:
        return next(symbol for start, symbol in self.since if start <= moment)


def parse_symbol(text: str) -> CoinSymbol:
    """`TON, GRAM@2026-06-15`: a symbol, and from which day (UTC) another one.

    Raises:
        ValueError: says which entry is wrong.
    """
    found: dict[datetime, str] = {}
    for entry in map(str.strip, text.split(",")):
        symbol, _, day = entry.partition("@")
        if not _SYMBOL.fullmatch(symbol):
            raise ValueError("a symbol is made of letters and digits, as in `TON, GRAM@2026-06-15`")
        try:
            start = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else datetime.min.replace(tzinfo=UTC)
        except ValueError:
            raise ValueError(f"{entry!r}: a day looks like 2026-06-15") from None
        found[start] = symbol
    if datetime.min.replace(tzinfo=UTC) not in found:
        raise ValueError("the first symbol stands without a day")
    return CoinSymbol(tuple(sorted(found.items(), reverse=True)))
