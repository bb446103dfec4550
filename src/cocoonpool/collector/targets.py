"""Which workers are to be pulled, read from the database."""

import msgspec
from sqlalchemy import func, select

from cocoonpool.db import Database
from cocoonpool.workers.models import Worker


class Target(msgspec.Struct, frozen=True):
    """Where a worker is asked. Two equal targets need no new connection."""

    worker_id: int
    host: str
    port: int
    access_hash: str | None = None
    health_source: str | None = None
    cid: int | None = None

    @property
    def guessed_source(self) -> str | None:
        """Where the VM's monitor is by Cocoon's launch script, when nobody entered a source."""
        return f"vsock://{self.cid}" if self.health_source is None and self.cid is not None else None

    def __repr__(self) -> str:
        return f"Target({self.worker_id}, {self.host}:{self.port})"  # never the access hash


_COLUMNS = (Worker.id, Worker.host, Worker.stats_port, Worker.access_hash, Worker.health_source, Worker.cid)


class TargetList:
    """Reads the targets again only when a worker was added, changed or deleted."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._stamp: tuple[int, object] | None = None
        self._targets: dict[int, Target] = {}

    async def read(self) -> dict[int, Target]:
        async with self._db.reading() as session:
            row = (await session.execute(select(func.count(), func.max(Worker.updated_at)).select_from(Worker))).one()
            stamp = (row[0], row[1])
            if stamp != self._stamp:
                rows = await session.execute(
                    select(*_COLUMNS).where(Worker.is_active, Worker.deleted_at.is_(None), Worker.collection == "pull")
                )
                self._targets = {row[0]: Target(*row) for row in rows}
                self._stamp = stamp
        return self._targets
