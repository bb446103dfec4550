"""Reads what was earned and what of it arrived: by participant, by worker, by contract."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import case, func, select

from cocoonpool.db import ReadSession
from cocoonpool.earnings.certainty import Missing, Received
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.models import ContractCheck, EarningHour
from cocoonpool.ton.address import AddressError, parse
from cocoonpool.workers.last_reading import LAST_READINGS
from cocoonpool.workers.models import WorkerState
from cocoonpool.workers.state import decode_reading


class Share(msgspec.Struct, frozen=True):
    """Of one worker in one contract; `opening` is the part of `amount` from before we looked. nanoTON."""

    sc_address: str
    tokens: int
    amount: int
    opening: int


async def shares_of_worker(session: ReadSession, worker_id: int) -> list[Share]:
    """By contract; they add up to the worker's revenue."""
    hour = EarningHour
    opening = func.sum(case((hour.opening, hour.amount), else_=0))
    sums = select(hour.sc_address, func.sum(hour.tokens), func.sum(hour.amount), opening)
    rows = await session.execute(
        sums.where(hour.worker_id == worker_id).group_by(hour.sc_address).order_by(hour.sc_address)
    )
    return [Share(sc, int(tokens), int(amount), int(before)) for sc, tokens, amount, before in rows]


async def contracts_shown(session: ReadSession, worker_id: int) -> set[str]:
    """The addresses of the contracts that the worker's last reading shows."""
    text = await session.scalar(LAST_READINGS.where(WorkerState.worker_id == worker_id))
    if text is None:
        return set()
    reading = decode_reading(text)
    addresses = (_canonical(proxy.sc_address, bool(reading.is_test)) for proxy in reading.proxies)
    return {address for address in addresses if address is not None}


def _canonical(printed: str | None, testnet: bool) -> str | None:
    try:
        return None if printed is None else parse(printed, testnet=testnet)
    except AddressError:
        return None


async def received_of(session: ReadSession, contracts: Sequence[Contract]) -> dict[str, Received]:
    """What arrived, by contract. A contract whose owner's account was never read to its end has no entry."""
    addresses = [contract.sc_address for contract in contracts]
    rows = await session.scalars(select(ContractCheck).where(ContractCheck.sc_address.in_(addresses)))
    return {row.sc_address: _received(row) for row in rows}


def _received(check: ContractCheck) -> Received:
    return Received(
        as_of=check.checked_at,
        amount=check.received_amount,
        payments=check.payments,
        last_at=check.last_payment_at,
        tokens=check.received_tokens,
        cashed_out=check.cashed_out,
        missing=_missing(check),
    )


def _missing(check: ContractCheck) -> Missing | None:
    if check.missing_tokens is None:
        return None
    return Missing(check.missing_tokens, check.missing_amount or 0, check.missing_since)
