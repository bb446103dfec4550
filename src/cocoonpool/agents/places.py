"""Which worker a look belongs to: a place is the agent's host and a port. Found, registered or refused."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select, update

from cocoonpool.agents.models import Agent
from cocoonpool.auth.models import ApiKey
from cocoonpool.cocoon.reading import Failure, Reading
from cocoonpool.db import Session, to_ms
from cocoonpool.samples.history import ANSWERS
from cocoonpool.workers.models import Worker
from cocoonpool.workers.register import register_pushed

HOLD_MS: Final = 5 * 60_000  # so long a silent agent keeps its workers from another
MOST_WORKERS: Final = 64  # of one host


class Refusal(msgspec.Struct, frozen=True):
    """Looks that were not taken, and why, for the owner. `port` None: a whole record."""

    code: str
    detail: str
    port: int | None = None


class Holder(msgspec.Struct, frozen=True):
    agent_id: int
    last_batch_at: int | None
    revoked: bool

    def holds(self, now: int) -> bool:
        return not self.revoked and self.last_batch_at is not None and now - self.last_batch_at < HOLD_MS


class _Place(msgspec.Struct):
    worker_id: int
    participant_id: int
    collection: str
    agent_id: int | None
    deleted_at: datetime | None
    is_active: bool = True


class Places:
    """The places of some agents' hosts, as one transaction sees them."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._places: dict[tuple[str, int], _Place] = {}
        self._holders: dict[int, Holder] = {}
        self._count: dict[str, int] = {}

    async def load(self, session: Session, agents: Iterable[Agent]) -> None:
        hosts = {agent.host for agent in agents}
        columns = (Worker.host, Worker.stats_port, Worker.id, Worker.participant_id, Worker.collection, Worker.agent_id)
        rows = await session.execute(
            select(*columns, Worker.deleted_at, Worker.is_active)
            .where(Worker.host.in_(hosts))
            .order_by(Worker.deleted_at.is_(None), Worker.deleted_at, Worker.is_active)  # the one that counts is last
        )
        for row in rows:
            self._places[row[0], row[1]] = _Place(row[2], row[3], row[4], row[5], row[6], row[7])
        for host in hosts:
            self._count[host] = sum(p.deleted_at is None for (of, _), p in self._places.items() if of == host)
        await self._load_holders(session)

    async def _load_holders(self, session: Session) -> None:
        wanted = {place.agent_id for place in self._places.values() if place.agent_id is not None}
        rows = await session.execute(
            select(Agent.id, Agent.last_batch_at, ApiKey.revoked_at)
            .join(ApiKey, ApiKey.id == Agent.key_id)
            .where(Agent.id.in_(wanted))
        )
        self._holders = {row[0]: Holder(row[0], row[1], row[2] is not None) for row in rows}

    async def worker(self, session: Session, agent: Agent, port: int, result: Reading | Failure) -> int | Refusal:
        """The worker on this port of the agent's host, registered if it was never seen."""
        place = self._places.get((agent.host, port))
        if place is None or (place.deleted_at is not None and place.deleted_at < agent.created_at):
            return await self._register(session, agent, port, result)
        if place.deleted_at is not None:
            return Refusal("worker_deleted", "It was taken out of the pool. Enrol the host anew to bring it in.", port)
        if not place.is_active:
            return Refusal("worker_paused", "It is paused in the pool.", port)
        if place.agent_id == agent.id:
            return place.worker_id
        return await self._take_over(session, agent, port, place)

    async def _take_over(self, session: Session, agent: Agent, port: int, place: _Place) -> int | Refusal:
        if place.collection != "push":
            return Refusal(
                "worker_pulled", "The pool asks this worker itself. Delete it there or stop the agent.", port
            )
        if place.participant_id != agent.participant_id:
            return Refusal("worker_of_another", "This worker belongs to another participant.", port)
        holder = self._holders.get(place.agent_id or 0)
        if holder is not None and holder.holds(to_ms(self._now)):
            return Refusal(
                "worker_held",
                f"Agent {holder.agent_id} sends for this worker already. Stop one of the two, or revoke it.",
                port,
            )
        await session.execute(update(Worker).where(Worker.id == place.worker_id).values(agent_id=agent.id))
        place.agent_id = agent.id
        return place.worker_id

    async def _register(self, session: Session, agent: Agent, port: int, result: Reading | Failure) -> int | Refusal:
        if isinstance(result, Failure) and result.signal not in ANSWERS:
            return Refusal("not_a_worker_yet", "Nothing on this port has ever answered as a worker.", port)
        if self._count.get(agent.host, 0) >= MOST_WORKERS:
            return Refusal("too_many_workers", f"A host has at most {MOST_WORKERS} workers.", port)
        worker_id = await register_pushed(
            session,
            participant_id=agent.participant_id,
            host=agent.host,
            port=port,
            agent_id=agent.id,
            now=self._now,
        )
        self._places[agent.host, port] = _Place(worker_id, agent.participant_id, "push", agent.id, None)
        self._count[agent.host] = self._count.get(agent.host, 0) + 1
        return worker_id
