"""A question about several workers: which ones the caller may see, in which groups, and the series of each."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
from sqlalchemy import select

from cocoonpool.auth.principal import Principal
from cocoonpool.db import ReadSession
from cocoonpool.errors import Invalid
from cocoonpool.samples.cells import Cells
from cocoonpool.samples.fleet import Sums, sum_up
from cocoonpool.samples.fleet_fields import FLEET_FIELDS
from cocoonpool.samples.period import Period
from cocoonpool.samples.sealed.columns import Column
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS, auto_width
from cocoonpool.samples.width import WIDTHS, available
from cocoonpool.workers.models import Worker, WorkerState

MOST_CELLS: Final = 2_000_000
By = Literal["worker", "participant", "model", "all"]
Aggregate = Literal["sum", "mean"]


class Question(msgspec.Struct, frozen=True):
    worker_ids: tuple[int, ...] | None
    participant_id: int | None
    model: str | None
    by: By
    aggregate: Aggregate
    resolution: str
    fields: tuple[str, ...]


class GroupSeries(msgspec.Struct, frozen=True):
    key: int | str | None  # of the group: worker, participant, model; None for all
    workers: int
    fields: list[Cells]  # the time first; buckets in which nobody looked are left out


class Answered(msgspec.Struct, frozen=True):
    width: int  # ms
    groups: list[GroupSeries]


async def answer(session: ReadSession, caller: Principal, question: Question, period: Period) -> Answered:
    """The series of each group, oldest first. The first bucket is whole: it may begin before the period.

    Raises:
        Invalid: more cells than one answer may have.
    """
    members = await _members(session, caller, question)
    gone = await Source(session).horizons()
    keys = sorted({key for _, key in members}, key=lambda key: (key is None, str(key) if by_text(question) else key))
    numbers = {key: number for number, key in enumerate(keys)}
    width = WIDTHS.get(question.resolution) or available(auto_width(period.length_ms, AUTO_POINTS), period.start, gone)
    start = period.start // width * width
    cells = (period.end - start) // width * max(1, len(keys)) * len(question.fields)
    if cells > MOST_CELLS:
        raise Invalid(f"{cells} values, more than {MOST_CELLS}: ask for less", "query", "resolution")
    groups = {worker: numbers[key] for worker, key in members}
    sums = await sum_up(session, groups, question.fields, (start, period.end), width)
    sizes = [0] * len(keys)
    for number in groups.values():
        sizes[number] += 1
    made = [GroupSeries(key, sizes[n], _fields(sums, question, n)) for n, key in enumerate(keys)]
    return Answered(width, made)


def by_text(question: Question) -> bool:
    return question.by == "model"


async def _members(session: ReadSession, caller: Principal, question: Question) -> list[tuple[int, int | str | None]]:
    """The workers that are asked about and that the caller may see, each with its group."""
    key = {"worker": Worker.id, "participant": Worker.participant_id, "model": WorkerState.model}.get(question.by)
    found = select(Worker.id, *([] if key is None else [key.label("its_group")])).where(Worker.deleted_at.is_(None))
    found = found.join(WorkerState, WorkerState.worker_id == Worker.id)
    wanted = (
        (Worker.participant_id, caller.only_participant),
        (Worker.participant_id, question.participant_id),
        (WorkerState.model, question.model),
    )
    for column, value in wanted:
        if value is not None:
            found = found.where(column == value)
    if question.worker_ids is not None:
        found = found.where(Worker.id.in_(question.worker_ids))
    rows = await session.execute(found.order_by(Worker.id))
    return [(row[0], None if key is None else row[1]) for row in rows]


def _fields(sums: Sums, question: Question, group: int) -> list[Cells]:
    seen = sums.weights["looks"][group] > 0
    columns: Sequence[tuple[str, Column]] = [
        (name, (sums.total if question.aggregate == "sum" else sums.mean)(name, group)) for name in question.fields
    ]
    made = [Cells(name, column.take(seen), FLEET_FIELDS[name].decimals) for name, column in columns]
    return [Cells("timestamp", Column(sums.at[seen]), is_time=True), *made]
