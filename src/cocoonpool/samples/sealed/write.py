"""Writes what sealing worked out, in one transaction: the hot rows go, the segments come, or nothing happens.

A step is dropped if a segment or the worker's `until` is not as it was when the step was prepared: then somebody else
sealed or deleted meanwhile, and it is done anew. Only rows that were read are deleted, so a look that came in between
stays hot.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, delete, insert, select, tuple_, update

from cocoonpool.db import Session
from cocoonpool.samples.models import MINUTE_MS
from cocoonpool.samples.sealed import segments
from cocoonpool.samples.sealed.hot import TABLE as HOT
from cocoonpool.samples.sealed.models import SealedUntil
from cocoonpool.samples.sealed.seal import Put, Step

_UNTIL: Final = cast("Table", SealedUntil.__table__)
_SEGMENTS: Final = segments.TABLE
_KEY: Final = (_SEGMENTS.c.worker_id, _SEGMENTS.c.resolution, _SEGMENTS.c.start)
_FIND: Final = [column == bindparam(f"its_{column.name}") for column in _KEY]


async def write(session: Session, steps: Sequence[Step]) -> list[Step]:
    """Writes the steps that still hold, at most one a worker, and says which."""
    held = await _still_true(session, steps)
    if not held:
        return held
    gone = [(step.worker_id, at) for step in held for at in step.hot_at]
    await _each(session, _HOT_GOES, [{"m": at // MINUTE_MS, "w": worker_id, "moment": at} for worker_id, at in gone])
    puts = [put for step in held for put in step.puts]
    await _put_aside(session, [put.damaged for put in puts if put.damaged is not None])
    await _each(session, insert(_SEGMENTS), [put.row for put in puts if put.replaces is None])
    await _each(session, _REPLACE, [_found(put.row) | put.row for put in puts if put.replaces is not None])
    moved = [step for step in held if step.until != step.was_until]
    first = [{"worker_id": step.worker_id, "until": step.until} for step in moved if not step.was_until]
    await _each(session, insert(_UNTIL), first)
    await _each(session, _MOVE_ON, [{"w": step.worker_id, "to": step.until} for step in moved if step.was_until])
    return held


_HOT_GOES: Final = delete(HOT).where(
    HOT.c.minute == bindparam("m"), HOT.c.worker_id == bindparam("w"), HOT.c.at == bindparam("moment")
)
_REPLACE: Final = update(_SEGMENTS).where(*_FIND)
_MOVE_ON: Final = update(_UNTIL).where(_UNTIL.c.worker_id == bindparam("w")).values(until=bindparam("to"))


async def _still_true(session: Session, steps: Sequence[Step]) -> list[Step]:
    """The steps whose segments and `until` are as they were; locked, where the database locks rows."""
    workers = [step.worker_id for step in steps]
    untils = await session.execute(select(_UNTIL).where(_UNTIL.c.worker_id.in_(workers)).with_for_update())
    until = {row.worker_id: row.until for row in untils}
    keys = [_key(put) for step in steps for put in step.puts]
    found = select(*_KEY, _SEGMENTS.c.checksum).where(tuple_(*_KEY).in_(keys)).with_for_update()
    stored = {tuple(row[:3]): row.checksum for row in await session.execute(found)}
    return [
        step
        for step in steps
        if until.get(step.worker_id, 0) == step.was_until
        and all(stored.get(_key(put)) == put.replaces for put in step.puts)
    ]


def _key(put: Put) -> tuple[int, int, int]:
    return put.row["worker_id"], put.row["resolution"], put.row["start"]


def _found(row: dict[str, Any]) -> dict[str, Any]:
    return {f"its_{column.name}": row[column.name] for column in _KEY}


async def _put_aside(session: Session, damaged: Sequence[dict[str, Any]]) -> None:
    """Keeps bytes that cannot be read where no reader looks, for whoever wants to save some of them."""
    aside = [{**row, "resolution": segments.aside(row["resolution"])} for row in damaged]
    await _each(session, delete(_SEGMENTS).where(*_FIND), [_found(row) for row in aside])
    await _each(session, insert(_SEGMENTS), aside)


async def _each(session: Session, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection = await session.connection()
        await connection.execute(statement, list(rows))
