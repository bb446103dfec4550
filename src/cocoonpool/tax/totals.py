"""What is remembered while the rows go by: sums by month and for the tax year, and payouts of one transaction."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

import msgspec

from cocoonpool.tax.receipt import Receipt


class Sum(msgspec.Struct):
    """`value` adds up what the rows show; `missing` counts the rows that have no value."""

    rows: int = 0
    amount: int = 0
    missing: int = 0
    known_value: Decimal = Decimal(0)
    last_at: datetime | None = None

    @property
    def value(self) -> Decimal | None:
        """None when rows there are, but not one of them has a value: that is not a total of 0."""
        return None if self.rows and self.missing == self.rows else self.known_value

    def add(self, receipt: Receipt) -> None:
        self.rows += 1
        self.last_at = receipt.at
        self.amount += receipt.amount
        if receipt.value is None:
            self.missing += 1
        else:
            self.known_value += receipt.value


class Totals:
    """`year` and `month` include the last row added; `months` by name (`2025-01`, in the zone of the tax year)."""

    def __init__(self) -> None:
        self.year, self.month = Sum(), Sum()
        self.months: dict[str, Sum] = {}

    def add(self, receipt: Receipt) -> None:
        name = f"{receipt.local.year}-{receipt.local.month:02d}"
        if name not in self.months:
            self.month = self.months[name] = Sum()
        self.month.add(receipt)
        self.year.add(receipt)


class Batches:
    """Numbers the payouts of one transaction; they stand at the same time, so little is remembered."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._seen: Counter[str] = Counter()

    def numbered(self, receipt: Receipt) -> Receipt:
        if receipt.at != self._at:
            self._at = receipt.at
            self._seen.clear()
        self._seen[receipt.transaction_hash] += 1
        nth = self._seen[receipt.transaction_hash]
        return receipt if nth == 1 else msgspec.structs.replace(receipt, nth=nth)
