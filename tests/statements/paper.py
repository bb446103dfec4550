"""Workers' earnings and payouts as rows, for statements."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from httpx import AsyncClient, Response

from cocoonpool.db import Database, to_ms
from cocoonpool.earnings.models import EarningContract, EarningHour
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import Payout
from cocoonpool.workers.models import Worker, WorkerState
from tests import make

HOUR = 3_600_000
POOL = "0:" + "b0" * 32


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hour(text: str) -> int:
    """The unix ms of the hour a moment lies in."""
    return to_ms(at(text)) // HOUR * HOUR


async def earn(
    db: Database, worker: Worker | None, sc_address: str, when: str, amount: int, *, opening: bool = False
) -> None:
    """Books earnings of an hour as the ledger does: hour, contract, and the worker's share or what is nobody's."""
    async with db.transaction() as session:
        contract = await session.get_one(EarningContract, sc_address)
        contract.earned += amount
        contract.opening += amount if opening else 0
        contract.unattributed += 0 if worker else amount
        key = {"sc_address": sc_address, "worker_id": worker.id if worker else 0, "hour": hour(when)}
        row = await session.get(EarningHour, (*key.values(), opening))
        if row is None:
            row = EarningHour(**key, opening=opening, tokens=0, amount=0)
            session.add(row)
        row.tokens, row.amount = row.tokens + amount, row.amount + amount
        if worker is not None:
            state = await session.get_one(WorkerState, worker.id)
            state.revenue += amount


async def pay(db: Database, who: Participant, when: str, amount: int, **fields: Any) -> Payout:
    """A payout that counts."""
    moment = at(when)
    described = {
        "participant_id": who.id,
        "transaction_hash": f"{to_ms(moment):064x}",
        "message_hash": f"{to_ms(moment) + 1:064x}",
        "source": "chain",
        "amount": amount,
        "fee": 3,
        "from_address": POOL,
        "to_address": who.ton_wallet_address,
        "transaction_time": moment,
        "verification": "verified",
        "counted": True,
        "checks": 0,
        "created_at": make.NOW,
    }
    row = Payout(**{**described, **fields})
    async with db.transaction() as session:
        session.add(row)
    return row


def exactly(answer: Response) -> Any:
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal)


async def statement(http: AsyncClient, who: Participant, month: str, **asked: str) -> Any:
    place = f"/api/v1/participants/{who.id}/statement"
    return exactly(await http.get(place, params={"month": month, **asked}))
