"""`db check`: what must agree in a database, and does not."""

from typing import Any

from sqlalchemy import and_, func, select, text

from cocoonpool import migrations
from cocoonpool.db import Database, ReadSession
from cocoonpool.earnings.models import EarningContract, EarningHour
from cocoonpool.samples.models import MINUTE_MS, Sample
from cocoonpool.samples.sealed.check import segment_faults
from cocoonpool.tables import metadata
from cocoonpool.workers.models import Worker, WorkerState

MOST = 20
"""Sentences about one kind of fault."""


async def find_faults(db: Database) -> list[str]:
    """Sentences about what does not agree; empty when all is sound."""
    if (revision := await migrations.current(db)) != migrations.newest():
        return [f"revision {revision or 'none'}, but this version needs {migrations.newest()}: run `db upgrade`"]
    async with db.reading() as session:
        faults = await (file_faults(session) if db.is_sqlite else _sequence_faults(session))
        faults += await _ledger_faults(session) + await _history_faults(session)
        return faults + await segment_faults(session, MOST)


async def file_faults(session: ReadSession) -> list[str]:
    """Of a SQLite file itself: damage, and rows that point nowhere."""
    lines: list[Any] = list((await session.scalars(text("PRAGMA quick_check(20)"))).all())
    broken = [f"the file is damaged: {line}" for line in lines if line != "ok"]
    foreign = (await session.execute(text("PRAGMA foreign_key_check"))).all()
    return broken + [f"a row of {row[0]} points to a missing row of {row[2]}" for row in foreign[:MOST]]


async def _sequence_faults(session: ReadSession) -> list[str]:
    """Rows that came with their ids (a restore, a move) do not raise the counter that gives out the next one."""
    faults = []
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            sequence = await session.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            if sequence is None or table.name == "generations":  # its one row has a fixed id
                continue
            given = await session.scalar(select(func.pg_sequence_last_value(text(f"'{sequence}'::regclass")))) or 0
            highest = await session.scalar(select(func.max(column))) or 0
            if highest > given:
                faults.append(f"the next id of {table.name} would be {given + 1}, but there are ids up to {highest}")
    return faults


async def _ledger_faults(session: ReadSession) -> list[str]:
    """Each contract equals the sum of its hours, and each worker's share the sum of its own."""
    by_contract = await session.execute(
        select(EarningContract.sc_address, EarningContract.earned, func.coalesce(func.sum(EarningHour.amount), 0))
        .outerjoin(EarningHour, EarningHour.sc_address == EarningContract.sc_address)
        .group_by(EarningContract.sc_address, EarningContract.earned)
    )
    faults = [
        f"contract {address} earned {earned} nanoTON, but its hours add up to {total}"
        for address, earned, total in by_contract
        if earned != total
    ]
    by_worker = await session.execute(
        select(WorkerState.worker_id, WorkerState.revenue, func.coalesce(func.sum(EarningHour.amount), 0))
        .outerjoin(EarningHour, EarningHour.worker_id == WorkerState.worker_id)
        .group_by(WorkerState.worker_id, WorkerState.revenue)
    )
    return faults + [
        f"worker {worker_id} has a share of {share} nanoTON, but its hours add up to {total}"
        for worker_id, share, total in by_worker
        if share != total
    ]


async def _history_faults(session: ReadSession) -> list[str]:
    """Looks belong to somebody. The share that a worker's newest shows is in the ledger; what came after only adds."""
    newest = select(Sample.worker_id, func.max(Sample.at).label("at")).group_by(Sample.worker_id).subquery()
    its_key = (
        newest.c.at // MINUTE_MS == Sample.minute, newest.c.worker_id == Sample.worker_id, newest.c.at == Sample.at
    )  # fmt: skip
    rows = await session.execute(
        select(Sample.worker_id, Sample.revenue, WorkerState.revenue - WorkerState.opening)
        .join(newest, and_(*its_key))
        .join(WorkerState, WorkerState.worker_id == Sample.worker_id)
        .where(Sample.revenue > WorkerState.revenue - WorkerState.opening)
        .limit(MOST)
    )
    nobodys = select(Sample.worker_id, func.count()).where(Sample.worker_id.not_in(select(Worker.id)))
    lost = await session.execute(nobodys.group_by(Sample.worker_id).limit(MOST))
    return [f"{count} looks belong to worker {worker_id}, which is missing" for worker_id, count in lost] + [
        f"worker {worker_id} was seen with a share of {seen} nanoTON, but the ledger knows of {booked}"
        for worker_id, seen, booked in rows
    ]
