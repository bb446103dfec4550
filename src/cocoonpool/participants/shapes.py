"""What participants look like on the wire, and what may be sent."""

import re
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, StrictBool, WithJsonSchema
from pydantic.config import JsonDict

from cocoonpool.money import to_ton
from cocoonpool.participants.figures import Figures
from cocoonpool.participants.models import Participant, WalletChange
from cocoonpool.text import Line
from cocoonpool.ton.address import parse, to_friendly
from cocoonpool.wire import Ton, UtcTime, Wire

# Somebody at some host: whether mail arrives, only mail can tell.
_MAILBOX: Final = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*")


def _mailbox(text: str) -> str:
    if not _MAILBOX.fullmatch(text):
        raise ValueError("not an e-mail address")
    return text


def _without_default(schema: JsonDict) -> None:
    """A field that is left out stays as it is: the schema must not promise a value."""
    schema.pop("default", None)


Wallet = Annotated[
    str,
    Field(max_length=100),
    AfterValidator(parse),
    WithJsonSchema(
        {
            "type": "string",
            "maxLength": 100,
            "format": "ton-address",
            "description": "A TON address, friendly (`UQ...`, `EQ...`) or raw (`0:...`).",
        }
    ),
]
Username = Annotated[Line, Field(max_length=64)]
Email = Annotated[Line, Field(max_length=254), AfterValidator(_mailbox)]
TelegramId = Annotated[int, Field(strict=True, ge=1, le=2**52, description="Telegram's ids have 52 bits at the most.")]


class NewParticipant(Wire):
    ton_wallet_address: Wallet
    telegram_user_id: TelegramId | None = None
    username: Username | None = None
    email: Email | None = None


class ParticipantChange(Wire):
    """What is left out stays. `null` clears a contact. Another wallet counts after a delay, and can be stopped."""

    ton_wallet_address: Wallet = Field("", json_schema_extra=_without_default)
    username: Username | None = None
    email: Email | None = None
    telegram_user_id: TelegramId | None = Field(None, description="Operators only.")
    is_active: StrictBool = Field(True, description="Operators only.", json_schema_extra=_without_default)


class PendingWallet(Wire):
    """Where the money will go from `effective_at` on, unless it is cancelled before."""

    ton_wallet_address: str
    asked_at: UtcTime
    effective_at: UtcTime

    @classmethod
    def of(cls, row: WalletChange) -> Self:
        return cls(ton_wallet_address=to_friendly(row.new_wallet), asked_at=row.asked_at, effective_at=row.effective_at)


class ParticipantOut(Wire):
    id: int
    ton_wallet_address: str = Field(description="The friendly, non-bounceable form: `UQ...`.")
    username: str | None
    is_active: bool
    total_workers: int
    active_workers: int
    total_revenue_ton: Ton = Field(description="Earned by all worker contracts, the unattributed part included.")
    total_payouts: int
    telegram_user_id: int | None
    email: str | None
    total_paid_ton: Ton
    balance_ton: Ton = Field(description="Revenue less what was paid.")
    last_payout_at: UtcTime | None
    pending_wallet_change: PendingWallet | None
    created_at: UtcTime
    updated_at: UtcTime

    @classmethod
    def of(cls, row: Participant, figures: Figures, pending: WalletChange | None) -> Self:
        return cls(
            id=row.id,
            ton_wallet_address=to_friendly(row.ton_wallet_address),
            username=row.username,
            is_active=row.is_active,
            total_workers=figures.total_workers,
            active_workers=figures.active_workers,
            total_revenue_ton=to_ton(figures.revenue),
            total_payouts=figures.payouts,
            telegram_user_id=row.telegram_user_id,
            email=row.email,
            total_paid_ton=to_ton(figures.paid),
            balance_ton=to_ton(figures.balance),
            last_payout_at=figures.last_payout_at,
            pending_wallet_change=None if pending is None else PendingWallet.of(pending),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
