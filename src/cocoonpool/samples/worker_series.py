"""The series of one worker: at any width, from hot rows, segments and rollups, a bounded part at a time."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from functools import partial
from typing import Final

import msgspec

from cocoonpool.db import Database, ReadSession
from cocoonpool.samples.cells import Cells
from cocoonpool.samples.period import Period
from cocoonpool.samples.points import columns_for, fields_of
from cocoonpool.samples.sealed import past
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.rollup import single
from cocoonpool.samples.sealed.segments import PERIODS, RAW, ROLLUPS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS
from cocoonpool.samples.width import EACH_LOOK, WIDTHS, auto
from cocoonpool.session import read_to_the_end
from cocoonpool.workers.queries import Owned

AT_ONCE: Final = 10_000
"""Points that are read and written at once, about."""
_SECOND_MS: Final = 1_000


class Chart(msgspec.Struct, frozen=True):
    """What is asked for.

    `names`: fields of a point; `timestamp` is one of them. `hold_ms`: how long a look speaks for the time after it.
    """

    worker: Owned
    names: Sequence[str]
    hold_ms: int


class Answer(msgspec.Struct, frozen=True):
    width: int  # ms of a point; 1: each look
    fields: list[Cells]

    @property
    def count(self) -> int:
        return len(self.fields[0].column.values)


async def whole_series(source: Source, chart: Chart, period: Period, resolution: str) -> Answer | None:
    """The points of a period, oldest first; None: there may be more than are read at once.

    `resolution`: a key of `WIDTHS`, or `auto`.
    """
    if resolution == "auto":
        return await _auto(source, chart, period)
    width = WIDTHS[resolution]
    if len([*parts_of(period, width, chart.hold_ms)]) > 1 or await _is_much(source, chart, period, width):
        return None
    return Answer(width, await _points(source, chart, period, width))


async def long_series(db: Database, chart: Chart, period: Period, width: int) -> AsyncGenerator[list[Cells], None]:
    """The points of a period of any length, in parts. No session is held while a part is on its way."""
    waiting = [*parts_of(period, width, chart.hold_ms)][::-1]
    while waiting:
        part = waiting.pop()
        fields = await read_to_the_end(db, partial(_part, chart=chart, part=part, width=width))
        if fields is None:
            middle = (part.start + part.end) // 2
            waiting += [Period(middle, part.end), Period(part.start, middle)]
        else:
            yield fields


async def _part(session: ReadSession, chart: Chart, part: Period, width: int) -> list[Cells] | None:
    """None: it is too much for one part."""
    source = Source(session)
    if await _is_much(source, chart, part, width):
        return None
    return await _points(source, chart, part, width)


def parts_of(period: Period, width: int, hold_ms: int) -> Iterator[Period]:
    """The period in parts of about `AT_ONCE` points at most, that begin with a bucket and, if they can, a segment."""
    is_raw = width == EACH_LOOK
    # Who looks each 15 s lets a look speak for three times as long.
    longest = AT_ONCE * (max(_SECOND_MS, hold_ms // 3) if is_raw else width)
    resolution = RAW if is_raw else max(r for r in ROLLUPS if width % (r * 1000) == 0)
    grain = PERIODS[resolution] if longest >= PERIODS[resolution] else width
    start = period.start
    while start < period.end:
        end = min(period.end, (start + longest) // grain * grain)
        yield Period(start, end)
        start = end


async def _is_much(source: Source, chart: Chart, period: Period, width: int) -> bool:
    """Looks may lie closer than they should."""
    if width > EACH_LOOK or period.length_ms <= _SECOND_MS:
        return False
    return await source.count(chart.worker.id, period.start, period.end, 2 * AT_ONCE) >= 2 * AT_ONCE


async def _auto(source: Source, chart: Chart, period: Period) -> Answer:
    width = await auto(source, chart.worker.id, period)
    fields = await _points(source, chart, period, width)
    if width == EACH_LOOK and len(fields[0].column.values) >= AUTO_POINTS:
        width = WIDTHS["1m"]
        fields = await _points(source, chart, period, width)
    return Answer(width, fields)


async def _points(source: Source, chart: Chart, period: Period, width: int) -> list[Cells]:
    rows = await _rows(source, chart, period, width)
    return fields_of(rows, chart.names, chart.worker.opening)


async def _rows(source: Source, chart: Chart, period: Period, width: int) -> Columns:
    columns, worker_id = columns_for(chart.names), chart.worker.id
    if width > EACH_LOOK:
        return await past.buckets(source, worker_id, period.start, period.end, width, chart.hold_ms, columns)
    rows, before = await past.looks_after(source, worker_id, period.start, period.end, past.needed(columns))
    return single(rows, before, columns)
