"""Holds what each contract of an owner has cashed out against what arrived, and keeps the finding."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import select, update

from cocoonpool.db import Database, Session, from_ms, to_ms
from cocoonpool.earnings.arrears import Arrears, Held, Part, hold
from cocoonpool.earnings.contract import Contract
from cocoonpool.earnings.judgement import Trouble, trouble_of
from cocoonpool.earnings.models import ContractCheck, FollowedOwner, ReceivedPayment
from cocoonpool.earnings.recognition import Proof, Standing, prove
from cocoonpool.money import Nanoton
from cocoonpool.telemetry import get_logger
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault

log = get_logger(__name__)

ASK_AGAIN: Final = timedelta(hours=1)


class View(msgspec.Struct, frozen=True):
    """What the chain says of a contract itself, and when we asked."""

    proof: Proof = Proof.UNREAD
    tokens: int | None = None
    at: datetime | None = None

    @property
    def contradicted(self) -> bool:
        return self.proof is Proof.CONTRADICTED


async def chain_views(
    db: Database, client: ChainClient, contracts: Sequence[Contract], now: datetime
) -> dict[str, View] | Trouble:
    """Each contract's own counter on chain; asked for once an hour, it hardly ever moves."""
    async with db.reading() as session:
        known = {sc: _view_of(row) for sc, row in (await _checks(session, contracts)).items()}
    views = {}
    for contract in contracts:
        view = known.get(contract.sc_address, View())
        if view.at is None or now - view.at >= ASK_AGAIN:
            asked = await _ask(client, contract, view, now)
            if isinstance(asked, Trouble):
                return asked
            view = asked
        views[contract.sc_address] = view
    return views


async def _ask(client: ChainClient, contract: Contract, before: View, now: datetime) -> View | Trouble:
    state = await client.account_state(contract.sc_address)
    if isinstance(state, ChainFault):  # one odd answer: the payments tell the counter, too
        return trouble_of(state) if state.passing else View(before.proof, before.tokens, now)
    proof, tokens = prove(contract, state)
    if proof is Proof.UNREAD and before.proof is not Proof.UNREAD:
        return View(before.proof, before.tokens, now)
    return View(proof, tokens, now)


async def check_contracts(
    db: Database, owner: str, contracts: Sequence[Contract], views: Mapping[str, View], now: datetime
) -> None:
    """Call it when the owner's account has been read to its end. One transaction for all of the owner's contracts."""
    async with db.transaction() as session:
        row = await session.get_one(FollowedOwner, owner)
        if row.trouble is not None:
            log.info("an owner's account is read again", owner=owner)
        row.complete_at, row.trouble, row.trouble_since = now, None, None
        checks, parts = await _checks(session, contracts), await _parts(session, owner)
        for contract in contracts:
            sc_address, view = contract.sc_address, views[contract.sc_address]
            if view.contradicted:
                await _disown(session, sc_address)
            mine = () if view.contradicted else parts[sc_address]
            cashed_out = _highest(contract.cashed_out, view.tokens, *(part.tokens for part in mine))
            before = _arrears_of(checks.get(sc_address))
            held = hold(mine, cashed_out, contract.fee, whole=row.first_lt == 0, before=before, now=to_ms(now))
            await session.merge(_row(sc_address, cashed_out, view, mine, held, now))


async def _disown(session: Session, sc_address: str) -> None:
    """What a worker called its owner's contract is somebody else's: its payments are nobody's revenue here."""
    await session.execute(
        update(ReceivedPayment)
        .where(ReceivedPayment.sc_address == sc_address, ReceivedPayment.standing == Standing.REVENUE.value)
        .values(standing=Standing.UNKNOWN.value, reason="on chain, the worker contract has another owner or proxy")
    )


async def _checks(session: Session, contracts: Sequence[Contract]) -> dict[str, ContractCheck]:
    addresses = [contract.sc_address for contract in contracts]
    rows = await session.scalars(select(ContractCheck).where(ContractCheck.sc_address.in_(addresses)))
    return {row.sc_address: row for row in rows}


async def _parts(session: Session, owner: str) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    revenue = (ReceivedPayment.owner_address == owner, ReceivedPayment.standing == Standing.REVENUE.value)
    for row in await session.scalars(select(ReceivedPayment).where(*revenue)):
        if row.sc_address is not None and row.tokens is not None:
            found[row.sc_address].append(Part(Nanoton(row.amount), row.tokens, to_ms(row.at), row.fee_unit or 1))
    return found


def _highest(*figures: int | None) -> int | None:
    return max((figure for figure in figures if figure is not None), default=None)


def _view_of(row: ContractCheck) -> View:
    return View(Proof(row.proof), row.chain_tokens, row.chain_at)


def _arrears_of(row: ContractCheck | None) -> Arrears | None:
    if row is None or not row.missing_tokens or row.missing_from is None or row.missing_since is None:
        return None
    amount = Nanoton(row.missing_amount or 0)
    return Arrears(row.missing_tokens, amount, row.missing_from, to_ms(row.missing_since))


def _row(
    sc_address: str, cashed_out: int | None, view: View, parts: Sequence[Part], held: Held, now: datetime
) -> ContractCheck:
    arrears = held.arrears
    return ContractCheck(
        sc_address=sc_address,
        checked_at=now,
        cashed_out=cashed_out,
        chain_tokens=view.tokens,
        chain_at=view.at,
        proof=view.proof.value,
        payments=len(parts),
        last_payment_at=from_ms(max(part.at for part in parts)) if parts else None,
        received_amount=held.received_amount,
        received_tokens=held.received_tokens,
        missing_tokens=held.missing_tokens,
        missing_amount=arrears.amount if arrears else held.missing_tokens,
        missing_from=arrears.start if arrears else None,
        missing_since=from_ms(arrears.since) if arrears else None,
    )
