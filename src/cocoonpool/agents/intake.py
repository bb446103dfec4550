"""Stores what agents deliver: what came within a moment is one transaction, as the looks of a second are."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from cocoonpool.agents.places import Refusal
from cocoonpool.agents.queries import id_of_key
from cocoonpool.agents.take import Delivery, Taken, take
from cocoonpool.db import Database
from cocoonpool.events import Events, WorkersChanged
from cocoonpool.samples.ingest import Ingested
from cocoonpool.samples.journal import Journal
from cocoonpool.samples.remembered import Remembered
from cocoonpool.telemetry import get_logger
from cocoonpool.workers.state import StructVersions, struct_versions

log = get_logger(__name__)

MOMENT_S: Final = 0.5
QUIET_S: Final = 0.05  # with nothing new for so long, nobody is waited for
MOST_RECORDS: Final = 500  # in one transaction
VERSIONS_AGE_S: Final = 30.0
UNFORESEEN: Final = (IntegrityError, DataError, ArithmeticError, LookupError, TypeError, ValueError)
"""What a look that no rule foresaw could raise."""

_Waiting = tuple[Delivery, "asyncio.Future[Taken]"]


class Intake:
    """Deliveries wait here for the next transaction; whoever delivered waits for its commit."""

    def __init__(self, db: Database, events: Events, outside: Mapping[int, str] | None = None) -> None:
        """`outside`: what `Outside.found` knows, as it grows."""
        self._db, self._events = db, events
        self._outside = {} if outside is None else outside
        self._waiting: list[_Waiting] = []
        self._worker: asyncio.Task[None] | None = None
        self._agents: dict[int, int] = {}  # by key
        self._versions = StructVersions([])
        self._versions_at = float("-inf")
        self._journal = Journal()
        self.remembered = Remembered()

    async def agent_of(self, key_id: int | None) -> int:
        """The agent that holds a key: looked up once, it never changes. Raises NotEnrolled."""
        known = self._agents.get(key_id or 0)
        if known is None:
            async with self._db.reading() as session:
                known = await id_of_key(session, key_id)
            self._agents[key_id or 0] = known
        return known

    async def deliver(self, delivery: Delivery) -> Taken:
        """Returns when it is committed. Raises what the database raises when it takes nothing."""
        done: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._store_all())
        return await done

    async def _store_all(self) -> None:
        while self._waiting:
            await self._gather()
            await self._store(self._next())

    async def _gather(self) -> None:
        """Waits for others to come along: a moment at most, and not for long where nobody does."""
        end = time.monotonic() + MOMENT_S
        came, waiting = True, len(self._waiting)
        while came and waiting < MOST_RECORDS and time.monotonic() < end:
            await asyncio.sleep(QUIET_S)
            came, waiting = len(self._waiting) > waiting, len(self._waiting)

    def _next(self) -> list[_Waiting]:
        """As many as make one transaction, at least one."""
        count, records = 0, 0
        for delivery, _ in self._waiting:
            records += len(delivery.records)
            if count and records > MOST_RECORDS:
                break
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    async def _store(self, group: list[_Waiting]) -> None:
        """Whatever goes wrong is told to those who wait: they send again."""
        outcomes: Sequence[Taken | Exception] = []
        try:
            outcomes = await self._commit([delivery for delivery, _ in group])
        except UNFORESEEN:
            log.exception("deliveries of agents were refused together; they are stored one by one")
            outcomes = [await self._alone(delivery) for delivery, _ in group]
        except (SQLAlchemyError, OSError) as error:
            outcomes = [error] * len(group)
        finally:
            for (_, done), outcome in zip_longest(group, outcomes):
                _tell(done, outcome)

    async def _alone(self, delivery: Delivery) -> Taken | Exception:
        """Record by record: one that cannot be stored must not hold up an agent for ever. It is dropped, and said."""
        whole = Taken()
        for record in delivery.records:
            part = Delivery(delivery.agent_id, delivery.batch, [record], delivery.received)
            try:
                (stored,) = await self._commit([part])
            except UNFORESEEN as error:
                log.error("a record could not be stored", agent=delivery.agent_id, error=type(error).__name__)
                whole.refused[Refusal("not_storable", "The pool could not store this record; its log says why.")] += 1
            except (SQLAlchemyError, OSError) as error:
                return error
            else:
                whole.looks += stored.looks
                whole.duplicates += stored.duplicates
                whole.refused += stored.refused
        return whole

    async def _commit(self, deliveries: list[Delivery]) -> list[Taken]:
        try:
            async with self._db.transaction() as session:
                if time.monotonic() - self._versions_at > VERSIONS_AGE_S:
                    self._versions, self._versions_at = await struct_versions(session), time.monotonic()
                outcomes, result = await take(session, deliveries, self._versions, self.remembered, self._outside)
                await self._events.announce(session, WorkersChanged(result.worker_ids))
        except BaseException:
            self.remembered.forget()
            raise
        self._publish(result)
        return outcomes

    def _publish(self, result: Ingested) -> None:
        for refused in result.refused:
            log.warning("a claim that cannot be true was ignored", worker=refused.worker_id, reason=refused.reason)
        self._journal.write(result.transitions)
        self._events.publish(WorkersChanged(result.worker_ids, result.generation))


def _tell(done: "asyncio.Future[Taken]", outcome: Taken | Exception | None) -> None:
    if done.done():  # whoever waited has gone
        return
    if outcome is None:
        done.cancel()
    elif isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
