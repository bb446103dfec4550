"""A participant's payouts added up: in all, by year and by month, in UTC."""

from datetime import datetime
from decimal import Decimal
from typing import Self

import msgspec
from pydantic import Field
from sqlalchemy import select

from cocoonpool.db import ReadSession
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.payouts.amounts import Usd
from cocoonpool.payouts.models import Payout
from cocoonpool.payouts.verdict import Verification
from cocoonpool.wire import Ton, UtcTime, Wire


class Sum(msgspec.Struct):
    """`usd` adds up what callers gave; None while nobody gave any. `priceless`: payouts without it."""

    payouts: int = 0
    amount: int = 0
    usd: Decimal | None = None
    priceless: int = 0

    def add(self, amount: int, usd: str | None) -> None:
        self.payouts += 1
        self.amount += amount
        if usd is None:
            self.priceless += 1
        else:
            self.usd = (self.usd or Decimal(0)) + Decimal(usd)


class Totals(msgspec.Struct):
    """Only counted payouts are in here. `verified` is the part that the chain has confirmed."""

    whole: Sum = msgspec.field(default_factory=Sum)
    verified: Sum = msgspec.field(default_factory=Sum)
    first_at: datetime | None = None
    last_at: datetime | None = None
    years: dict[str, Sum] = msgspec.field(default_factory=dict)
    months: dict[str, Sum] = msgspec.field(default_factory=dict)

    def add(self, at: datetime, amount: int, usd: str | None, is_verified: bool) -> None:
        sums = [self.whole, self.years.setdefault(f"{at:%Y}", Sum()), self.months.setdefault(f"{at:%Y-%m}", Sum())]
        for one in [*sums, self.verified] if is_verified else sums:
            one.add(amount, usd)
        self.first_at = self.first_at or at  # they come in the order of their time
        self.last_at = at


async def totals_of(session: ReadSession, participant_id: int) -> Totals:
    """Reads row by row: the sums of a database end at 64 bits, and know no zones."""
    totals = Totals()
    columns = select(Payout.transaction_time, Payout.amount, Payout.amount_usd, Payout.verification)
    rows = columns.where(Payout.participant_id == participant_id, Payout.counted).order_by(Payout.transaction_time)
    async for at, amount, usd, verification in await session.stream(rows):
        totals.add(at, amount, usd, verification == Verification.VERIFIED)
    return totals


class SumOut(Wire):
    payouts: int
    amount_ton: Ton
    amount_usd: Usd | None = Field(description="What callers gave, added up; null when none of these has a value.")
    payouts_without_usd: int

    @classmethod
    def of(cls, one: Sum, **more: str) -> Self:
        return cls(
            payouts=one.payouts,
            amount_ton=to_ton(Nanoton(one.amount)),
            amount_usd=one.usd,
            payouts_without_usd=one.priceless,
            **more,
        )


class YearOut(SumOut):
    year: str


class MonthOut(SumOut):
    month: str = Field(examples=["2026-01"])


class SummaryOut(Wire):
    participant_id: int
    total_payouts: int
    total_amount_ton: Ton
    total_amount_usd: Usd | None
    payouts_without_usd: int
    verified_payouts: int
    verified_amount_ton: Ton = Field(description="The part that the chain has confirmed.")
    first_payout_at: UtcTime | None
    last_payout_at: UtcTime | None
    by_year: list[YearOut]
    by_month: list[MonthOut]

    @classmethod
    def of(cls, participant_id: int, totals: Totals) -> Self:
        return cls(
            participant_id=participant_id,
            total_payouts=totals.whole.payouts,
            total_amount_ton=to_ton(Nanoton(totals.whole.amount)),
            total_amount_usd=totals.whole.usd,
            payouts_without_usd=totals.whole.priceless,
            verified_payouts=totals.verified.payouts,
            verified_amount_ton=to_ton(Nanoton(totals.verified.amount)),
            first_payout_at=totals.first_at,
            last_payout_at=totals.last_at,
            by_year=[YearOut.of(one, year=year) for year, one in totals.years.items()],
            by_month=[MonthOut.of(one, month=month) for month, one in totals.months.items()],
        )
