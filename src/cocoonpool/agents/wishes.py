"""Wishes: what a worker shall be told, by whom, and what came of it. Rows stay: they are the record of all control.

A wish waits until somebody near the worker may grant it: its agent, if its owner switched control on there, or the
pool itself for the workers that it asks.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from cocoonpool.agents.models import Wish, WishState
from cocoonpool.auth.audit import facts, record
from cocoonpool.auth.principal import Principal, Role
from cocoonpool.cocoon.batch import WishResult
from cocoonpool.cocoon.control import Command, Outcome
from cocoonpool.cocoon.printed import clean
from cocoonpool.db import ReadSession, Session
from cocoonpool.generation import raise_generation
from cocoonpool.workers.models import Worker
from cocoonpool.workers.queries import OwnedWorkerId


def command_of(wish: Wish) -> Command:
    return Command(wish.kind, wish.value, wish.proxy)


async def make_wish(session: Session, worker_id: OwnedWorkerId, command: Command, by: Principal, now: datetime) -> Wish:
    """Records a wish. It takes the place of one of its kind that still waits; a price becomes the wanted one."""
    same = (Wish.worker_id == worker_id, Wish.kind == command.kind, Wish.state == WishState.WAITING)
    await session.execute(update(Wish).where(*same).values(state=WishState.REPLACED, settled_at=now))
    if command.kind == "coefficient":
        wanted = {"price_coefficient": command.value, "updated_at": now}
        await session.execute(update(Worker).where(Worker.id == worker_id).values(**wanted))
    wish = Wish(
        worker_id=worker_id,
        kind=command.kind,
        value=command.value,
        proxy=command.proxy,
        made_by=by.key_id,
        made_at=now,
        state=WishState.WAITING,
    )
    session.add(wish)
    await session.flush()
    await raise_generation(session)  # what the worker is wanted to be stands in its next diagnosis
    await record(session, by, "wish.made", f"workers/{worker_id}", now, after=facts(wish))
    return wish


async def list_wishes(
    session: ReadSession, worker_id: OwnedWorkerId, *, before: int | None, limit: int
) -> tuple[list[Wish], int]:
    """Newest first, and how many there are in all."""
    of_worker = Wish.worker_id == worker_id
    total = await session.scalar(select(func.count()).select_from(Wish).where(of_worker))
    rows = select(Wish).where(of_worker).order_by(Wish.id.desc()).limit(limit)
    return list(await session.scalars(rows if before is None else rows.where(Wish.id < before))), total or 0


async def waiting(session: ReadSession, *which: ColumnElement[bool]) -> list[tuple[Wish, Worker]]:
    """Wishes of active workers that nobody has granted yet, the oldest first."""
    rows = await session.execute(
        select(Wish, Worker)
        .join(Worker, Worker.id == Wish.worker_id)
        .where(Wish.state == WishState.WAITING, Worker.is_active, Worker.deleted_at.is_(None), *which)
        .order_by(Wish.id)
        .limit(100)
    )
    return [(row[0], row[1]) for row in rows]


async def settle(session: Session, wish_id: int, outcome: Outcome, by: str, now: datetime) -> None:
    """Records what came of a wish, and who granted it; one that was settled or replaced meanwhile stays as it is."""
    wish = await session.get(Wish, wish_id, with_for_update=True)
    if wish is None or wish.state != WishState.WAITING:
        return
    before = facts(wish)
    wish.state = WishState.DONE if outcome.done else WishState.FAILED
    wish.detail, wish.settled_at = clean(outcome.detail, 300), now
    granter = Principal(role=Role.OPERATOR, scopes=frozenset(), who=by)
    await record(session, granter, "wish.settled", f"workers/{wish.worker_id}", now, before=before, after=facts(wish))


async def settle_results(session: Session, agent_id: int, results: Sequence[WishResult], now: datetime) -> None:
    """What an agent says of wishes; only of those of its own workers."""
    wanted = {result.wish: result for result in results}
    own = select(Wish.id).join(Worker, Worker.id == Wish.worker_id).where(Worker.agent_id == agent_id)
    for wish_id in list(await session.scalars(own.where(Wish.id.in_(wanted)))):
        result = wanted[wish_id]
        await settle(session, wish_id, Outcome(result.done, result.detail), f"agent {agent_id}", now)
