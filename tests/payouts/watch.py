"""The turns of the watch, driven by hand: at a time of the test's choosing, through storms and kills."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event

from cocoonpool.db import Database
from cocoonpool.payouts.books import assign_strangers
from cocoonpool.payouts.sync import sync_step
from cocoonpool.payouts.verify import check_due
from cocoonpool.payouts.wallets import follow, followed
from cocoonpool.ton.client import ChainClient


class Killed(Exception):
    """The process is gone, at this very step."""


async def turn(db: Database, client: ChainClient, wallets: list[str], now: datetime, limit: int = 50) -> None:
    """All that the watch does in one round: wallets to their end, strangers who became known, single payouts."""
    await follow(db, client, wallets, None, now)
    for wallet in await followed(db):
        while True:
            step = await sync_step(db, client, wallet, now, limit)
            if step.complete or step.trouble is not None:
                break
    while True:
        async with db.transaction() as session:
            booked = await assign_strangers(session, now)
        if not booked.made + booked.recognised:
            break
    while (checked := await check_due(db, client, now)).asked and checked.trouble is None:
        pass


@contextmanager
def killed_after(db: Database, statements: int) -> Iterator[None]:
    """Kills at the so-manieth thing the database is asked to do; a commit is one of them."""
    left = statements

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    engine = db.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)
        event.remove(engine, "commit", count)
