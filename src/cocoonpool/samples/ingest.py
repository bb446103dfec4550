"""The one waist: every look at a worker, wherever it came from, becomes history, state and earnings here.

A batch is one transaction of the caller: either all of it is stored or nothing. Looks that are not of the present
(eras.py) become history and earnings like any other, and change nothing that is shown or told.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from cocoonpool.cocoon.reading import Reading
from cocoonpool.db import Session
from cocoonpool.earnings.ledger import Observation, Refused
from cocoonpool.earnings.store import Booked
from cocoonpool.samples import history
from cocoonpool.samples.claims import observation
from cocoonpool.samples.eras import Era
from cocoonpool.samples.judged import Judged, judge_all
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.samples.sealed.past import revenue_before
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.state_rows import state_rows
from cocoonpool.workers import state
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.happened import Came, Happened, began, note
from cocoonpool.workers.state import Known, StructVersions
from cocoonpool.writes import Writes, writing

PART: Final = 500
"""Looks that are judged and handed to the database at once."""


class Transition(msgspec.Struct, frozen=True):
    """A worker's status or causes are others than before this batch."""

    worker_id: int
    worker_name: str
    before: str
    after: str
    causes: tuple[Cause, ...]
    gone: frozenset[str]
    came: Came
    at: int  # unix ms


class Ingested(msgspec.Struct, frozen=True):
    worker_ids: tuple[int, ...]
    transitions: tuple[Transition, ...]
    refused: Sequence[Refused]
    generation: int  # of this transaction
    dropped: int  # looks at workers that do not exist any more


class _Told(msgspec.Struct):
    """What a batch changed of what is shown: the workers, and their transitions."""

    workers: list[int] = []
    transitions: list[Transition] = []


async def ingest(
    session: Session, looks: Sequence[Look], versions: StructVersions, now: int, remembered: Remembered | None = None
) -> Ingested:
    """Stores a batch of looks.

    Args:
        session: an open transaction; nothing is committed here.
        looks: in the order they were taken.
        versions: what other workers show of their root contracts (`workers.state.struct_versions`).
        now: unix ms.
        remembered: what earlier calls left; `forget()` it if this call or its commit fails.
    """
    memory = remembered or Remembered()
    generation = await memory.begin(session)
    known = await memory.workers(session, {look.worker_id for look in looks})
    read_at = {worker_id: worker.memory.read_at for worker_id, worker in known.items()}
    living = [look for look in looks if look.worker_id in known]
    booked = await memory.books.book(session, await _observations(session, living, known, memory), read_at, now)
    _take_shares(booked, memory)
    async with writing() as writes:
        writes.add(booked.save, session)
        told = await _take(session, writes, living, known, versions, now)
        shown = set(told.workers)
        elsewhere = {worker_id: share for worker_id, share in booked.shares.items() if worker_id not in shown}
        writes.add(state.add_revenue, session, elsewhere, booked.openings)
        writes.add(note, session, [_happened(change) for change in told.transitions])
    memory.end()
    return Ingested(
        worker_ids=(*told.workers, *elsewhere),
        transitions=tuple(told.transitions),
        refused=booked.refused,
        generation=generation,
        dropped=len(looks) - len(living),
    )


async def _take(
    session: Session,
    writes: Writes,
    looks: Sequence[Look],
    known: dict[int, Known],
    versions: StructVersions,
    now: int,
) -> _Told:
    """Judges the looks, a part after the other: while one is judged the database takes the one before."""
    told = _Told()
    one_each = len(known) == len(looks)  # else one part, for only the last look of each worker is shown
    for part in _parts(looks, PART if one_each else len(looks)):
        await writes.turn()
        judged = judge_all(part, known, versions, now)
        await writes.turn()
        latest = {item.look.worker_id: item for item in judged if item.era is not Era.BELATED}.values()
        rows = state_rows(latest)
        writes.add(state.store, session, rows.states)
        writes.add(state.store_readings, session, rows.readings)
        await writes.turn()
        if len(latest) < len(judged):
            await writes.settle()  # what belated looks go on from is read
        writes.add(history.append, session, await _rows(session, judged))
        told.workers += [item.look.worker_id for item in latest]
        told.transitions += [change for item in rows.news if (change := _transition(item)) is not None]
    return told


def _parts(looks: Sequence[Look], size: int) -> Iterator[Sequence[Look]]:
    return (looks[first : first + size] for first in range(0, len(looks), size))


def _take_shares(booked: Booked, memory: Remembered) -> None:
    """Adds what was earned to the workers that are remembered."""
    for worker_id, share in booked.shares.items():
        worker = memory.worker(worker_id)
        if worker is not None:
            worker.revenue += share
            worker.opening += booked.openings.get(worker_id, 0)


async def _rows(session: Session, judged: Sequence[Judged]) -> list[tuple[object, ...]]:
    """A belated look gets the revenue of the look before it, so that the history never falls."""
    rows = []
    for item in judged:
        revenue = item.known.since_seen
        if item.era is Era.BELATED:
            revenue = await revenue_before(Source(session), item.look.worker_id, item.look.at)
        rows.append(history.row(item.look, item.diagnosis, revenue, item.cards))
    return rows


async def _observations(
    session: Session, looks: Sequence[Look], known: dict[int, Known], memory: Remembered
) -> list[Observation]:
    owners = await memory.owners(session, [look.result for look in looks if isinstance(look.result, Reading)])
    seen = (observation(look, known[look.worker_id].participant_id, owners) for look in looks)
    return [item for item in seen if item is not None]


def _happened(change: Transition) -> Happened:
    return Happened(change.worker_id, change.at, change.before, change.after, change.came, tuple(sorted(change.gone)))


def _transition(item: Judged) -> Transition | None:
    """What changed since the batch before, if not only its words; what is known of the worker moves on."""
    known, diagnosis = item.known, item.diagnosis
    codes = frozenset([cause.code for cause in diagnosis.causes])
    before, codes_before = known.status, known.codes
    if before == diagnosis.status and codes_before == codes:
        return None
    known.status, known.codes = diagnosis.status.value, codes
    return Transition(
        worker_id=known.worker_id,
        worker_name=known.worker_name,
        before=before,
        after=known.status,
        causes=diagnosis.causes,
        gone=codes_before - codes,
        came=began(diagnosis.causes, codes_before),
        at=item.look.at,
    )
