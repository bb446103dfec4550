"""Reads agents and codes. Whose they are stands in the WHERE clause, so that another's is a missing one."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, func, select, true

from cocoonpool.agents.models import Agent, EnrolmentCode
from cocoonpool.auth import keys
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Principal
from cocoonpool.db import ReadSession, Session
from cocoonpool.errors import Forbidden, NotFound
from cocoonpool.workers.models import Worker


class AgentNotFound(NotFound):
    code = "agent_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such agent.")


class CodeNotFound(NotFound):
    code = "code_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such enrolment code.")


class NotEnrolled(Forbidden):
    code = "not_enrolled"

    def __init__(self) -> None:
        super().__init__("This key belongs to no enrolled host: `cocoonpool agent enroll` makes one that does.")


class Shown(msgspec.Struct, frozen=True):
    """An agent with what stands elsewhere: when its key was revoked, and how many workers it sends for."""

    agent: Agent
    revoked_at: datetime | None
    workers: int


async def list_agents(session: ReadSession, *, only: int | None, after: int, limit: int) -> tuple[list[Shown], int]:
    """A page in order of id, and how many there are in all. Revoked agents stay, as a record."""
    total = await session.scalar(select(func.count()).select_from(Agent).where(_of(only)))
    return await _shown(session, _of(only), Agent.id > after, limit=limit), total or 0


async def get(session: ReadSession | Session, agent_id: int, *, only: int | None) -> Shown:
    """Raises AgentNotFound, also when it is another participant's."""
    found = await _shown(session, _of(only), Agent.id == agent_id, limit=1)
    if not found:
        raise AgentNotFound
    return found[0]


async def _shown(session: ReadSession | Session, *which: ColumnElement[bool], limit: int) -> list[Shown]:
    workers = (
        select(func.count())
        .select_from(Worker)
        .where(Worker.agent_id == Agent.id, Worker.deleted_at.is_(None))
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Agent, ApiKey.revoked_at, workers)
        .join(ApiKey, ApiKey.id == Agent.key_id)
        .where(*which)
        .order_by(Agent.id)
        .limit(limit)
    )
    return [Shown(row[0], row[1], row[2]) for row in rows]


async def id_of_key(session: ReadSession, key_id: int | None) -> int:
    """The agent that holds this key.

    Raises:
        NotEnrolled
    """
    agent_id = await session.scalar(select(Agent.id).where(Agent.key_id == key_id))
    if agent_id is None:
        raise NotEnrolled
    return agent_id


async def revoke(session: Session, agent_id: int, *, by: Principal, now: datetime) -> None:
    """Ends an agent's key for good. Raises AgentNotFound."""
    shown = await get(session, agent_id, only=by.only_participant)
    await keys.revoke(session, shown.agent.key_id, only_participant=None, by=by, now=now)


async def list_codes(
    session: ReadSession, *, only: int | None, after: int, limit: int
) -> tuple[list[tuple[ApiKey, EnrolmentCode]], int]:
    mine = true() if only is None else ApiKey.participant_id == only
    joined = select(ApiKey, EnrolmentCode).join(EnrolmentCode, EnrolmentCode.key_id == ApiKey.id).where(mine)
    total = await session.scalar(select(func.count()).select_from(joined.subquery()))
    rows = await session.execute(joined.where(ApiKey.id > after).order_by(ApiKey.id).limit(limit))
    return [(row[0], row[1]) for row in rows], total or 0


async def revoke_code(session: Session, code_id: int, *, by: Principal, now: datetime) -> None:
    """Ends a code; hosts that came in with it stay. Raises CodeNotFound."""
    if await session.get(EnrolmentCode, code_id) is None:
        raise CodeNotFound
    try:
        await keys.revoke(session, code_id, only_participant=by.only_participant, by=by, now=now)
    except keys.NoSuchKey:
        raise CodeNotFound from None


def _of(participant: int | None) -> ColumnElement[bool]:
    return true() if participant is None else Agent.participant_id == participant
