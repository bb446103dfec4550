"""What a browser sends to log in, and what it is told."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AliasChoices, BeforeValidator, Field

from cocoonpool.auth.models import LoginSession
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.participants.shapes import ParticipantOut
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.proof import Claim
from cocoonpool.wire import UtcTime, Wire

_LATEST = 10**12  # unix seconds, some ten thousand years from now


def _whole(value: Any) -> Any:
    """Wallets say a number or a decimal string; to JSON, 5 and 5.0 are the same number."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        return int(value)
    written_out = isinstance(value, Decimal) and value.is_finite() and value.adjusted() < 18
    return int(value) if written_out and value == value.to_integral_value() else value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class SignedDomain(Wire):
    length_bytes: Annotated[
        int,
        Field(
            strict=True,
            ge=0,
            le=2**32 - 1,
            validation_alias=AliasChoices("lengthBytes", "LengthBytes"),
            serialization_alias="lengthBytes",
        ),
        BeforeValidator(_whole),
    ]
    value: Annotated[str, Field(max_length=1000)]


class SignedProof(Wire):
    """The `proof` of the wallet's `ton_proof` item, with its account's `walletStateInit` as `state_init`."""

    timestamp: Annotated[int, Field(strict=True, ge=0, le=_LATEST), BeforeValidator(_whole)]
    domain: SignedDomain
    payload: Annotated[str, Field(max_length=1000)]
    signature: Annotated[str, Field(max_length=1000, description="64 bytes, base64.")]
    state_init: Annotated[
        str | None, Field(max_length=16_000, description="A bag of cells, base64; a wallet's has about 1,100.")
    ] = None


class NewLogin(Wire):
    address: Annotated[str, Field(max_length=100, description="In any form.")]
    network: Annotated[str, BeforeValidator(_text), Field(max_length=20, description="`-239` is mainnet.")]
    public_key: Annotated[str | None, Field(max_length=200, description="Hex.")] = None
    proof: SignedProof

    def claim(self) -> Claim:
        return Claim(
            address=self.address,
            network=self.network,
            timestamp=self.proof.timestamp,
            domain=self.proof.domain.value,
            domain_bytes=self.proof.domain.length_bytes,
            payload=self.proof.payload,
            signature=self.proof.signature,
            state_init=self.proof.state_init,
            public_key=self.public_key,
        )


class Payload(Wire):
    """What the wallet shall sign. It counts once, in this browser."""

    payload: str
    expires_at: UtcTime


class SessionOut(Wire):
    id: int
    ton_wallet_address: str
    participant_id: int | None
    address: str | None = Field(description="From where it was opened.")
    user_agent: str | None
    created_at: UtcTime
    last_used_at: UtcTime
    expires_at: UtcTime
    current: bool = Field(description="Whether it is the session of this request.")

    @classmethod
    def of(cls, row: LoginSession, current: int | None) -> Self:
        return cls(
            id=row.id,
            ton_wallet_address=to_friendly(row.wallet),
            participant_id=row.participant_id,
            address=row.address,
            user_agent=row.user_agent,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at,
            current=row.id == current,
        )


class Me(Wire):
    """Who is asking. By wallet, or by API key: then there is no session, and no wallet was proven."""

    role: Role
    scopes: list[Scope]
    ton_wallet_address: str | None
    participant_id: int | None
    participant: ParticipantOut | None
    session_id: int | None
    key_id: int | None
    fresh_until: datetime | None = Field(description="Until then the login counts as a fresh proof of the wallet.")

    @classmethod
    def of(cls, caller: Principal, participant: ParticipantOut | None) -> Self:
        return cls(
            role=caller.role,
            scopes=sorted(caller.scopes),
            ton_wallet_address=None if caller.wallet is None else to_friendly(caller.wallet),
            participant_id=caller.participant_id,
            participant=participant,
            session_id=caller.session_id,
            key_id=caller.key_id,
            fresh_until=caller.proof_counts_until,
        )
