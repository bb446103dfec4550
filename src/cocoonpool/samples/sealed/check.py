"""Looks through all segments for what cannot be right: for `cocoonpool db check`."""

from collections.abc import AsyncIterator
from typing import Any, Final

import numpy as np
from sqlalchemy import Row, select

from cocoonpool.db import ReadSession
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.columns import Columns
from cocoonpool.samples.sealed.layout import RAW as RAW_COLUMNS
from cocoonpool.samples.sealed.segments import PERIODS, RAW, Damaged

_AT_ONCE: Final = 50
_C: Final = segments.TABLE.c


async def segment_faults(session: ReadSession, most: int = 100) -> list[str]:
    """Sentences that each name a segment and what is wrong with it; empty when all are sound."""
    found = []
    async for row in _all(session):
        if (fault := _fault(row)) is not None:
            found.append(fault)
            if len(found) == most:
                break
    return found


async def _all(session: ReadSession) -> AsyncIterator[Row[Any]]:
    rows = await session.stream(select(segments.TABLE).order_by(_C.worker_id, _C.resolution, _C.start))
    try:
        async for some in rows.partitions(_AT_ONCE):
            for row in some:
                yield row
    finally:
        await rows.close()


def _fault(row: Row[Any]) -> str | None:
    columns = segments.opened(row)
    if isinstance(columns, Damaged):
        return str(columns)
    why = _wrong(row, columns)
    return None if why is None else str(Damaged(row.worker_id, row.resolution, row.start, why))


def _wrong(row: Row[Any], columns: Columns) -> str | None:
    at, count = columns.at, row._mapping["count"]
    if len(at) != count or any(len(column.values) != count for column in columns.data.values()):
        return "does not hold as many rows as it says"
    if int(at[0]) != row.first_at or int(at[-1]) != row.last_at or (np.diff(at) <= 0).any():
        return "holds other times than it says"
    if row.first_at < row.start or row.last_at >= row.start + PERIODS[row.resolution]:
        return "holds rows of another period"
    if row.resolution == RAW and not columns.data.keys() <= set(RAW_COLUMNS):
        return "holds columns that looks do not have"
    return None
