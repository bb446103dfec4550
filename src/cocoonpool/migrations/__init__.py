"""Brings the database to the shape this version needs."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cocoonpool.db import Database
from cocoonpool.errors import PoolError
from cocoonpool.postgres import sqlstate
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)


UNFINISHED: Final = "unfinished"
"""The revision of a database that is being filled by a restore or a move."""
ATTEMPTS: Final = 5
LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"


class Occupied(PoolError):
    """A migration could not get at a table."""

    code = "database_occupied"

    def __init__(self) -> None:
        super().__init__(
            "The database could not be brought up to date: a table is held by somebody else, such as a long report "
            "or a backup by another program. Nothing was changed. Try again when that is done."
        )


class SchemaMismatch(PoolError):
    """The database was written by another version of the program."""

    code = "schema_mismatch"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision this program wants."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise SchemaMismatch("this installation lacks its migrations; install it again")
    return head


async def current(db: Database) -> str | None:
    """The revision the database is at; None: empty."""
    async with db.reader.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def upgrade(db: Database) -> None:
    """Applies what is missing, in one transaction: of several processes that start at once, one does it.

    Raises:
        SchemaMismatch: the database is newer than this program.
        Occupied: somebody holds a table for too long.
    """
    before, wanted = await current(db), newest()
    if before == wanted:
        return
    if before == UNFINISHED:
        raise SchemaMismatch(
            "a restore or a move into this database was broken off: run the same `cocoonpool db restore` or "
            "`cocoonpool db migrate-to` again, it goes on where it stopped"
        )
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise SchemaMismatch(
            f"the database is at revision {before}, which this version does not know: "
            "it was used by a newer Cocoon Pool. Start that version, or restore a backup."
        )
    log.info("database is brought up to date", before=before or "empty", after=wanted)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with db.migrating() as connection:
                await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))
            return
        except DBAPIError as error:
            if sqlstate(error) not in {LOCK_NOT_AVAILABLE, DEADLOCK}:
                raise
            log.warning("a table that changes is in use", attempt=attempt)
    raise Occupied
