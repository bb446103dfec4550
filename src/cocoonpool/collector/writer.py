"""Stores what the scrapers saw: the looks of one second are one transaction."""

import asyncio
import time
from collections import deque
from itertools import islice

from sqlalchemy.exc import SQLAlchemyError

from cocoonpool.collector.figures import Figures
from cocoonpool.collector.schedule import SLOT_S
from cocoonpool.db import Database
from cocoonpool.dbfaults import is_refusal, why_unavailable
from cocoonpool.events import Events, WorkersChanged
from cocoonpool.periodic import every
from cocoonpool.samples.ingest import Ingested, ingest
from cocoonpool.samples.journal import Journal
from cocoonpool.samples.look import Look, RawLook
from cocoonpool.samples.remembered import Remembered
from cocoonpool.telemetry import get_logger
from cocoonpool.workers.state import StructVersions, struct_versions

log = get_logger(__name__)

LARGEST_BATCH = 2_000
READ_AT_ONCE = 20
VERSIONS_AGE_S = 30.0
FAULTS = (ArithmeticError, LookupError, TypeError, ValueError)
"""What a look that no rule foresaw could raise."""


class Writer:
    """A bounded queue in front of `samples.ingest`. While the database takes nothing the looks wait, oldest dropped."""

    def __init__(
        self,
        db: Database,
        events: Events,
        figures: Figures,
        capacity: int = 100_000,
        remembered: Remembered | None = None,
    ) -> None:
        """`remembered`: shared with whoever else takes in looks in this process, or each makes the other forget."""
        self._db, self._events, self._figures = db, events, figures
        self._raw: deque[RawLook] = deque()  # since the last flush; their pages are large, so they do not wait longer
        self._waiting: deque[Look] = deque(maxlen=capacity)
        self._versions = StructVersions([])
        self._versions_at = float("-inf")
        self.trouble: str | None = None  # why the database takes nothing
        self._journal = Journal()
        self._remembered = remembered or Remembered()
        self.last_success = time.monotonic()

    def add(self, look: RawLook) -> None:
        self._raw.append(look)

    async def _read(self) -> None:
        while self._raw:
            for _ in range(min(READ_AT_ONCE, len(self._raw))):
                self._take(self._raw.popleft())
            await asyncio.sleep(0)  # whoever else lives in this process gets a turn

    def _take(self, look: RawLook) -> None:
        parsed = look.parsed()
        self._figures.looked(parsed.result, look.duration_ms)
        if len(self._waiting) == self._waiting.maxlen:
            self._figures.dropped.inc()
        self._waiting.append(parsed)

    async def run(self) -> None:
        """Stores once a slot, half-way between two rounds of looks; when cancelled, what is waiting is stored first."""
        try:
            await every(SLOT_S, "storing looks", self.flush, phase=SLOT_S / 2)
        finally:
            await self.flush()

    async def flush(self) -> None:
        """Reads and stores everything that waits. A batch leaves the queue only after its commit."""
        await self._read()
        self._figures.queue.set(len(self._waiting))
        while self._waiting:
            batch = list(islice(self._waiting, LARGEST_BATCH))
            try:
                await self._store(batch)
            except (SQLAlchemyError, OSError, *FAULTS) as error:
                if not _is_poison(error):
                    self._complain(error)
                    return
                log.exception("a batch was refused; its looks are stored one by one")
                await self._store_one_by_one(batch)
            self._forget(batch)
        self.last_success = time.monotonic()

    async def _store_one_by_one(self, batch: list[Look]) -> None:
        """One look that cannot be stored must not hold up all others: it is dropped, and said."""
        for look in batch:
            try:
                await self._store([look])
            except (SQLAlchemyError, *FAULTS) as error:
                if not _is_poison(error):
                    raise
                self._figures.dropped.inc()
                log.error("a look could not be stored", worker=look.worker_id, error=type(error).__name__)

    def _forget(self, batch: list[Look]) -> None:
        for look in batch:  # the queue may have dropped some of them itself while the commit was on its way
            if self._waiting and self._waiting[0] is look:
                self._waiting.popleft()
        self._figures.queue.set(len(self._waiting))

    async def _store(self, batch: list[Look]) -> None:
        try:
            with self._figures.ingest.time():
                async with self._db.transaction() as session:
                    if time.monotonic() - self._versions_at > VERSIONS_AGE_S:
                        self._versions, self._versions_at = await struct_versions(session), time.monotonic()
                    result = await ingest(session, batch, self._versions, batch[-1].at, self._remembered)
                    await self._events.announce(session, WorkersChanged(result.worker_ids))
        except BaseException:
            self._remembered.forget()
            raise
        self._told(result, len(batch))

    def _told(self, result: Ingested, stored: int) -> None:
        if self.trouble is not None:
            log.info("the database takes looks again", waiting=len(self._waiting))
            self.trouble = None
        self._figures.stored.inc(stored)
        for refused in result.refused:
            self._figures.refused.inc()
            log.warning("a claim that cannot be true was ignored", worker=refused.worker_id, reason=refused.reason)
        self._journal.write(result.transitions)
        self._events.publish(WorkersChanged(result.worker_ids, result.generation))

    def _complain(self, error: Exception) -> None:
        why = why_unavailable(error) or type(error).__name__
        if why != self.trouble:
            log.error("the database does not take looks; they wait in memory", why=why, waiting=len(self._waiting))
        self.trouble = why


def _is_poison(error: BaseException) -> bool:
    """Whether it is the looks that cannot be stored, and not the database that stores nothing."""
    return isinstance(error, FAULTS) or is_refusal(error)
