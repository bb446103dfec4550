"""The one waist: every look at a worker, wherever it came from, becomes history, state and earnings here.

A batch is one transaction of the caller: either all of it is stored or nothing. Looks that are not of the present
(eras.py) become history and earnings like any other, and change nothing that is shown or told.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from cocoonpool.bulk import Names
from cocoonpool.cocoon.reading import Failure, Guest, Reading
from cocoonpool.db import Session
from cocoonpool.earnings.ledger import Observation, Refused
from cocoonpool.earnings.store import Booked
from cocoonpool.samples import history
from cocoonpool.samples.claims import observation
from cocoonpool.samples.eras import Era, era_of
from cocoonpool.samples.history import Cards
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.samples.sealed.past import revenue_before
from cocoonpool.samples.sealed.source import Source
from cocoonpool.workers import state
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.happened import Came, Happened, began, note
from cocoonpool.workers.last_reading import moving, standing
from cocoonpool.workers.state import Known, StructVersions, to_json
from cocoonpool.workers.status import Diagnosis, Memory, diagnose
from cocoonpool.writes import Writes, writing

PART: Final = 250
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


class _Judged(msgspec.Struct, gc=False):
    look: Look
    known: Known
    diagnosis: Diagnosis
    era: Era
    cards: Cards


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
        judged = _judge_all(part, known, versions, now)
        latest = {item.look.worker_id: item for item in judged if item.era is not Era.BELATED}.values()
        writes.add(state.store, session, [_state_row(item) for item in latest])
        writes.add(
            state.store_readings, session, [new for item in latest if (new := _changed_reading(item)) is not None]
        )
        if len(latest) < len(judged):
            await writes.settle()  # what belated looks go on from is read
        writes.add(history.append, session, await _rows(session, judged))
        told.workers += [item.look.worker_id for item in latest]
        told.transitions += [change for item in latest if (change := _transition(item)) is not None]
        await writes.turn()
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


def _judge_all(looks: Sequence[Look], known: dict[int, Known], versions: StructVersions, now: int) -> list[_Judged]:
    """A diagnosis for each look."""
    aside: dict[int, Memory] = {}  # of belated looks: they remember each other, and leave nothing behind
    judged = []
    for look in looks:
        worker = known[look.worker_id]
        era = era_of(look, worker.sample_at, now)
        if era is Era.BELATED:
            diagnosis = _diagnose(look, worker, aside.get(look.worker_id, Memory()), versions)
            aside[look.worker_id] = diagnosis.memory
        else:
            diagnosis = _diagnose(look, worker, worker.memory, versions)
            worker.memory, worker.sample_at = diagnosis.memory, look.at
        judged.append(_Judged(look, worker, diagnosis, era, history.cards(look.guest)))
    return judged


def _diagnose(look: Look, known: Known, memory: Memory, versions: StructVersions) -> Diagnosis:
    root = look.result.root_address if isinstance(look.result, Reading) else known.root_address
    fleet = versions.fleet_for(root, known.participant_id)
    return diagnose(known.subject, memory, look.result, look.guest, fleet, look.at, look.host)


async def _rows(session: Session, judged: Sequence[_Judged]) -> list[tuple[object, ...]]:
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


_MOVED: Final = ("sample_at", "memory", "revenue", "opening")
_SEEN: Final = ("last_seen",)
_SHOWN: Final = ("status", "causes", "gpu_utilization")
_TOLD: Final = ("model", "reported_coefficient", "root_address", "struct_version", "moving", "guest")


@lru_cache
def _state_names(answered: bool, shown: bool, told: bool) -> Names:
    return (*_MOVED, *_SEEN * answered, *_SHOWN * shown, *_TOLD * told, "worker_id")


def _state_row(item: _Judged) -> tuple[Names, tuple[object, ...]]:
    """What of a look is written to the worker's state. A look of the past moves what diagnosis remembers, no more."""
    look, result, known = item.look, item.look.result, item.known
    answered = isinstance(result, Reading) or result.signal in history.ANSWERS
    shown = item.era is not Era.PAST
    told = shown and isinstance(result, Reading)
    values = (
        *(look.at, to_json(item.diagnosis.memory), known.revenue, known.opening),
        *((look.at,) if answered else ()),
        *(_shown(item) if shown else ()),
        *(_told(item.diagnosis.memory.completed(result), look.guest) if told and isinstance(result, Reading) else ()),
        look.worker_id,
    )
    return _state_names(answered, shown, told), values


def _shown(item: _Judged) -> tuple[object, ...]:
    return item.diagnosis.status.value, to_json(item.diagnosis.causes), item.cards.gpu_utilization


def _told(reading: Reading, guest: Guest | Failure | None) -> tuple[object, ...]:
    return (
        reading.model,
        reading.coefficient,
        reading.root_address,
        reading.struct_version,
        to_json(moving(reading)),
        to_json(guest) if isinstance(guest, Guest) else None,
    )


def _changed_reading(item: _Judged) -> tuple[int, Reading] | None:
    """The reading, if it shall be shown and more than what moves is new in it; the worker remembers it then."""
    reading, known = item.look.result, item.known
    if item.era is Era.PAST or not isinstance(reading, Reading) or (stands := standing(reading)) == known.standing:
        return None
    known.standing = stands
    return known.worker_id, reading


def _happened(change: Transition) -> Happened:
    return Happened(change.worker_id, change.at, change.before, change.after, change.came, tuple(sorted(change.gone)))


def _transition(item: _Judged) -> Transition | None:
    """What changed since the batch before; what is known of the worker moves on. The past is not told."""
    if item.era is not Era.PRESENT:
        return None
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
