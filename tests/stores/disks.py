"""Small disks that fill up and get room again: SQLite's own limit of pages, and a tablespace on a disk of memory."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import event

from cocoonpool.db import Database
from tests import postgres
from tests.databases import TEMPLATE, Clones

SIZE_MIB = 32


class Disk(Protocol):
    """Where a database lies."""

    def fill(self) -> None: ...
    def clear(self) -> None: ...


class Pages:
    """SQLite refuses to grow past a number of pages, with the error of a full disk."""

    def __init__(self, db: Database) -> None:
        self._most = 2**30
        event.listen(db.engine.sync_engine, "begin", self._limit)

    def _limit(self, connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {self._most}")

    def fill(self) -> None:
        self._most = 1  # it is never less than what there is

    def clear(self) -> None:
        self._most = 2**30


class Mounted:
    """A file system of its own, in which a ballast takes all the room."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def clear(self) -> None:
        self._ballast.unlink()


def _as_root(*command: str) -> None:
    subprocess.run([*([] if os.geteuid() == 0 else ["sudo", "-n"]), *command], check=True)


@contextmanager
def small_disk(clones: Clones) -> Iterator[tuple[str, Mounted]]:
    """A PostgreSQL database that lies on a disk of `SIZE_MIB`. Mounting one needs root, or sudo."""
    folder = Path(tempfile.mkdtemp(prefix="cocoonpool-disk-"))
    folder.chmod(0o755)
    _as_root("mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m,mode=777", "tmpfs", str(folder))
    try:
        (folder / "tablespace").mkdir()
        if (user := postgres.unprivileged()) is not None:
            shutil.chown(folder / "tablespace", user)
        with clones.tablespace("small", folder / "tablespace"), clones.another(TEMPLATE, "small") as url:
            yield url, Mounted(folder)
    finally:
        _as_root("umount", "--lazy", str(folder))
        folder.rmdir()
