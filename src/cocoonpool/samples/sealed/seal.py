"""Works out how hot rows of one worker go into segments, and what that changes in the rollups.

A step takes the oldest hot rows, at most one period of them. Here everything is read and computed, with no lock held;
`sealing.write` then changes the tables in one short transaction, if nobody else changed them in between.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Columns, merged
from cocoonpool.samples.sealed.layout import RAW as RAW_COLUMNS
from cocoonpool.samples.sealed.past import looks_after, next_told
from cocoonpool.samples.sealed.rollup import rolled
from cocoonpool.samples.sealed.segments import PERIODS, RAW, ROLLUPS, Damaged, period_start
from cocoonpool.samples.sealed.source import Source

MOST_AT_ONCE: Final = 20_000
"""Looks of one step."""
GRAIN_MS: Final = 300_000
"""Sealing goes forward by whole steps of this: up to there the rollups of 1 and 5 minutes are complete."""


class Put(msgspec.Struct, frozen=True):
    """A segment to be written. `replaces`: the checksum of the one that was read there; None: there was none."""

    row: dict[str, Any]
    replaces: int | None
    damaged: dict[str, Any] | None = None  # what was there cannot be read: it is put aside


class Step(msgspec.Struct, frozen=True):
    """What one transaction changes for one worker."""

    worker_id: int
    hot_at: Sequence[int]  # of the rows that go
    was_until: int
    until: int  # sealed and rolled up until here after it
    more: bool  # hot rows from before the cut-off are left
    puts: Sequence[Put] = ()


async def prepare(source: Source, worker_id: int, cutoff: int, hold_ms: int) -> Step:
    """The next step of a worker.

    Args:
        cutoff: looks from before it are to be sealed; unix ms, a multiple of `GRAIN_MS`.
        hold_ms: how long a look speaks for the time after it.
    """
    was = await source.until(worker_id)
    rows, following = await _oldest(source, worker_id, cutoff)
    until = max(was, cutoff if following is None else following // GRAIN_MS * GRAIN_MS)
    gone = await source.horizons()
    work = _Work(source, worker_id, (was, until), gone, hold_ms)
    kept = rows.between(gone.get(RAW, 0), until + PERIODS[RAW])
    if len(kept):
        await work.put(RAW, kept, (0, 0))
    for resolution in ROLLUPS:
        await work.roll(resolution, kept)
    return Step(worker_id, rows.at.tolist(), was, until, following is not None, await work.puts())


async def _oldest(source: Source, worker_id: int, cutoff: int) -> tuple[Columns, int | None]:
    """The oldest hot rows, of one period; and when the first of those left over was, if any are."""
    first = await source.hot(worker_id, 0, cutoff, ("revenue",), 1)
    if not len(first):
        return first, None
    start = period_start(RAW, int(first.at[0]))
    rows = await source.hot(worker_id, start, min(start + PERIODS[RAW], cutoff), RAW_COLUMNS, MOST_AT_ONCE)
    left = await source.hot(worker_id, int(rows.at[-1]) + 1, cutoff, ("revenue",), 1)
    return rows, int(left.at[0]) if len(left) else None


class _Work:
    """The segments that one step changes, as they are to be."""

    def __init__(
        self, source: Source, worker_id: int, until: tuple[int, int], gone: dict[int, int], hold_ms: int
    ) -> None:
        self._source, self._worker_id, self._gone, self._hold_ms = source, worker_id, gone, hold_ms
        self._was, self._until = until
        self._found: dict[tuple[int, int], Columns] = {}
        self._replaces: dict[tuple[int, int], int | None] = {}
        self._damaged: dict[tuple[int, int], dict[str, Any]] = {}
        self._next: list[int] | None = None
        self._looks: tuple[tuple[int, int], Any] | None = None

    async def put(self, resolution: int, rows: Columns, cleared: tuple[int, int]) -> None:
        """Adds rows to their segments, in place of what these have in `cleared`."""
        begin = cleared[0] if cleared[1] else int(rows.at[0])
        end = cleared[1] or int(rows.at[-1]) + 1
        step = PERIODS[resolution]
        for start in range(period_start(resolution, begin), end, step):
            had = await self._had(resolution, start)
            kept = had.take((had.at < cleared[0]) | (had.at >= cleared[1]))
            self._found[resolution, start] = merged(kept, rows.between(start, start + step))

    async def _had(self, resolution: int, start: int) -> Columns:
        key = (resolution, start)
        if key not in self._found:
            stored = await self._source.segment(self._worker_id, resolution, start)
            found = Columns() if stored is None else segments.opened(stored)
            self._replaces[key] = None if stored is None else stored.checksum
            if stored is not None and isinstance(found, Damaged):
                self._damaged[key] = dict(stored._mapping)
            self._found[key] = Columns() if isinstance(found, Damaged) else found
        return self._found[key]

    async def roll(self, resolution: int, rows: Columns) -> None:
        """Computes anew all whole buckets that these rows, or the time that went by, have changed."""
        width = resolution * 1000
        first = -(-max(self._gone.get(RAW, 0), self._gone.get(resolution, 0)) // width) * width
        for start, end in _aligned(await self._changed(rows), max(width, GRAIN_MS)):
            span = max(start, first), min(end, self._until // width * width)
            if span[0] < span[1]:
                await self._replace(resolution, *span)

    async def _replace(self, resolution: int, start: int, end: int) -> None:
        if self._looks is None or self._looks[0] != (start, end):
            found = await looks_after(self._source, self._worker_id, start, end, frozenset(RAW_COLUMNS))
            self._looks = (start, end), found
        rows, known = self._looks[1]
        buckets = rolled(rows, known, start, end, resolution * 1000, self._hold_ms)
        await self.put(resolution, buckets, (start, end))

    async def _changed(self, rows: Columns) -> list[tuple[int, int]]:
        """Stretches of time about which there is news. Of what a late look adds, the look after it has less."""
        spans = []
        if self._until > self._was:
            spans.append((max(self._was - self._hold_ms, self._first(rows)), self._until))
        if len(rows):
            first, last = int(rows.at[0]), int(rows.at[-1])
            spans.append((first - self._hold_ms, last + self._hold_ms + 1))
            if last < self._was:
                spans += [(at, at + 1) for at in await self._after(last)]
        return spans

    def _first(self, rows: Columns) -> int:
        """Nothing to compute for the years before the first look."""
        return 0 if self._was else (int(rows.at[0]) - self._hold_ms if len(rows) else self._until - GRAIN_MS)

    async def _after(self, last: int) -> list[int]:
        if self._next is None:
            at = await next_told(self._source, self._worker_id, last + 1, self._until)
            self._next = [] if at is None else [at]
        return self._next

    async def puts(self) -> list[Put]:
        made = []
        for (resolution, start), columns in self._found.items():
            key = (resolution, start)
            if len(columns):
                row = segments.made(self._worker_id, resolution, columns)
                if row["checksum"] != self._replaces[key]:
                    made.append(Put(row, self._replaces[key], self._damaged.get(key)))
        return made


def _aligned(spans: list[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Widened to whole buckets, those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start) // width * width, -(-end // width) * width) for start, end in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
