"""What payouts look like on the wire, and what may be sent."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from cocoonpool.money import Nanoton, to_ton
from cocoonpool.participants.shapes import Wallet
from cocoonpool.payouts.amounts import Moment, NanoIn, Usd, UsdIn
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.payouts.verdict import Verification
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.hashes import parse_hash
from cocoonpool.wire import Ton, UtcTime, Wire, utc_now
from cocoonpool.workers.fields import RowId

_SKEW: Final = timedelta(hours=1)


def _not_to_come(moment: datetime) -> datetime:
    if moment > utc_now() + _SKEW:
        raise ValueError("in the future")
    return moment


Hash = Annotated[
    str,
    Field(max_length=100, description="32 bytes in hex, base64 or base64url: of the transaction, or of its message."),
    AfterValidator(parse_hash),
]


class NewPayout(Wire):
    participant_id: RowId
    transaction_hash: Hash
    amount_ton: NanoIn
    amount_usd: UsdIn | None = None
    from_address: Wallet
    to_address: Wallet
    transaction_time: Annotated[Moment, AfterValidator(_not_to_come)]
    period_start: Moment | None = None
    period_end: Moment | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.period_start is not None and self.period_end is not None and self.period_end < self.period_start:
            raise ValueError("period_end is before period_start")
        return self


class PayoutOut(Wire):
    """`amount_usd` is what the caller gave. What the chain knows is null until it was seen there."""

    id: int
    participant_id: int
    transaction_hash: str = Field(description="64 hex digits: the transaction of the paying wallet, once it is known.")
    amount_ton: Ton
    amount_usd: Usd | None
    from_address: str
    to_address: str
    transaction_time: UtcTime
    period_start: UtcTime | None
    period_end: UtcTime | None
    comment: str | None
    fee_ton: Ton | None = Field(description="What the transfer cost the pool on top; a batch's fees are split exactly.")
    lt: int | None
    mc_block_seqno: int | None
    message_hash: str | None = Field(description="The message that carries the money: one of a batch.")
    source: str = Field(description="`chain` or `manual`: who knew of it first.")
    verification: Verification
    verification_reason: str | None
    verified: bool
    verified_at: UtcTime | None
    counted: bool = Field(description="Whether sums include it: the participant has the money, as far as is known.")
    next_check_at: UtcTime | None = Field(description="When the chain is asked again; null: this is final.")
    created_at: UtcTime

    @classmethod
    def of(cls, row: Payout) -> Self:
        return cls(
            id=row.id,
            participant_id=row.participant_id,
            transaction_hash=row.transaction_hash,
            amount_ton=to_ton(Nanoton(row.amount)),
            amount_usd=None if row.amount_usd is None else Decimal(row.amount_usd),
            from_address=to_friendly(row.from_address),
            to_address=to_friendly(row.to_address),
            transaction_time=row.transaction_time,
            period_start=row.period_start,
            period_end=row.period_end,
            comment=row.comment,
            fee_ton=None if row.fee is None else to_ton(Nanoton(row.fee)),
            lt=row.lt,
            mc_block_seqno=row.mc_block_seqno,
            message_hash=row.message_hash,
            source=row.source,
            verification=Verification(row.verification),
            verification_reason=row.verification_reason,
            verified=row.verification == Verification.VERIFIED,
            verified_at=row.verified_at,
            counted=row.counted,
            next_check_at=row.next_check_at,
            created_at=row.created_at,
        )


class UnassignedOut(Wire):
    id: int
    transaction_hash: str
    message_hash: str
    reason: str = Field(description="`stranger`: the wallet is nobody's. `returned`: it bounced.")
    returned_by: str | None = Field(description="The transaction in which it came back.")
    amount_ton: Ton
    fee_ton: Ton
    from_address: str
    to_address: str
    comment: str | None
    transaction_time: UtcTime
    lt: int

    @classmethod
    def of(cls, row: UnassignedTransfer) -> Self:
        return cls(
            id=row.id,
            transaction_hash=row.transaction_hash,
            message_hash=row.message_hash,
            reason=row.reason,
            returned_by=row.returned_by,
            amount_ton=to_ton(Nanoton(row.amount)),
            fee_ton=to_ton(Nanoton(row.fee)),
            from_address=to_friendly(row.from_address),
            to_address=to_friendly(row.to_address),
            comment=row.comment,
            transaction_time=row.transaction_time,
            lt=row.lt,
        )
