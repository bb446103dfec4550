"""How a host comes in: a code for some hosts and some days, then a key of its own for each host."""

import re
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select

from cocoonpool.agents.models import Agent, EnrolmentCode
from cocoonpool.auth import keys
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.db import Session
from cocoonpool.errors import Forbidden
from cocoonpool.participants import queries as participants
from cocoonpool.workers.models import Worker

_LONGEST_HOST: Final = 63
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9-]+")


class CodeUsedUp(Forbidden):
    code = "code_used_up"

    def __init__(self) -> None:
        super().__init__("This code has let in as many hosts as it was made for. Ask for another.")


class Enrolled(msgspec.Struct, frozen=True):
    """A new agent. `key` is shown this once; `others` are further agents on the same machine."""

    agent_id: int
    host: str
    key: str
    others: tuple[int, ...]


async def make_code(
    session: Session, *, participant_id: int, hosts: int, expires_at: datetime, by: Principal, now: datetime
) -> tuple[ApiKey, str]:
    """The code's row and the code itself: it is not seen again.

    Raises:
        NoSuchParticipant
    """
    await participants.get(session, participant_id, only=None)
    row, code = await keys.create(
        session,
        name=f"enrolment of {hosts} host{'s' if hosts > 1 else ''}",
        role=Role.PARTICIPANT,
        scopes=frozenset({Scope.ENROL}),
        participant_id=participant_id,
        expires_at=expires_at,
        networks=None,
        by=by,
        now=now,
    )
    session.add(EnrolmentCode(key_id=row.id, hosts=hosts, used=0))
    await session.flush()
    return row, code


async def enrol(
    session: Session,
    *,
    code_id: int,
    participant_id: int,
    host: str,
    machine: str,
    version: str,
    by: Principal,
    now: datetime,
) -> Enrolled:
    """Lets a host in. A machine that comes again with the same code gets a new key and uses up nothing: its answer
    was lost.

    Raises:
        CodeUsedUp
    """
    code = await session.get(EnrolmentCode, code_id, with_for_update=True)
    before = await _agents_on(session, participant_id, machine)
    alive = [agent for agent, revoked in before if not revoked]
    again = [agent for agent in alive if agent.code_id == code_id]
    for agent in again:
        await keys.revoke(session, agent.key_id, only_participant=None, by=by, now=now)
    if not again:
        _use(code)
    agent, key = await _add(
        session,
        Agent(
            code_id=code_id,
            participant_id=participant_id,
            host=before[-1][0].host if before else await _free_name(session, host),
            machine=machine,
            version=version,
            created_at=now,
            since=before[-1][0].since if before else now,
        ),
        by,
    )
    return Enrolled(agent.id, agent.host, key, tuple(other.id for other in alive if other not in again))


def _use(code: EnrolmentCode | None) -> None:
    if code is None or code.used >= code.hosts:
        raise CodeUsedUp
    code.used += 1


async def _agents_on(session: Session, participant_id: int, machine: str) -> list[tuple[Agent, bool]]:
    """The participant's agents that were ever let in from this machine, and whether each is revoked."""
    rows = await session.execute(
        select(Agent, ApiKey.revoked_at)
        .join(ApiKey, ApiKey.id == Agent.key_id)
        .where(Agent.participant_id == participant_id, Agent.machine == machine)
        .order_by(Agent.id)
    )
    return [(agent, revoked_at is not None) for agent, revoked_at in rows]


async def _add(session: Session, agent: Agent, by: Principal) -> tuple[Agent, str]:
    row, key = await keys.create(
        session,
        name=f"agent on {agent.host}",
        role=Role.PARTICIPANT,
        scopes=frozenset({Scope.AGENT}),
        participant_id=agent.participant_id,
        expires_at=None,
        networks=None,
        by=by,
        now=agent.created_at,
    )
    agent.key_id = row.id
    session.add(agent)
    await session.flush()
    return agent, key


async def _free_name(session: Session, wanted: str) -> str:
    """A host name that nobody's agent and nobody's worker has: by it workers are told apart."""
    name = _NOT_IN_A_NAME.sub("-", wanted.lower()).strip("-")[:_LONGEST_HOST] or "host"
    if name.isdigit():
        name = f"host-{name}"
    taken = {
        *await session.scalars(select(Agent.host).where(Agent.host.startswith(name, autoescape=True))),
        *await session.scalars(select(Worker.host).where(Worker.host.startswith(name, autoescape=True))),
    }
    number, free = 1, name
    while free in taken or free == "localhost":
        number += 1
        free = f"{name}-{number}"
    return free
