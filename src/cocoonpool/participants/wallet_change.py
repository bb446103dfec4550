"""A wallet is where the money goes: another one waits before it counts, and until then the old one can stop it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from cocoonpool.auth.audit import Facts, record
from cocoonpool.auth.principal import Principal, Role
from cocoonpool.db import Database, ReadSession, Session
from cocoonpool.errors import BadRequest, Forbidden, NotFound
from cocoonpool.generation import raise_generation
from cocoonpool.participants.models import Participant, WalletChange
from cocoonpool.telemetry import get_logger
from cocoonpool.ton.address import to_friendly

log = get_logger(__name__)

_CLOCK: Final = Principal(role=Role.OPERATOR, scopes=frozenset(), who="the pool, after the delay")


class NoWalletChange(NotFound):
    code = "wallet_change_not_found"

    def __init__(self) -> None:
        super().__init__("No change of the wallet is pending.")


async def pending_of(session: ReadSession | Session, participant_ids: Sequence[int]) -> dict[int, WalletChange]:
    """The pending changes, by participant."""
    of_them = WalletChange.participant_id.in_(participant_ids)
    rows = await session.scalars(select(WalletChange).where(of_them, WalletChange.state == "pending"))
    return {row.participant_id: row for row in rows}


async def ask(
    session: Session, who: Participant, wallet: str, caller: Principal, *, delay: timedelta, now: datetime
) -> None:
    """Has the wallet changed after `delay`. Asking for another one starts anew; asking for the same one does not.

    Raises:
        Forbidden: neither a fresh proof of the old wallet nor an operator.
        BadRequest: the wallet is somebody's.
    """
    await session.refresh(who, with_for_update=True)
    pending = (await pending_of(session, [who.id])).get(who.id)
    if wallet == (who.ton_wallet_address if pending is None else pending.new_wallet):
        return
    caller.prove_fresh(now)
    if pending is not None:
        await _close(session, pending, "cancelled", caller, now)
    if wallet == who.ton_wallet_address:
        return
    if await _is_taken(session, wallet):
        raise BadRequest("This wallet is registered already.", "wallet_taken")
    row = WalletChange(
        participant_id=who.id,
        old_wallet=who.ton_wallet_address,
        new_wallet=wallet,
        state="pending",
        asked_by=caller.who,
        asked_at=now,
        effective_at=now + delay,
    )
    session.add(row)
    await _note(session, row, "asked", caller, now)
    if row.effective_at <= now:
        await _apply(session, row, now)


async def cancel(session: Session, participant_id: int, caller: Principal, now: datetime) -> None:
    """Stops a change that has not taken effect.

    Raises:
        NoWalletChange: there is none.
        Forbidden: neither logged in with the old wallet nor an operator.
    """
    row = (await pending_of(session, [participant_id])).get(participant_id)
    if row is None:
        raise NoWalletChange
    if not (caller.is_operator or caller.wallet == row.old_wallet):
        raise Forbidden("Only the present wallet, logged in, or an operator may cancel this.", "old_wallet_only")
    await _close(session, row, "cancelled", caller, now)


async def apply_due(db: Database, now: datetime) -> int:
    """Changes the wallets whose delay is over; returns how many. Each is done once, however many processes try."""
    due = select(WalletChange.id).where(WalletChange.state == "pending", WalletChange.effective_at <= now)
    async with db.reading() as session:
        ids = list(await session.scalars(due.order_by(WalletChange.id)))
    for change_id in ids:
        async with db.transaction() as writing:
            row = await writing.get(WalletChange, change_id, with_for_update=True)
            if row is not None and row.state == "pending":
                await _apply(writing, row, now)
    return len(ids)


async def _apply(session: Session, row: WalletChange, now: datetime) -> None:
    if await _is_taken(session, row.new_wallet):  # by somebody who registered while it waited
        await _close(session, row, "refused", _CLOCK, now)
        return
    who = await session.get_one(Participant, row.participant_id, with_for_update=True)
    who.ton_wallet_address, who.updated_at = row.new_wallet, now
    await _close(session, row, "applied", _CLOCK, now)
    await raise_generation(session)


async def _close(session: Session, row: WalletChange, state: str, caller: Principal, now: datetime) -> None:
    row.state, row.closed_at = state, now
    await session.flush()
    await _note(session, row, state, caller, now)


async def _note(session: Session, row: WalletChange, what: str, caller: Principal, now: datetime) -> None:
    before, after = _said(row, what)
    subject = f"participants/{row.participant_id}"
    await record(session, caller, f"wallet_change.{what}", subject, now, before=before, after=after)
    log.warning(
        "change of a participant's wallet",
        what=what,
        participant=row.participant_id,
        new=to_friendly(row.new_wallet),
        by=caller.who,
        effective_at=row.effective_at.isoformat(),
    )


def _said(row: WalletChange, what: str) -> tuple[Facts, Facts]:
    nothing, wanted = {"pending": None}, {"pending": row.new_wallet}
    match what:
        case "asked":
            return nothing, {**wanted, "effective_at": row.effective_at}
        case "applied":
            return {"ton_wallet_address": row.old_wallet}, {"ton_wallet_address": row.new_wallet}
        case _:
            return wanted, nothing


async def _is_taken(session: Session, wallet: str) -> bool:
    taken = select(Participant.id).where(Participant.ton_wallet_address == wallet)
    return await session.scalar(taken) is not None
