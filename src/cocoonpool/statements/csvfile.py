"""A statement as a table: RFC 4180, exact decimals, text that no spreadsheet runs. Pure.

The amounts of all rows but those of the section `received` add up to the last row's, the balance after the month.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cocoonpool.statements.statement import Arrived, Earned, Paid, Statement, link
from cocoonpool.tax.cells import Cell, coins, utc, written
from cocoonpool.ton.address import to_friendly

HEADER: Final = (
    "section", "time_utc", "amount", "symbol", "fee", "worker_id", "worker_name", "proxy_address", "contract_address",
    "tokens", "wallet_address", "payout_id", "transaction_hash", "link", "verification", "comment",
)  # fmt: skip

_Row = dict[str, Cell]


def as_csv(told: Statement) -> bytes:
    """UTF-8 without a byte order mark; the first row names the columns. Not known is an empty cell."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(HEADER)
    for row in _rows(told):
        table.writerow([written(row.get(name)) for name in HEADER])
    return text.getvalue().encode()


def file_name(told: Statement) -> str:
    return f"cocoon-pool-statement-{told.month.name}-participant-{told.participant_id}.csv"


def _rows(told: Statement) -> Iterator[_Row]:
    for row in _entries(told):
        yield {"symbol": told.symbol, **row}


def _entries(told: Statement) -> Iterator[_Row]:
    yield _balance("balance before", told.month.start, told.balance_before)
    yield from (_earned("earned", row) for row in told.earned)
    yield from (_earned("brought in", row) for row in told.brought_in)
    yield from (_paid(row) for row in told.paid)
    if told.arrivals is not None:
        yield from (_arrived(row) for row in told.arrivals.rows)
    yield _balance("balance after", told.month.end, told.balance_after)


def _balance(section: str, moment: datetime, amount: int) -> _Row:
    return {"section": section, "time_utc": utc(moment), "amount": coins(amount)}


def _earned(section: str, row: Earned) -> _Row:
    return {
        "section": section,
        "amount": coins(row.amount),
        "worker_id": row.worker_id,
        "worker_name": "unattributed" if row.worker_id is None else row.worker_name,
        "proxy_address": None if row.proxy_address is None else to_friendly(row.proxy_address, bounceable=True),
        "contract_address": to_friendly(row.sc_address, bounceable=True),
        "tokens": row.tokens,
    }


def _paid(row: Paid) -> _Row:
    return {
        "section": "paid",
        "time_utc": utc(row.at),
        "amount": coins(-row.amount),
        "fee": None if row.fee is None else coins(row.fee),
        "wallet_address": to_friendly(row.to_address),
        "payout_id": row.payout_id,
        "transaction_hash": row.transaction_hash,
        "link": link(row.transaction_hash),
        "verification": row.verification,
        "comment": row.comment,
    }


def _arrived(row: Arrived) -> _Row:
    return {
        "section": "received",
        "time_utc": utc(row.at),
        "amount": coins(row.amount),
        "proxy_address": to_friendly(row.proxy_address, bounceable=True),
        "contract_address": to_friendly(row.sc_address, bounceable=True),
        "wallet_address": to_friendly(row.owner_address),
        "transaction_hash": row.transaction_hash,
        "link": link(row.transaction_hash),
    }
