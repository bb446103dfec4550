"""`cocoonpool db upgrade` and `cocoonpool db check`."""

from typing import Any

from sqlalchemy import func, select, text

from cocoonpool import migrations
from cocoonpool.commands.output import OK, PROBLEM, print_json, say
from cocoonpool.commands.serve import connect, open_database
from cocoonpool.db import Database, ReadSession
from cocoonpool.earnings.models import EarningContract, EarningHour
from cocoonpool.settings import Settings
from cocoonpool.workers.models import WorkerState


async def upgrade(settings: Settings) -> int:
    async with open_database(settings) as db:
        say(f"The database is at revision {await migrations.current(db)}.")
    return OK


async def check(settings: Settings, as_json: bool) -> int:
    """Compares what must agree. Prints each finding; the exit code is 1 if there is one."""
    db = connect(settings)
    try:
        findings = await find_faults(db)
    finally:
        await db.close()
    if as_json:
        print_json({"ok": not findings, "findings": findings})
    else:
        for finding in findings:
            say(f"- {finding}")
        say("The database is sound." if not findings else f"{len(findings)} finding(s).")
    return PROBLEM if findings else OK


async def find_faults(db: Database) -> list[str]:
    """Sentences about what does not agree; empty when all is sound."""
    if (revision := await migrations.current(db)) != migrations.newest():
        return [f"revision {revision or 'none'}, but this version needs {migrations.newest()}: run `db upgrade`"]
    async with db.reading() as session:
        faults = await _file_faults(session) if db.engine.dialect.name == "sqlite" else []
        return faults + await _ledger_faults(session)


async def _file_faults(session: ReadSession) -> list[str]:
    lines: list[Any] = list((await session.scalars(text("PRAGMA quick_check(20)"))).all())
    broken = [f"the file is damaged: {line}" for line in lines if line != "ok"]
    foreign = (await session.execute(text("PRAGMA foreign_key_check"))).all()
    return broken + [f"a row of {row[0]} points to a missing row of {row[2]}" for row in foreign[:20]]


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
