"""How old our view of the chain is, on the wire."""

from datetime import datetime
from typing import Self

from pydantic import Field

from cocoonpool.payouts.models import PoolWallet
from cocoonpool.payouts.view import View
from cocoonpool.ton.address import to_friendly
from cocoonpool.wire import UtcTime, Wire


class WalletOut(Wire):
    address: str
    complete_at: UtcTime | None = Field(description="Everything up to here is on the books; null: not yet.")
    age_seconds: int | None = Field(description="How long ago that was.")
    last_lt: int
    last_transaction_hash: str | None
    last_transaction_at: UtcTime | None
    trouble: str | None = Field(description="Why it cannot be read on at the moment.")
    trouble_since: UtcTime | None

    @classmethod
    def of(cls, row: PoolWallet, now: datetime) -> Self:
        return cls(
            address=to_friendly(row.address),
            complete_at=row.complete_at,
            age_seconds=_age(row.complete_at, now),
            last_lt=row.last_lt,
            last_transaction_hash=row.last_hash,
            last_transaction_at=row.last_transaction_at,
            trouble=row.trouble,
            trouble_since=row.trouble_since,
        )


class ChainOut(Wire):
    """`complete_at` is that of the wallet furthest behind. Null throughout: never heard of the chain."""

    complete_at: UtcTime | None
    age_seconds: int | None
    answered_at: UtcTime | None = Field(description="When the source last answered.")
    head_seqno: int | None = Field(description="Its newest masterchain block then.")
    head_at: UtcTime | None
    trouble: str | None = Field(description="Why it does not answer at the moment.")
    trouble_since: UtcTime | None
    wallets: list[WalletOut]

    @classmethod
    def of(cls, view: View, now: datetime) -> Self:
        source = view.source
        return cls(
            complete_at=view.complete_at,
            age_seconds=_age(view.complete_at, now),
            answered_at=source.answered_at if source else None,
            head_seqno=source.head_seqno if source else None,
            head_at=source.head_at if source else None,
            trouble=source.trouble if source else None,
            trouble_since=source.trouble_since if source else None,
            wallets=[WalletOut.of(row, now) for row in view.wallets],
        )


def _age(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(0, int((now - moment).total_seconds()))
