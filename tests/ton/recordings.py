"""Recorded answers of an indexer (tests/chain), and transactions of any shape made from them."""

from pathlib import Path
from typing import Any

import msgspec

from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.parse import parse_transactions
from cocoonpool.ton.transaction import Transaction

Json = dict[str, Any]

CHAIN = Path(__file__).parents[1] / "chain"
NAMES = (
    "cocoon_payout_last",
    "cocoon_payout_proxy_short_of_funds",
    "cocoon_payouts_ok",
    "pool_payouts_v4r2",
    "toncenter_v3_transactions_real_2025-07",
)


def recorded_bytes(name: str) -> bytes:
    return (CHAIN / f"{name}.json").read_bytes()


def recorded(name: str) -> Json:
    return msgspec.json.decode(recorded_bytes(name), type=Json)


def parsed(*printed: Json) -> tuple[Transaction, ...]:
    """Through the real parser, from bytes."""
    read = parse_transactions(msgspec.json.encode({"transactions": printed, "address_book": {}}))
    assert not isinstance(read, ChainFault), read.reason
    return read


def recorded_transactions(name: str) -> tuple[Transaction, ...]:
    return parsed(*recorded(name)["transactions"])


def batch() -> Json:
    """The pool wallet's recorded payment to three participants."""
    printed: Json = recorded("pool_payouts_v4r2")["transactions"][2]
    return printed
