"""Fleet state: all workers in memory, each as the JSON that lists and sockets send, encoded once per change.

The database is the truth, and its generation counter says whether this is still it. The events of this process say
what changed; where the counter moved on without one (a route, another process), all rows are compared.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from cocoonpool.db import Database, ReadSession
from cocoonpool.events import WorkersChanged
from cocoonpool.exactjson import encode
from cocoonpool.generation import read_generation
from cocoonpool.periodic import whole
from cocoonpool.workers.feed import Entry, Feed
from cocoonpool.workers.item import COLUMNS, LAST_READ, READINGS, STATES, WORKERS, Row, item

POLL_S: Final = 0.5
_AT_ONCE: Final = 500  # ids in one statement
_MOST_TOLD: Final = 1_000

_ROWS: Final = select(*COLUMNS).join_from(WORKERS, STATES, STATES.c.worker_id == WORKERS.c.id)
_LIVING: Final = _ROWS.where(WORKERS.c.deleted_at.is_(None))
_LAST_READ: Final = select(STATES.c.worker_id, *LAST_READ).outerjoin_from(
    STATES, READINGS, READINGS.c.worker_id == STATES.c.worker_id
)


class FleetState:
    """`current()` before reading: then it holds at least all that this process has committed."""

    def __init__(self, db: Database) -> None:
        self.feed = Feed()
        self.entries: dict[int, Entry] = {}  # in order of id
        self._db = db
        self._commits = -1
        self._generation: int | None = None
        self._in_doubt = True  # compare all
        self._told: dict[int, tuple[int, ...]] = {}  # generation -> what changed in it
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()

    def hear(self, event: object) -> None:
        """A listener of the events. One of an unknown kind has all rows compared."""
        if isinstance(event, WorkersChanged) and event.generation is not None and len(self._told) < _MOST_TOLD:
            self._told[event.generation] = event.worker_ids
        else:
            self._in_doubt = True
        self._wake.set()

    async def follow(self) -> None:
        """Waits for an event, or for what others may have written meanwhile, and takes it in."""
        try:
            async with asyncio.timeout(POLL_S):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()
        await whole(self.refresh())

    async def current(self) -> "FleetState":
        if self._commits != self._db.commits:
            await self.refresh()
        return self

    async def refresh(self) -> None:
        async with self._one_at_a_time:
            commits = self._db.commits
            async with self._db.reading() as session:
                generation = await read_generation(session)
                if self._in_doubt or generation != self._generation:
                    await self._take_in(session, generation)
            self._commits = commits

    async def _take_in(self, session: ReadSession, generation: int) -> None:
        told = None if self._in_doubt else self._explained(generation)
        self._in_doubt = False
        try:
            await self._compare(session, told)
        except BaseException:
            self._in_doubt = True
            raise
        self._told = {number: ids for number, ids in self._told.items() if number > generation}
        self._generation = generation

    async def _compare(self, session: ReadSession, told: set[int] | None) -> None:
        rows = await _rows(session, told)
        changed = [row for row in rows if (entry := self.entries.get(row.id)) is None or entry.row != row]
        read = await _last_read(session, [row.id for row in changed])
        gone = (self.entries.keys() if told is None else self.entries.keys() & told) - {row.id for row in rows}
        for worker_id in sorted(gone):
            before = self.entries.pop(worker_id)
            self.feed.gone(worker_id, before.participant_id, deleted=True)
        for row in changed:
            self.put(row, *read.get(row.id, (None, None)))
        if gone or changed:
            self.feed.tell()

    def _explained(self, generation: int) -> set[int] | None:
        """The workers that changed since the last time, if events tell of every step; else None."""
        known = self._generation
        if known is None or not known < generation <= known + len(self._told):
            return None
        steps = [self._told.get(number) for number in range(known + 1, generation + 1)]
        return None if None in steps else {worker_id for step in steps if step is not None for worker_id in step}

    def put(self, row: Row, reading: str | None, guest: str | None) -> None:
        """Takes in a worker's new state."""
        before = self.entries.get(row.id)
        entry = _entry(row, reading, guest, _earlier(before, row))
        if before is None and self.entries and entry.worker_id < next(reversed(self.entries)):
            self.entries = dict(sorted((*self.entries.items(), (entry.worker_id, entry))))
        self.entries[entry.worker_id] = entry
        if before is not None and before.participant_id != entry.participant_id:
            self.feed.gone(entry.worker_id, before.participant_id, deleted=False)
        self.feed.put(entry)


def _earlier(before: Entry | None, row: Row) -> str | None:
    """What was read at the look before; a change of anything else is no look."""
    if before is None:
        return None
    return before.earlier if before.row.sample_at == row.sample_at else before.reading


def _entry(row: Row, reading: str | None, guest: str | None, earlier: str | None) -> Entry:
    return Entry(
        worker_id=row.id,
        participant_id=row.participant_id,
        status=row.shown_status,
        row=row,
        reading=reading,
        guest=guest,
        earlier=earlier,
        fragment=encode(item(row)),
    )


async def _rows(session: ReadSession, among: Iterable[int] | None) -> list[Row]:
    if among is None:
        return [Row(*tuple(row)) for row in await session.execute(_LIVING.order_by(WORKERS.c.id))]
    return [
        Row(*tuple(row))
        for some in _portions(sorted(among))
        for row in await session.execute(_LIVING.where(WORKERS.c.id.in_(some)).order_by(WORKERS.c.id))
    ]


async def _last_read(session: ReadSession, ids: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    return {
        worker_id: (reading, guest)
        for some in _portions(ids)
        for worker_id, reading, guest in await session.execute(_LAST_READ.where(STATES.c.worker_id.in_(some)))
    }


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
