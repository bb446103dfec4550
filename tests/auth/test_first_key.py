"""The first start: one operator key, seen by its owner alone."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from cocoonpool.auth.keys import digest, ensure_operator_key, write_secret
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Scope
from cocoonpool.db import Database
from tests import make


async def stored(db: Database) -> list[ApiKey]:
    async with db.reading() as session:
        return list(await session.scalars(select(ApiKey)))


def in_files_of_the_database(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.glob("cocoonpool.db*"))


async def test_the_first_start_makes_an_operator_key_and_its_file(db: Database, tmp_path: Path) -> None:
    made = await ensure_operator_key(db, tmp_path / "data", make.NOW)
    assert made is not None
    assert (tmp_path / "data" / "operator.key").read_text() == made + "\n"
    (row,) = await stored(db)
    assert (row.role, row.scopes, row.participant_id) == ("operator", "read write", None)


async def test_only_its_owner_can_read_the_file(db: Database, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        await ensure_operator_key(db, tmp_path, make.NOW)
    finally:
        os.umask(old)
    assert (tmp_path / "operator.key").stat().st_mode & 0o777 == 0o600


def test_a_file_that_was_open_to_all_is_replaced_by_one_that_is_not(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    path.write_text("an old key")
    path.chmod(0o644)
    write_secret(path, "ckp_new")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["operator.key"]


async def test_the_second_start_makes_none(db: Database, tmp_path: Path) -> None:
    await ensure_operator_key(db, tmp_path, make.NOW)
    before = (tmp_path / "operator.key").read_text()
    assert await ensure_operator_key(db, tmp_path, make.NOW) is None
    assert (tmp_path / "operator.key").read_text() == before


async def test_the_key_itself_is_stored_nowhere(db: Database, tmp_path: Path) -> None:
    made = await ensure_operator_key(db, tmp_path / "data", make.NOW)
    assert made is not None
    (row,) = await stored(db)
    assert row.digest == digest(made)
    assert made.startswith(row.prefix)
    assert not in_files_of_the_database(tmp_path, made)


async def test_two_processes_that_start_at_once_make_one_key(store: str, tmp_path: Path) -> None:
    one, other = Database(store), Database(store)
    made = await asyncio.gather(*(ensure_operator_key(db, tmp_path, make.NOW) for db in (one, other)))
    assert len([key for key in made if key]) == 1
    assert len(await stored(one)) == 1
    assert (tmp_path / "operator.key").read_text().strip() in made
    await one.close()
    await other.close()


async def test_whoever_revoked_the_last_operator_key_gets_in_again_by_a_restart(db: Database, tmp_path: Path) -> None:
    await make.operator_key(db, scopes=frozenset({Scope.METRICS}))  # cannot manage anything
    await make.operator_key(db, expires_at=make.NOW - timedelta(seconds=1))
    first = await ensure_operator_key(db, tmp_path, make.NOW)
    async with db.transaction() as session:
        for row in await session.scalars(select(ApiKey)):
            row.revoked_at = make.NOW
    second = await ensure_operator_key(db, tmp_path, make.NOW)
    assert second not in (None, first)
