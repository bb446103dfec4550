"""`cocoonpool db …`: upgrade, check, stats, backup, restore and the move to another database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from cocoonpool import migrations
from cocoonpool.care.backup import back_up, restore
from cocoonpool.care.check import find_faults
from cocoonpool.care.sizes import Share, sizes
from cocoonpool.care.sums import Sums
from cocoonpool.care.transfer import Told, transfer
from cocoonpool.collector.history import keep_of
from cocoonpool.commands.output import OK, PROBLEM, USAGE, fail, print_json, say, show
from cocoonpool.commands.serve import open_database
from cocoonpool.db import Database, from_ms, to_ms
from cocoonpool.samples.sealed import retention
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now

PATIENCE_S: Final = 6 * 3600.0
"""A statement that looks at all rows of a large table may take so long; it is no request that somebody waits for."""


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    """A database as it is: it may be empty, old, or not there."""
    db = Database(url, statement_s=PATIENCE_S)
    try:
        yield db
    finally:
        await db.close()


@contextmanager
def _progress() -> Iterator[Told]:
    """A bar for each table, on standard error; nothing where that is no terminal."""
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def told(name: str, done: int, total: int) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name, total=total)
            progress.update(bars[name], completed=done, total=total)

        yield told


async def upgrade(settings: Settings) -> int:
    async with open_database(settings) as db:
        say(f"The database is at revision {await migrations.current(db)}.")
    return OK


async def check(settings: Settings, as_json: bool) -> int:
    """Compares what must agree. Prints each finding; the exit code is 1 if there is one."""
    async with _database(settings.sqlalchemy_url) as db:
        findings = await find_faults(db)
    if as_json:
        print_json({"ok": not findings, "findings": findings})
    else:
        for finding in findings:
            say(f"- {finding}")
        say("The database is sound." if not findings else f"{len(findings)} finding(s).")
    return PROBLEM if findings else OK


async def stats(settings: Settings, as_json: bool) -> int:
    async with _database(settings.sqlalchemy_url) as db:
        found = await sizes(db)
    if as_json:
        print_json(msgspec.to_builtins(found))
        return OK
    show("Tables", ("table", "rows", "bytes", ""), [(t.table, t.rows, t.bytes, decimal(t.bytes)) for t in found.tables])
    _show_shares("By resolution (seconds; 0 is each look)", found.by_resolution)
    _show_shares("Workers that take most", found.by_worker)
    say(f"\nThe whole database: {decimal(found.total_bytes)}.")
    return OK


def _show_shares(title: str, shares: list[Share]) -> None:
    if shares:
        say("")
        rows = [(share.table, share.of, share.rows, share.bytes, decimal(share.bytes)) for share in shares]
        show(title, ("table", "of", "rows", "bytes", ""), rows)


async def doomed(settings: Settings, as_json: bool) -> int:
    """What retention would delete of the history this moment. Deletes nothing."""
    async with _database(settings.sqlalchemy_url) as db, db.reading() as session:
        plan = await retention.plan(session, keep_of(settings), to_ms(utc_now()))
    if as_json:
        print_json([{**msgspec.to_builtins(one), "until": from_ms(one.until)} for one in plan])
    elif not plan:
        say("Nothing of the history is too old, or too much.")
    else:
        rows = [
            (one.resolution, f"{from_ms(one.until):%Y-%m-%dT%H:%MZ}", one.segments, decimal(one.bytes)) for one in plan
        ]
        show("Goes (seconds; 0 is each look)", ("resolution", "all before", "segments", "bytes"), rows)
    return OK


async def backup(settings: Settings, path: Path | None, as_json: bool) -> int:
    target = path or Path(f"cocoonpool-{utc_now():%Y%m%d-%H%M%S}.backup.db")
    async with _database(settings.sqlalchemy_url) as db:
        with _progress() as told:
            sums = await back_up(db, target, told)
    size = target.stat().st_size
    if as_json:
        print_json({"file": str(target), "bytes": size, "rows": _rows(sums)})
    else:
        say(f"{target}: {decimal(size)}, {_total(sums)} rows. It was restored once to prove it, and is equal.")
    return OK


async def restore_from(settings: Settings, backup: Path, replace: bool) -> int:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with _database(settings.sqlalchemy_url) as db:
        with _progress() as told:
            before = await restore(backup, db, told, replace=replace)
        faults = await find_faults(db)
        say(f"{db} is what {backup} says.")
    if before is not None:
        say(f"What was there before is {before}.")
    for fault in faults:
        say(f"- {fault}")
    return PROBLEM if faults else OK


async def migrate_to(settings: Settings, url: str) -> int:
    """Nobody writes into the old database meanwhile: the move holds its lock."""
    try:
        target = Database(url, statement_s=PATIENCE_S)
    except ValueError as error:
        fail(str(error), USAGE)
    try:
        async with _database(settings.sqlalchemy_url) as source:
            if source.url == target.url:
                fail("this is the database that is in use already", USAGE)
            if (revision := await migrations.current(source)) != migrations.newest():
                fail(f"the database is at revision {revision}: run `cocoonpool db upgrade` first")
            async with source.transaction() as session:
                with _progress() as told:
                    sums = await transfer(session, target, told)
        show("Equal in every count and sum", ("table", "rows"), list(_rows(sums).items()))
        say(f"\n{target} has everything. Set COCOONPOOL_DATABASE_URL to it before you start Cocoon Pool again.")
    finally:
        await target.close()
    return OK


def _rows(sums: dict[str, Sums]) -> dict[str, int]:
    return {table: one["rows"] for table, one in sums.items()}


def _total(sums: dict[str, Sums]) -> int:
    return sum(_rows(sums).values())
