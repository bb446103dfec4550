"""Puts transfers of the chain on the books: one transfer, one payout, whoever knew of it first. Commits nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import delete, insert, select

from cocoonpool.db import Session
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import Payout, UnassignedTransfer
from cocoonpool.payouts.rows import columns_of, transfer_of
from cocoonpool.payouts.verdict import (
    UNDELIVERED,
    VERIFIED,
    Claim,
    Verdict,
    Verification,
    best,
    judge,
    may_bounce,
    next_check,
)
from cocoonpool.ton.transfers import Transfer

_AT_ONCE: Final = 500  # values in one statement: databases have limits


class Booked(msgspec.Struct, frozen=True):
    """What became of the transfers: new payouts, recognised ones of those recorded by hand, strangers' transfers."""

    made: int = 0
    recognised: int = 0
    unassigned: int = 0


class _Owned(msgspec.Struct, frozen=True):
    participant_id: int
    transfer: Transfer


async def book(
    session: Session, transfers: Sequence[Transfer], now: datetime, spellings: Mapping[str, str] | None = None
) -> Booked:
    """Books what is not booked yet. All are transfers of TON (`TransferKind.TRANSFER`) of the pool's wallets.

    `spellings`: other hashes a person may have recorded, each to the hash of its transaction.
    """
    fresh = await _unbooked(session, transfers)
    owners = await _owners(session, {transfer.destination for transfer in fresh if transfer.destination})
    owned = [_Owned(owners[one.destination], one) for one in fresh if one.destination in owners]
    strange = [one for one in fresh if one.destination not in owners]
    left = await _recognise(session, owned, dict(spellings or {}), now)
    await _insert_payouts(session, left, now)
    if strange:
        await session.execute(insert(UnassignedTransfer), [_stranger(transfer, now) for transfer in strange])
    return Booked(len(left), len(owned) - len(left), len(strange))


async def assign_strangers(session: Session, now: datetime) -> Booked:
    """Transfers to wallets that were registered only afterwards become payouts."""
    theirs = select(UnassignedTransfer).join(
        Participant, Participant.ton_wallet_address == UnassignedTransfer.to_address
    )
    rows = list(await session.scalars(theirs.where(UnassignedTransfer.reason == "stranger").limit(_AT_ONCE)))
    if not rows:
        return Booked()
    transfers = [transfer_of(row) for row in rows]
    await session.execute(delete(UnassignedTransfer).where(UnassignedTransfer.id.in_([row.id for row in rows])))
    return await book(session, transfers, now)


def portions(values: Collection[str]) -> Iterator[list[str]]:
    """The values in lists that one statement can hold."""
    ordered = list(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


async def _unbooked(session: Session, transfers: Sequence[Transfer]) -> list[Transfer]:
    """Those whose message no row has: seen twice is booked once."""
    known: set[str | None] = set()
    for some in portions([transfer.message_hash for transfer in transfers]):
        for column in (Payout.message_hash, UnassignedTransfer.message_hash):
            known.update(await session.scalars(select(column).where(column.in_(some))))
    first: dict[str, Transfer] = {}
    for transfer in transfers:
        if transfer.message_hash not in known:
            first.setdefault(transfer.message_hash, transfer)
    return list(first.values())


async def _owners(session: Session, wallets: Collection[str]) -> dict[str | None, int]:
    owners: dict[str | None, int] = {}
    for some in portions(wallets):
        rows = select(Participant.ton_wallet_address, Participant.id).where(Participant.ton_wallet_address.in_(some))
        owners.update((address, one) for address, one in await session.execute(rows))
    return owners


async def _recognise(session: Session, owned: list[_Owned], spellings: dict[str, str], now: datetime) -> list[_Owned]:
    """Gives payouts recorded by hand the transfer they meant; returns the transfers nobody had recorded."""
    spellings.update((one.transfer.transaction_hash,) * 2 for one in owned)
    left: dict[tuple[str, int], list[_Owned]] = {}
    for one in owned:
        left.setdefault((one.transfer.transaction_hash, one.participant_id), []).append(one)
    for row in await _recorded(session, spellings):
        key = (spellings[row.recorded_hash or ""], row.participant_id)
        candidates = left.get(key)
        if candidates:
            claim = claim_of(row)
            offered = [one.transfer for one in candidates]
            named = [transfer for transfer in offered if transfer.message_hash == row.recorded_hash]
            meant = best(claim, named or offered)
            settle(row, claim, meant, may_bounce(meant), now)
            left[key] = [one for one in candidates if one.transfer is not meant]
    untaken = {id(one) for group in left.values() for one in group}
    return [one for one in owned if id(one) in untaken]


async def _recorded(session: Session, hashes: Collection[str]) -> list[Payout]:
    """Payouts recorded under one of these hashes, whose transfer is not known yet."""
    found: list[Payout] = []
    for some in portions(hashes):
        rows = select(Payout).where(Payout.recorded_hash.in_(some), Payout.message_hash.is_(None))
        found.extend(await session.scalars(rows.order_by(Payout.id)))
    return found


def claim_of(row: Payout) -> Claim:
    return Claim(row.amount, row.from_address)


def settle(row: Payout, claim: Claim, transfer: Transfer, delivered: bool | None, now: datetime) -> None:
    """This transfer is what the payout is about: judged by the claim, then the chain's word replaces what was there."""
    for column, value in columns_of(transfer).items():
        setattr(row, column, value)
    pronounce(row, judge(claim, transfer, delivered), now)


def pronounce(row: Payout, verdict: Verdict, now: datetime) -> None:
    """Writes down a verdict, and when to ask again if it is not final."""
    give_up = verdict.verification is Verification.NOT_FOUND
    row.verification, row.verification_reason = verdict.verification.value, verdict.reason
    row.counted = verdict.counted
    row.verified_at = now if verdict.verification is Verification.VERIFIED else None
    row.next_check_at = None if verdict.final else next_check(row.created_at, row.checks, now, give_up=give_up)


async def _insert_payouts(session: Session, owned: Sequence[_Owned], now: datetime) -> None:
    if owned:
        await session.execute(insert(Payout), [_payout(one, now) for one in owned])


def _payout(one: _Owned, now: datetime) -> dict[str, object]:
    verdict = VERIFIED if may_bounce(one.transfer) else UNDELIVERED
    return {
        **columns_of(one.transfer),
        "participant_id": one.participant_id,
        "source": "chain",
        "verification": verdict.verification.value,
        "verification_reason": verdict.reason,
        "verified_at": now if verdict is VERIFIED else None,
        "counted": True,
        "checks": 0,
        "next_check_at": None if verdict.final else now,
        "created_at": now,
    }


def _stranger(transfer: Transfer, now: datetime) -> dict[str, object]:
    return {**columns_of(transfer), "reason": "stranger", "returned_by": None, "created_at": now}
