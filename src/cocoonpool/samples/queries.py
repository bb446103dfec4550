"""Reads history back: what happened in a period, condensed by the database to what the answer needs.

`width` is the bucket in ms; 1 makes every look its own. A period is half open: start <= at < end, unix ms.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, union

from cocoonpool.db import ReadSession
from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.models import Sample
from cocoonpool.samples.period import Period
from cocoonpool.samples.series import Counters, Histogram
from cocoonpool.workers.queries import OwnedWorkerId

_SAMPLES: Final = Sample.__table__  # plain rows: no objects are made of some thousand looks
_C: Final = _SAMPLES.c
# The worst that was seen stands for a bucket; not knowing is no news beside something known.
_WORST_LAST: Final = ("paused", "unknown", "healthy", "degraded", "down")
_COUNTERS: Final = tuple(_C[name] for name in COUNTERS)
_GAUGES: Final = (_C.gpu_utilization, _C.gpu_temperature, _C.gpu_memory_mib, _C.gpu_power_w, _C.active_requests)
_AT_ONCE: Final = 1_000  # rows in memory


class Bucket(msgspec.Struct, frozen=True, gc=False):
    """What all looks of one bucket say, answered or not. Gauges are means."""

    key: int  # unix ms // width
    status: str
    revenue: int  # nanoTON at the last look, opening balances left out
    looks: int
    restarts: int
    gpu_utilization: float | None
    gpu_temperature: float | None
    gpu_memory_mib: float | None
    gpu_power_w: float | None
    active_requests: float | None


class Shown(msgspec.Struct, frozen=True):
    """A look that told its counters."""

    key: int
    at: int
    restarted: bool
    counters: Counters
    wallet_balance: int | None
    ton_synced_at: int | None
    coefficient: int | None


class Before(msgspec.Struct, frozen=True):
    """Where a period starts from: the last counters and the last revenue shown before it."""

    counters: Counters | None
    revenue: int | None


async def count_looks(session: ReadSession, worker: OwnedWorkerId, period: Period, most: int) -> int:
    """How many looks there are, counted up to `most`."""
    some = select(literal(1)).select_from(_SAMPLES).where(_within(worker, period)).limit(most).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0


async def buckets(session: ReadSession, worker: OwnedWorkerId, period: Period, width: int, most: int) -> list[Bucket]:
    """At most `most` buckets with looks in them, oldest first."""
    key = (_C.at // width).label("key")
    rank = case({name: rank for rank, name in enumerate(_WORST_LAST)}, value=_C.status, else_=0)
    grouped = (
        select(
            key,
            func.max(rank).label("rank"),
            func.max(_C.at).label("last_at"),
            func.count().label("looks"),
            func.sum(case((_C.restarted, 1), else_=0)).label("restarts"),
            *(func.avg(gauge).label(gauge.key) for gauge in _GAUGES),
        )
        .where(_within(worker, period))
        .group_by(key)
        .order_by(key)
        .limit(most)
        .subquery()
    )
    last = and_(_C.worker_id == worker, _C.at == grouped.c.last_at)
    found = select(_C.revenue, *grouped.c).join_from(grouped, _SAMPLES, last).order_by(grouped.c.key)
    return [_bucket(*row) for row in await session.execute(found)]


def _bucket(revenue: int, key: int, rank: int, _: int, looks: int, restarts: int, *means: Any) -> Bucket:
    gauges = (None if mean is None else round(float(mean), 2) for mean in means)
    return Bucket(key, _WORST_LAST[rank], revenue, looks, restarts, *gauges)


async def shown(session: ReadSession, worker: OwnedWorkerId, period: Period, width: int) -> AsyncIterator[Shown]:
    """The looks that an increase can be told from: the last of each bucket, and both sides of every restart.

    Between them counters only grow, so what lies between two of these adds nothing: a year is as exact as an hour,
    and no more than this is read.
    """
    wanted = _telling(worker, period, width).subquery()
    columns = select(_C.at, _C.restarted, *_COUNTERS, _C.wallet_balance, _C.ton_synced_at, _C.coefficient)
    kept = columns.join_from(wanted, _SAMPLES, and_(_C.worker_id == worker, _C.at == wanted.c.at))
    looks = await session.stream(kept.order_by(_C.at))
    async for rows in looks.partitions(_AT_ONCE):
        for at, restarted, *rest in rows:
            yield Shown(at // width, at, restarted, tuple(rest[: len(COUNTERS)]), *rest[len(COUNTERS) :])


def _telling(worker: OwnedWorkerId, period: Period, width: int) -> Any:
    """When these looks were. That a look showed a restart was found out, and stored, as it came in."""
    read = and_(_within(worker, period), _told(_C))
    earlier = _SAMPLES.alias()
    before_it = select(func.max(earlier.c.at)).where(
        earlier.c.worker_id == worker, earlier.c.at < _C.at, earlier.c.at >= period.start, _told(earlier.c)
    )
    return union(
        select(func.min(_C.at).label("at")).where(read),
        select(func.max(_C.at)).where(read).group_by(_C.at // width),
        select(_C.at).where(read, _C.restarted),
        select(before_it.scalar_subquery()).where(read, _C.restarted),
    )


def _told(of: Any) -> ColumnElement[bool]:
    """The looks that told any counter."""
    return or_(of.queries.is_not(None), of.success.is_not(None), of.tokens_total.is_not(None))


async def before(session: ReadSession, worker: OwnedWorkerId, start: int) -> Before:
    earlier = select(*_COUNTERS).where(_C.worker_id == worker, _C.at < start)
    counters = (await session.execute(earlier.where(_told(_C)).order_by(_C.at.desc()).limit(1))).one_or_none()
    last = select(_C.revenue).where(_C.worker_id == worker, _C.at < start)
    revenue = await session.scalar(last.order_by(_C.at.desc()).limit(1))
    return Before(None if counters is None else tuple(counters), revenue)


async def revenue_at_ends(session: ReadSession, worker: OwnedWorkerId, period: Period) -> tuple[int, int] | None:
    """nanoTON at the first and at the last look of the period; None without any."""
    inside = select(_C.revenue).where(_within(worker, period)).limit(1)
    first = await session.scalar(inside.order_by(_C.at))
    last = await session.scalar(inside.order_by(_C.at.desc()))
    return None if first is None or last is None else (first, last)


async def restarts(session: ReadSession, worker: OwnedWorkerId, period: Period) -> int | None:
    """How often the worker was seen to count from zero again; None without any look."""
    counted = func.sum(case((_C.restarted, 1), else_=0))
    seen: int | None = await session.scalar(select(counted).where(_within(worker, period)))
    return seen


async def utilization(session: ReadSession, worker: OwnedWorkerId, period: Period) -> Histogram:
    counted = select(_C.gpu_utilization, func.count()).where(_within(worker, period), _C.gpu_utilization.is_not(None))
    rows = await session.execute(counted.group_by(_C.gpu_utilization))
    return Histogram({value: count for value, count in rows if value is not None})


async def covered(session: ReadSession, worker: OwnedWorkerId, period: Period, hold_ms: int) -> dict[str, int]:
    """Milliseconds of the period by status. A look speaks until the next one, at most `hold_ms`."""
    following = func.lead(_C.at).over(order_by=_C.at)
    looks = (
        select(_C.status, _C.at, func.coalesce(following, period.end).label("next_at"))
        .where(_C.worker_id == worker, _C.at >= period.start - hold_ms, _C.at < period.end)
        .subquery()
    )
    start = case((looks.c.at < period.start, period.start), else_=looks.c.at)
    held = case((looks.c.next_at < looks.c.at + hold_ms, looks.c.next_at), else_=looks.c.at + hold_ms)
    end = case((held > period.end, period.end), else_=held)
    rows = await session.execute(
        select(looks.c.status, func.sum(end - start)).where(end > start).group_by(looks.c.status)
    )
    return {status: int(spent) for status, spent in rows}


def _within(worker: OwnedWorkerId, period: Period) -> ColumnElement[bool]:
    return and_(_C.worker_id == worker, _C.at >= period.start, _C.at < period.end)
