"""Watches the chain: reads the pool's wallets, asks about payouts that are not settled, follows what owners receive."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from cocoonpool.collector.figures import ChainFigures
from cocoonpool.db import Database
from cocoonpool.payouts.books import assign_strangers
from cocoonpool.payouts.sync import sync_step
from cocoonpool.payouts.verify import any_due, check_due
from cocoonpool.payouts.view import SOURCE, note_head
from cocoonpool.payouts.wallets import follow, followed
from cocoonpool.periodic import every
from cocoonpool.telemetry import get_logger
from cocoonpool.ton.address import to_friendly
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.wire import utc_now

log = get_logger(__name__)

Follower = Callable[[Database, ChainClient, datetime], Awaitable[object]]
"""Something else that reads the chain in turns, such as what owners receive."""


class ChainWatch:
    """Runs until `stop()`. Each task goes at its own pace; all share the client, which keeps to the source's limits."""

    def __init__(
        self,
        db: Database,
        client: ChainClient,
        wallets: Sequence[str],
        figures: ChainFigures,
        *,
        since: datetime | None = None,
        interval: float = 15.0,
        followers: Sequence[Follower] = (),
    ) -> None:
        self._db, self._client, self._wallets, self._since = db, client, tuple(wallets), since
        self._figures, self._interval, self._followers = figures, interval, tuple(followers)
        self._said: dict[str, str | None] = {}
        self._heard = (float("-inf"), False)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        turns: list[tuple[str, Callable[[], Awaitable[object]]]] = [
            ("reading the pool's wallets", self.read_wallets),
            ("asking about payouts", self.verify),
        ]
        turns += [("following what owners receive", self._turn_of(follower)) for follower in self._followers]
        self._tasks = [asyncio.create_task(every(self._interval, name, turn)) for name, turn in turns]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def read_wallets(self) -> None:
        """Reads every wallet to its end, a page of each in turn; then looks whether strangers have become known."""
        if not self._wallets or await self._reachable():
            trouble = await follow(self._db, self._client, self._wallets, self._since, utc_now())
            self._say("a pool wallet could not be started on", trouble)
            behind = await followed(self._db)
            while behind:
                behind = [wallet for wallet in behind if not await self._ended(wallet)]
        while await self._assigned():
            pass

    async def _ended(self, wallet: str) -> bool:
        """One page of a wallet. True: there is nothing more to read for now, or no way to."""
        now = utc_now()
        step = await sync_step(self._db, self._client, wallet, now)
        self._figures.booked.inc(step.booked.made + step.booked.recognised)
        if step.complete:
            self._figures.complete.labels(to_friendly(wallet)).set(now.timestamp())
        self._say(f"the pool wallet {to_friendly(wallet)} cannot be read on", step.trouble)
        return step.complete or step.trouble is not None

    async def _assigned(self) -> int:
        async with self._db.transaction() as session:
            booked = await assign_strangers(session, utc_now())
        self._figures.booked.inc(booked.made + booked.recognised)
        return booked.made + booked.recognised

    async def verify(self) -> None:
        """Asks about the payouts whose time has come, as long as the source answers."""
        now = utc_now()
        if not await any_due(self._db, now) or not await self._reachable():
            return
        while (checked := await check_due(self._db, self._client, utc_now())).asked:
            self._figures.checked.inc(checked.asked)
            if checked.trouble is not None:
                break

    def _turn_of(self, follower: Follower) -> Callable[[], Awaitable[object]]:
        return lambda: follower(self._db, self._client, utc_now())

    async def _reachable(self) -> bool:
        """Whether the source answers; asked at most once a turn, and written down."""
        at, answered = self._heard
        if time.monotonic() - at < self._interval / 2:
            return answered
        head = await self._client.head()
        await note_head(self._db, head, utc_now())
        answered = not isinstance(head, ChainFault)
        self._figures.answers.labels(SOURCE).set(answered)
        self._say("the source of the chain does not answer", head.reason if isinstance(head, ChainFault) else None)
        self._heard = time.monotonic(), answered
        return answered

    def _say(self, what: str, trouble: str | None) -> None:
        """Once when it begins, once when it is over."""
        if trouble is not None and self._said.get(what) is None:
            log.warning(what, why=trouble)
        elif trouble is None and self._said.get(what) is not None:
            log.info(f"over: {what}")
        self._said[what] = trouble
