"""What a look changes in the state of its worker: what moves, at each look; what is shown or stands, when it is new.

A look of the past moves what diagnosis remembers, no more.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from cocoonpool.bulk import Names
from cocoonpool.cocoon.reading import Guest, Reading
from cocoonpool.samples.eras import Era
from cocoonpool.samples.history import ANSWERS
from cocoonpool.samples.judged import Judged
from cocoonpool.workers.last_reading import moving, standing
from cocoonpool.workers.state import to_json

Row = tuple[Names, tuple[object, ...]]
"""Names of columns of a state, the key last, and their values."""

_MOVES: Final = ("sample_at", "memory", "revenue", "opening")
_SEEN: Final = ("last_seen",)
_CARDS: Final = ("gpu_utilization",)
_TOLD: Final = ("moving", "guest")
_SHOWN: Final = ("status", "causes", "worker_id")
_STANDS: Final = ("model", "reported_coefficient", "root_address", "struct_version", "worker_id")


class StateRows(msgspec.Struct):
    states: list[Row] = []
    readings: list[tuple[int, Reading]] = []  # by worker: those that are to be stored whole
    news: list[Judged] = []  # of these the status or the causes are others than were shown


def state_rows(latest: Iterable[Judged]) -> StateRows:
    """Of one look a worker. What is known of the workers is then what is stored."""
    rows = StateRows()
    for item in latest:
        rows.states.append(_moves(item))
        if item.era is Era.PRESENT:
            _add_news(item, rows)
    return rows


@lru_cache
def _names(answered: bool, present: bool, told: bool) -> Names:
    return (*_MOVES, *_SEEN * answered, *_CARDS * present, *_TOLD * told, "worker_id")


def _moves(item: Judged) -> Row:
    look, result, known, memory = item.look, item.look.result, item.known, item.diagnosis.memory
    values: tuple[object, ...] = (look.at, to_json(memory), known.revenue, known.opening)
    present, told = item.era is Era.PRESENT, isinstance(result, Reading)
    answered = told or (not isinstance(result, Reading) and result.signal in ANSWERS)
    if answered:
        values += (look.at,)
    if present:
        values += (item.cards.gpu_utilization,)
        if isinstance(result, Reading):
            guest = to_json(look.guest) if isinstance(look.guest, Guest) else None
            values += (to_json(moving(memory.completed(result))), guest)
    return _names(answered, present, present and told), (*values, look.worker_id)


def _add_news(item: Judged, rows: StateRows) -> None:
    reading, known, diagnosis = item.look.result, item.known, item.diagnosis
    if diagnosis.causes != known.causes or diagnosis.status != known.status:
        shown = (diagnosis.status.value, to_json(diagnosis.causes), known.worker_id)
        rows.states.append((_SHOWN, shown))
        rows.news.append(item)
        known.causes = diagnosis.causes
    if isinstance(reading, Reading) and (stands := standing(reading)) != known.standing:
        told = (reading.model, reading.coefficient, reading.root_address, reading.struct_version)
        rows.states.append((_STANDS, (*told, known.worker_id)))
        rows.readings.append((known.worker_id, reading))
        known.standing, known.root_address = stands, reading.root_address
