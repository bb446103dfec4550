"""Payouts and prices put straight into the database, for reports to be made of."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from cocoonpool.db import Database
from cocoonpool.money import from_ton
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import Payout
from cocoonpool.prices.models import StoredFixing, StoredPrice
from cocoonpool.prices.queries import minute_of
from tests import make

POOL = "0:" + "90" * 32


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def payout(who: Participant, at: str, ton: str = "25.5", number: int = 1, **fields: Any) -> Payout:
    """A verified payout; `number` makes its hash."""
    return Payout(
        **{
            "participant_id": who.id,
            "transaction_hash": f"{number:064x}",
            "source": "chain",
            "amount": from_ton(Decimal(ton)),
            "from_address": POOL,
            "to_address": who.ton_wallet_address,
            "transaction_time": moment(at),
            "verification": "verified",
            "counted": True,
            "created_at": make.NOW,
            **fields,
        }
    )


def price(at: str, amount: str, currency: str = "USD", **fields: Any) -> StoredPrice:
    """The price of the minute, confirmed by a second source."""
    minute = minute_of(moment(at))
    return StoredPrice(
        **{
            "currency": currency,
            "at": minute,
            "price": amount,
            "source": "binance",
            "method": "close of the minute, TONUSDT, USDT taken for USD",
            "quoted_at": minute + timedelta(minutes=1),
            "confirmed_by": "coingecko",
            "confirming_price": amount,
            "fetched_at": make.NOW,
            **fields,
        }
    )


def fixing(day: str, currency: str, per_euro: str, **fields: Any) -> StoredFixing:
    return StoredFixing(**{"currency": currency, "day": day, "per_euro": per_euro, "fetched_at": make.NOW, **fields})


async def put(db: Database, *rows: Any) -> None:
    async with db.transaction() as session:
        session.add_all(rows)
