"""Records a payout by hand: a claim, until the chain is asked."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from cocoonpool.db import Session
from cocoonpool.errors import BadRequest
from cocoonpool.participants import queries as participants
from cocoonpool.payouts.models import Payout
from cocoonpool.payouts.shapes import NewPayout
from cocoonpool.payouts.verdict import Verification


class AlreadyRecorded(BadRequest):
    """By hand or by the chain, in whatever spelling."""

    code = "transaction_recorded"

    def __init__(self) -> None:
        super().__init__("This transaction is already recorded for this participant.")


async def record(session: Session, new: NewPayout, now: datetime) -> Payout:
    """Another payee of the same transaction is another payout: a batch is one transaction.

    Raises:
        NoSuchParticipant: nobody has this id.
        BadRequest: the money went elsewhere than to the participant's wallet.
        AlreadyRecorded: the transaction is there already, for this participant.
    """
    participant = await participants.get(session, new.participant_id, only=None)
    if new.to_address != participant.ton_wallet_address:
        raise BadRequest("`to_address` is not the participant's wallet.", "not_their_wallet")
    await _refuse_double(session, new)
    row = _claimed(new, now)
    session.add(row)
    try:
        await session.flush()
        await session.refresh(row)  # what is answered now is what is read later: times to the millisecond
    except IntegrityError as error:  # recorded by another request since we looked
        raise AlreadyRecorded from error
    return row


async def _refuse_double(session: Session, new: NewPayout) -> None:
    hash_ = new.transaction_hash
    spellings = (Payout.transaction_hash == hash_, Payout.recorded_hash == hash_, Payout.message_hash == hash_)
    same = select(Payout.id).where(Payout.participant_id == new.participant_id, or_(*spellings)).limit(1)
    if await session.scalar(same) is not None:
        raise AlreadyRecorded


def _claimed(new: NewPayout, now: datetime) -> Payout:
    return Payout(
        participant_id=new.participant_id,
        transaction_hash=new.transaction_hash,
        recorded_hash=new.transaction_hash,
        source="manual",
        amount=new.amount_ton,
        amount_usd=None if new.amount_usd is None else format(new.amount_usd, "f"),
        from_address=new.from_address,
        to_address=new.to_address,
        transaction_time=new.transaction_time,
        period_start=new.period_start,
        period_end=new.period_end,
        verification=Verification.PENDING.value,
        verification_reason="Not checked yet.",
        counted=True,
        next_check_at=now,
        created_at=now,
    )
