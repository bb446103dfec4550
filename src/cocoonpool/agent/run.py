"""The agent: one loop looks, one sends, and between them is the disk. Either may stand still without the other."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from cocoonpool.agent.clocks import ServerClock
from cocoonpool.agent.disk import Disk
from cocoonpool.agent.identity import Identity
from cocoonpool.agent.obey import Obedience
from cocoonpool.agent.ports import Site
from cocoonpool.agent.post import Pool
from cocoonpool.agent.send import Sender
from cocoonpool.agent.spool import MOST_BYTES, Spool
from cocoonpool.agent.watch import Watch
from cocoonpool.cocoon.batch import pack_round
from cocoonpool.errors import BadRequest
from cocoonpool.periodic import every
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

FIND_EVERY_S: Final = 60.0
EXPOSURE_EVERY_S: Final = 300.0
_GOLDEN: Final = 0.618034


class FolderInUse(BadRequest):
    code = "folder_in_use"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another agent runs with {folder}.")


class Options(msgspec.Struct, frozen=True):
    folder: Path
    site: Site
    version: str
    interval_s: float = 15.0
    spool_bytes: int = MOST_BYTES
    allow_control: bool = False


async def run(identity: Identity, options: Options) -> None:
    """Runs until cancelled.

    Raises:
        FolderInUse
        Dismissed: the pool does not want this agent any more.
    """
    with _only_one(options.folder):
        clock, disk, fresh = ServerClock(), Disk(), asyncio.Event()
        spool = await disk.call(Spool, options.folder / "spool", options.spool_bytes)
        watch = Watch(options.site, options.folder, clock)
        obedience = Obedience(options.site, watch.ports) if options.allow_control else None
        sender = Sender(Pool(identity.server, identity.key), spool, disk, clock, options.version, obedience)
        looks = Looks(watch, spool, disk, fresh)
        log.info("looking", host=identity.host, pool=identity.server, ports=f"{options.site.first}-{options.site.last}")
        try:
            async with looks.going_on(options.interval_s, identity.agent_id):
                await _send(sender, fresh)
        finally:
            watch.close()
            disk.close()
            spool.close()


class Looks:
    """The side that looks: it fills the spool, whether anybody sends or not."""

    def __init__(self, watch: Watch, spool: Spool, disk: Disk, fresh: asyncio.Event) -> None:
        self._watch, self._spool, self._disk, self._fresh = watch, spool, disk, fresh

    @asynccontextmanager
    async def going_on(self, interval_s: float, agent_id: int) -> AsyncIterator[None]:
        """Looks while the block runs. Agents of one pool look at different moments."""
        await self._watch.find()
        phase = agent_id * _GOLDEN % 1 * interval_s
        tasks = [
            asyncio.create_task(every(interval_s, "looking", self._keep_round, phase=phase)),
            asyncio.create_task(every(FIND_EVERY_S, "finding workers", self._watch.find)),
            asyncio.create_task(every(EXPOSURE_EVERY_S, "checking for open ports", self._watch.check_exposure)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_round(self) -> None:
        for taken in await self._watch.round():
            await self._disk.call(self._spool.append, pack_round(taken))
        self._fresh.set()


async def _send(sender: Sender, fresh: asyncio.Event) -> None:
    while True:
        fresh.clear()
        pause = await sender.send_all()
        if pause:
            await asyncio.sleep(pause)
        else:
            await fresh.wait()


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Two agents on one spool would mix up their records."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise FolderInUse(folder) from None
    finally:
        os.close(handle)
