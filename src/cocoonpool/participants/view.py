"""Participants as they are shown: the row, its figures, and what is pending."""

from collections.abc import Sequence

from cocoonpool.db import ReadSession, Session
from cocoonpool.participants.figures import figures_of
from cocoonpool.participants.models import Participant
from cocoonpool.participants.shapes import ParticipantOut
from cocoonpool.participants.wallet_change import pending_of


async def shown(session: ReadSession | Session, rows: Sequence[Participant]) -> list[ParticipantOut]:
    """In the order of the rows; so many queries, however many rows."""
    ids = [row.id for row in rows]
    figures, pending = await figures_of(session, ids), await pending_of(session, ids)
    return [ParticipantOut.of(row, figures[row.id], pending.get(row.id)) for row in rows]


async def shown_one(session: ReadSession | Session, row: Participant) -> ParticipantOut:
    (answer,) = await shown(session, [row])
    return answer
