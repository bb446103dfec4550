"""Where history is read from: one session, or what was fetched ahead of it for several workers at once."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, Final, cast

from sqlalchemy import BigInteger, Row, Table, and_, bindparam, func, literal, or_, select, union_all

from cocoonpool.asked import Question
from cocoonpool.db import ReadSession, Session
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.hot import hot, of_rows, span, within
from cocoonpool.samples.sealed.layout import RAW as RAW_COLUMNS
from cocoonpool.samples.sealed.models import Horizon, SealedUntil
from cocoonpool.samples.sealed.segments import PERIODS, RAW, ROLLUPS, period_start

UNTIL: Final = cast("Table", SealedUntil.__table__)
_C: Final = segments.TABLE.c
_MINE: Final = bindparam("worker_id", type_=BigInteger)
_UNTIL: Final = Question(select(UNTIL.c.until).where(UNTIL.c.worker_id == _MINE))
_HORIZONS: Final = Question(select(Horizon.resolution, Horizon.until))
_FRESH: Final = select(HOT.c.at).where(HOT.c.worker_id == _MINE, within()).limit(bindparam("most"))
_SPANS: Final = (
    select(_C.first_at, _C.last_at, _C.count)
    .where(_C.worker_id == _MINE, _C.resolution == RAW, _C.start > bindparam("period"), _C.start < bindparam("end"))
    .where(_C.first_at < bindparam("end"), _C.last_at >= bindparam("start"))
    .limit(bindparam("segments"))
)
_NEWEST: Final = Question(
    select(HOT.c.at, HOT.c.revenue).where(HOT.c.worker_id == _MINE, within()).order_by(HOT.c.at.desc()).limit(1)
)
_NEAR_MS: Final = 10 * 60_000
_HOT: Final = -1  # in place of a segment's moments
_COUNTED: Final = Question(
    union_all(
        select(literal(_HOT), literal(_HOT), func.count()).select_from(_FRESH.subquery()),
        select(_SPANS.subquery()),
    )
)


class Source:
    """Reads through a session."""

    def __init__(self, session: ReadSession | Session) -> None:
        self._session = session
        self._gone: dict[int, int] | None = None

    async def until(self, worker_id: int) -> int:
        """Until when the worker's looks are sealed and rolled up, unix ms."""
        rows = await _UNTIL.rows(self._session, worker_id=worker_id)
        return int(rows[0][0]) if rows else 0

    async def horizons(self) -> dict[int, int]:
        """By resolution: before when everything has been deleted, unix ms."""
        if self._gone is None:
            self._gone = {row[0]: row[1] for row in await _HORIZONS.rows(self._session)}
        return self._gone

    async def hot(
        self, worker_id: int, start: int, end: int, names: Collection[str], most: int | None = None
    ) -> Columns:
        """The hot rows of [start, end), at most `most`, oldest first."""
        return await hot(self._session, worker_id, start, end, names, most=most)

    async def newest_hot(self, worker_id: int, end: int) -> tuple[int, int] | None:
        """(at, revenue) of the last hot row before `end`."""
        for since in (max(0, end - _NEAR_MS), 0):  # mostly it is near, and then few minutes are looked through
            if rows := await _NEWEST.rows(self._session, worker_id=worker_id, **span(since, end)):
                return int(rows[0][0]), int(rows[0][1])
        return None

    async def count(self, worker_id: int, start: int, end: int, most: int) -> int:
        """About how many looks a period has, hardly beyond `most`."""
        given = {"worker_id": worker_id, "period": start - PERIODS[RAW], **span(start, end)}
        rows = await _COUNTED.rows(self._session, **given, most=most, segments=1 + most // 100)
        return sum(
            count if first == _HOT else round(count * (min(end, last + 1) - max(start, first)) / (last + 1 - first))
            for first, last, count in rows
        )

    async def segment(self, worker_id: int, resolution: int, start: int) -> Row[Any] | None:
        """As it is stored."""
        return await segments.one(self._session, worker_id, resolution, start)

    def sealed(
        self,
        worker_id: int,
        resolution: int,
        start: int,
        end: int,
        names: Collection[str] | None = None,
        *,
        newest_first: bool = False,
    ) -> AsyncIterator[Columns]:
        """The sound rows of [start, end), a segment at a time."""
        return segments.stream(self._session, worker_id, resolution, start, end, names, newest_first=newest_first)


class Ahead(Source):
    """Holds what sealing will most likely ask about some workers; anything else it reads when it is asked."""

    def __init__(self, session: ReadSession) -> None:
        super().__init__(session)
        self._until: dict[int, int] = {}
        self._hot: dict[int, Columns] = {}
        self._hot_until = 0
        self._held: set[tuple[int, int]] = set()
        self._segments: dict[tuple[int, int, int], Row[Any]] = {}

    async def fetch(self, worker_ids: Sequence[int], cutoff: int, most: int) -> None:
        """Hot rows from before `cutoff`, at most `most` of all these workers, and the newest segments."""
        found = await self._session.execute(select(UNTIL).where(UNTIL.c.worker_id.in_(worker_ids)))
        self._until = dict.fromkeys(worker_ids, 0) | {row.worker_id: row.until for row in found}
        await self._fetch_hot(worker_ids, cutoff, most)
        newest = [(resolution, period_start(resolution, cutoff - 1)) for resolution in (RAW, *ROLLUPS)]
        newest.append((RAW, newest[0][1] - PERIODS[RAW]))
        those = or_(*(and_(_C.resolution == resolution, _C.start == start) for resolution, start in newest))
        rows = await self._session.execute(select(segments.TABLE).where(_C.worker_id.in_(worker_ids), those))
        self._segments = {(row.worker_id, row.resolution, row.start): row for row in rows}
        self._held = set(newest)

    async def _fetch_hot(self, worker_ids: Sequence[int], cutoff: int, most: int) -> None:
        columns = [HOT.c[name] for name in RAW_COLUMNS]
        mine = select(HOT.c.worker_id, HOT.c.at, *columns).where(HOT.c.worker_id.in_(worker_ids), within())
        oldest_first = mine.order_by(HOT.c.worker_id, HOT.c.at).limit(most + 1)
        rows = (await self._session.execute(oldest_first, span(0, cutoff))).all()
        if len(rows) > most:
            return  # a backlog: read worker by worker, period by period
        by_worker: dict[int, list[Sequence[Any]]] = defaultdict(list)
        for row in rows:
            by_worker[row[0]].append(row[1:])
        self._hot = {worker_id: of_rows(RAW_COLUMNS, by_worker[worker_id]) for worker_id in worker_ids}
        self._hot_until = cutoff

    async def until(self, worker_id: int) -> int:
        return self._until[worker_id]

    async def hot(
        self, worker_id: int, start: int, end: int, names: Collection[str], most: int | None = None
    ) -> Columns:
        if end > self._hot_until:
            return await super().hot(worker_id, start, end, names, most)
        return self._hot[worker_id].between(start, end).take(slice(0, most))

    async def segment(self, worker_id: int, resolution: int, start: int) -> Row[Any] | None:
        if (resolution, start) in self._held:
            return self._segments.get((worker_id, resolution, start))
        return await super().segment(worker_id, resolution, start)

    async def sealed(
        self,
        worker_id: int,
        resolution: int,
        start: int,
        end: int,
        names: Collection[str] | None = None,
        *,
        newest_first: bool = False,
    ) -> AsyncIterator[Columns]:
        starts = range(period_start(resolution, start), end, PERIODS[resolution])
        if len(starts) > len(self._held) or any((resolution, begin) not in self._held for begin in starts):
            stored = super().sealed(worker_id, resolution, start, end, names, newest_first=newest_first)
            async for part in stored:
                yield part
            return
        for begin in sorted(starts, reverse=newest_first):
            row = self._segments.get((worker_id, resolution, begin))
            columns = None if row is None else segments.sound(row, names)
            if columns is not None and len(part := columns.between(start, end)):
                yield part
