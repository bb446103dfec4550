"""A question about several workers: which ones the caller may see, in which groups, and the series of each.

It is planned first, in one session; the answer is then made piece by piece, as large as it may be.
"""

from collections.abc import AsyncGenerator, Sequence
from functools import partial
from typing import Final, Literal

import msgspec
from sqlalchemy import select

from cocoonpool.auth.principal import Principal
from cocoonpool.db import Database, ReadSession
from cocoonpool.samples.cells import Cells
from cocoonpool.samples.fleet import MOST_READ, Adding, Sums
from cocoonpool.samples.fleet_fields import FLEET_FIELDS, columns_of
from cocoonpool.samples.period import Period
from cocoonpool.samples.sealed.columns import Column
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS, auto_width
from cocoonpool.samples.width import WIDTHS, available
from cocoonpool.session import read_to_the_end
from cocoonpool.workers.models import Worker, WorkerState

MOST_CELLS: Final = 200_000
"""Values of an answer in memory at once, about."""
By = Literal["worker", "participant", "model", "all"]
Aggregate = Literal["sum", "mean"]
Key = int | str | None


class Question(msgspec.Struct, frozen=True):
    worker_ids: tuple[int, ...] | None
    participant_id: int | None
    model: str | None
    by: By
    aggregate: Aggregate
    resolution: str
    fields: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    key: Key  # worker, participant or model; None for all
    workers: list[int]


class Plan(msgspec.Struct, frozen=True):
    """What is read for an answer. The first bucket is whole: it may begin before the period."""

    question: Question
    groups: list[Group]
    width: int  # ms
    start: int
    end: int
    most_cells: int = MOST_CELLS

    @property
    def buckets(self) -> int:
        return -(-(self.end - self.start) // self.width)

    @property
    def at_once(self) -> int:
        """Buckets of one group that are read at once."""
        fields = self.question.fields
        return max(1, min(self.buckets, self.most_cells // len(fields), MOST_READ // columns_of(fields)))

    @property
    def is_small(self) -> bool:
        """Whether all of it is read at once."""
        return self.at_once == self.buckets and len(self.groups) <= self.groups_at_once

    @property
    def groups_at_once(self) -> int:
        """A group that is read in pieces is alone: one follows the other in the answer."""
        cells = self.buckets * len(self.question.fields)
        return max(1, self.most_cells // cells) if self.at_once == self.buckets else 1


class Piece(msgspec.Struct, frozen=True):
    """Some time of a group's series, oldest first; what is not the last goes on with the next piece."""

    key: Key
    workers: int
    fields: list[Cells]  # the time first; buckets in which nobody looked are left out
    is_first: bool = True
    is_last: bool = True


async def planned(session: ReadSession, caller: Principal, question: Question, period: Period) -> Plan:
    members = await _members(session, caller, question)
    gone = await Source(session).horizons()
    width = WIDTHS.get(question.resolution) or available(auto_width(period.length_ms, AUTO_POINTS), period.start, gone)
    keys = sorted({key for _, key in members}, key=lambda key: (key is None, str(key) if by_text(question) else key))
    groups = {key: Group(key, []) for key in keys}
    for worker, key in members:
        groups[key].workers.append(worker)
    return Plan(question, list(groups.values()), width, period.start // width * width, period.end)


def by_text(question: Question) -> bool:
    return question.by == "model"


async def _members(session: ReadSession, caller: Principal, question: Question) -> list[tuple[int, Key]]:
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


async def pieces(db: Database, plan: Plan) -> AsyncGenerator[Piece]:
    """The answer, group by group. No session is held while a piece is on its way."""
    for first in range(0, len(plan.groups), plan.groups_at_once):
        portion = plan.groups[first : first + plan.groups_at_once]
        numbers = {worker: number for number, group in enumerate(portion) for worker in group.workers}
        adding = Adding(numbers, plan.question.fields, plan.width, plan.at_once)
        for start in range(plan.start, plan.end, plan.at_once * plan.width):
            end = min(plan.end, start + plan.at_once * plan.width)
            sums = await read_to_the_end(db, partial(adding.sums, start=start, end=end))
            for number, group in enumerate(portion):
                fields = _fields(sums, plan.question, number)
                yield Piece(group.key, len(group.workers), fields, start == plan.start, end == plan.end)


def _fields(sums: Sums, question: Question, group: int) -> list[Cells]:
    seen = sums.weights["looks"][group] > 0
    columns: Sequence[tuple[str, Column]] = [
        (name, (sums.total if question.aggregate == "sum" else sums.mean)(name, group)) for name in question.fields
    ]
    made = [Cells(name, column.take(seen), FLEET_FIELDS[name].decimals) for name, column in columns]
    return [Cells("timestamp", Column(sums.at[seen]), is_time=True), *made]
