"""Contracts as the ledger keeps them, by owner and by participant; read only."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from sqlalchemy import select

from cocoonpool.db import ReadSession, Session
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.models import EarningContract

_decode = msgspec.json.Decoder(Contract).decode


async def contracts_by_owner(session: ReadSession | Session) -> dict[str, list[Contract]]:
    """All contracts whose owner is known."""
    found: dict[str, list[Contract]] = defaultdict(list)
    for state in await session.scalars(select(EarningContract.state).order_by(EarningContract.sc_address)):
        contract = _decode(state)
        if contract.owner_address is not None:
            found[contract.owner_address].append(contract)
    return dict(found)


async def contracts_of(session: ReadSession | Session, participant_id: int) -> list[Contract]:
    """The contracts that belong to a participant, by address."""
    mine = select(EarningContract.state).where(EarningContract.participant_id == participant_id)
    return [_decode(state) for state in await session.scalars(mine.order_by(EarningContract.sc_address))]


async def contracts_named(session: ReadSession | Session, addresses: Iterable[str]) -> dict[str, Contract]:
    named = select(EarningContract.state).where(EarningContract.sc_address.in_(sorted(addresses)))
    return {contract.sc_address: contract for contract in map(_decode, await session.scalars(named))}
