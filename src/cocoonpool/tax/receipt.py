"""A payout as its recipient sees it: coins that came in, and what they were worth at that moment."""

from datetime import datetime
from decimal import Decimal

import msgspec

from cocoonpool.rates.coin import CoinSymbol
from cocoonpool.rates.quotes import Quote
from cocoonpool.tax.year import TaxYear


class Terms(msgspec.Struct, frozen=True):
    """What a report was asked to be. Only what was known at `as_of` is in it, so its head and its rows agree."""

    participant_id: int
    year: TaxYear
    currency: str
    symbol: CoinSymbol
    label: str  # income | mining: what the recipient's tax law calls it is theirs to say
    as_of: datetime


class Receipt(msgspec.Struct, frozen=True, gc=False):
    """Amounts are nanoTON, addresses canonical. `local`: the time in the zone of the tax year.

    `value` is amount times price, to six decimals; None when there is no price. `nth` counts the payouts of one
    transaction.
    """

    id: int
    at: datetime
    local: datetime
    amount: int
    fee: int | None
    transaction_hash: str
    from_address: str
    to_address: str
    comment: str | None
    amount_usd: str | None
    verification: str
    period_start: datetime | None
    period_end: datetime | None
    quote: Quote | None
    value: Decimal | None
    nth: int = 1

    @property
    def unique_hash(self) -> str:
        """Tools drop a second row with the same hash; but a batch may pay somebody twice in one transaction."""
        return self.transaction_hash if self.nth == 1 else f"{self.transaction_hash}-{self.nth}"
