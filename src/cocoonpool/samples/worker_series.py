"""The series of one worker: at any width, from hot rows, segments and rollups, in bounded memory."""

from collections.abc import Sequence
from typing import Final

import msgspec

from cocoonpool.errors import Invalid
from cocoonpool.samples.cells import Cells
from cocoonpool.samples.period import Period
from cocoonpool.samples.points import columns_for, fields_of
from cocoonpool.samples.sealed import past
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.rollup import single
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS
from cocoonpool.samples.width import EACH_LOOK, WIDTHS, auto
from cocoonpool.workers.queries import Owned

MOST_POINTS: Final = 50_000
_SECOND_MS: Final = 1_000  # nobody looks more often


class Answer(msgspec.Struct, frozen=True):
    width: int  # ms of a point; 1: each look
    fields: list[Cells]

    @property
    def count(self) -> int:
        return len(self.fields[0].column.values)


async def worker_series(
    source: Source, worker: Owned, period: Period, resolution: str, names: Sequence[str], hold_ms: int
) -> Answer:
    """Points of a worker's period, oldest first.

    Args:
        resolution: a key of `WIDTHS`, or `auto`.
        names: fields of a point; `timestamp` is one of them.
        hold_ms: how long a look speaks for the time after it.

    Raises:
        Invalid: more than `MOST_POINTS`.
    """
    width = await auto(source, worker.id, period) if resolution == "auto" else WIDTHS[resolution]
    await _refuse_too_many(source, worker.id, period, width)
    rows = await _rows(source, worker.id, period, width, names, hold_ms)
    if resolution == "auto" and width == EACH_LOOK and len(rows) >= AUTO_POINTS:
        width = WIDTHS["1m"]
        rows = await _rows(source, worker.id, period, width, names, hold_ms)
    fields = fields_of(rows, names, worker.opening)
    if len(fields[0].column.values) > MOST_POINTS:
        raise _too_many()
    return Answer(width, fields)


def _too_many() -> Invalid:
    return Invalid(f"more than {MOST_POINTS} points: ask for less time or wider points", "query", "resolution")


async def _refuse_too_many(source: Source, worker_id: int, period: Period, width: int) -> None:
    """Before much is read. What is close to the limit is counted exactly later."""
    if period.length_ms // max(width, _SECOND_MS) <= 2 * MOST_POINTS:
        return
    looks = await source.count(worker_id, period.start, period.end, 2 * MOST_POINTS)
    if width == EACH_LOOK and looks >= 2 * MOST_POINTS:
        raise _too_many()
    if width > EACH_LOOK and min(looks, period.length_ms // width) >= 2 * MOST_POINTS:
        raise _too_many()


async def _rows(
    source: Source, worker_id: int, period: Period, width: int, names: Sequence[str], hold_ms: int
) -> Columns:
    columns = columns_for(names)
    if width > EACH_LOOK:
        return await past.buckets(source, worker_id, period.start, period.end, width, hold_ms, columns)
    rows, before = await past.looks_after(source, worker_id, period.start, period.end, past.needed(columns))
    return single(rows, before, columns)
