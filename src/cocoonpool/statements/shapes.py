"""What a statement looks like on the wire."""

from typing import Self

from pydantic import Field

from cocoonpool.money import Nanoton, to_ton
from cocoonpool.statements.statement import Arrived, Earned, Paid, Statement, link
from cocoonpool.ton.address import to_friendly
from cocoonpool.wire import Ton, UtcTime, Wire


class EarnedOut(Wire):
    worker_id: int | None = Field(description="null: no worker can be shown to have earned it.")
    worker_name: str | None
    proxy_address: str | None
    sc_address: str = Field(description="The worker contract.")
    tokens: int
    amount_ton: Ton

    @classmethod
    def of(cls, row: Earned) -> Self:
        return cls(
            worker_id=row.worker_id,
            worker_name=row.worker_name,
            proxy_address=None if row.proxy_address is None else to_friendly(row.proxy_address, bounceable=True),
            sc_address=to_friendly(row.sc_address, bounceable=True),
            tokens=row.tokens,
            amount_ton=to_ton(Nanoton(row.amount)),
        )


class PaidOut(Wire):
    payout_id: int
    transaction_time: UtcTime
    amount_ton: Ton
    fee_ton: Ton | None = Field(description="Paid by the pool on top; null: not known.")
    to_address: str
    transaction_hash: str
    link: str
    verification: str
    comment: str | None

    @classmethod
    def of(cls, row: Paid) -> Self:
        return cls(
            payout_id=row.payout_id,
            transaction_time=row.at,
            amount_ton=to_ton(Nanoton(row.amount)),
            fee_ton=None if row.fee is None else to_ton(Nanoton(row.fee)),
            to_address=to_friendly(row.to_address),
            transaction_hash=row.transaction_hash,
            link=link(row.transaction_hash),
            verification=row.verification,
            comment=row.comment,
        )


class ArrivedOut(Wire):
    transaction_time: UtcTime
    amount_ton: Ton
    proxy_address: str
    sc_address: str
    owner_address: str
    transaction_hash: str
    link: str

    @classmethod
    def of(cls, row: Arrived) -> Self:
        return cls(
            transaction_time=row.at,
            amount_ton=to_ton(Nanoton(row.amount)),
            proxy_address=to_friendly(row.proxy_address, bounceable=True),
            sc_address=to_friendly(row.sc_address, bounceable=True),
            owner_address=to_friendly(row.owner_address),
            transaction_hash=row.transaction_hash,
            link=link(row.transaction_hash),
        )


class StatementOut(Wire):
    """`balance_before_ton + earned_ton + brought_in_ton - paid_ton = balance_after_ton`, exactly."""

    participant_id: int
    ton_wallet_address: str
    month: str
    timezone: str
    start: UtcTime
    end: UtcTime = Field(description="The first moment after the month.")
    symbol: str = Field(description="How the coin is called.")
    settled: bool = Field(description="Whether the month is over for long enough that its figures move no more.")
    balance_before_ton: Ton
    earned_ton: Ton
    brought_in_ton: Ton = Field(description="Earned before a contract was first seen, which was in this month.")
    paid_ton: Ton
    balance_after_ton: Ton
    fees_ton: Ton | None = Field(description="Of the payouts, paid by the pool on top; null: not all are known.")
    received_ton: Ton | None = Field(description="Arrived from worker contracts at their owner; null: chain not read.")
    received_as_of: UtcTime | None
    earned: list[EarnedOut]
    brought_in: list[EarnedOut]
    paid: list[PaidOut]
    received: list[ArrivedOut] | None

    @classmethod
    def of(cls, told: Statement) -> Self:
        arrivals = told.arrivals
        return cls(
            participant_id=told.participant_id,
            ton_wallet_address=to_friendly(told.wallet),
            month=told.month.name,
            timezone=told.month.zone,
            start=told.month.start,
            end=told.month.end,
            symbol=told.symbol,
            settled=told.settled,
            balance_before_ton=to_ton(told.balance_before),
            earned_ton=to_ton(told.earned_amount),
            brought_in_ton=to_ton(told.brought_in_amount),
            paid_ton=to_ton(told.paid_amount),
            balance_after_ton=to_ton(told.balance_after),
            fees_ton=None if told.fees is None else to_ton(told.fees),
            received_ton=None if arrivals is None else to_ton(arrivals.amount),
            received_as_of=None if arrivals is None else arrivals.as_of,
            earned=[EarnedOut.of(row) for row in told.earned],
            brought_in=[EarnedOut.of(row) for row in told.brought_in],
            paid=[PaidOut.of(row) for row in told.paid],
            received=None if arrivals is None else [ArrivedOut.of(row) for row in arrivals.rows],
        )
