"""The few fixtures: a fresh database, the real app over it, and the operator who talks to it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.migrations import upgrade
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests import make


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file at the newest revision, to be copied: the migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "cocoonpool.db"

    async def migrate() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await upgrade(database)
        await database.close()

    asyncio.run(migrate())
    return path


@pytest.fixture
async def db(migrated: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database at the newest revision, in a file of its own."""
    database = Database(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path)}")
    yield database
    await database.close()


@pytest.fixture
async def app(db: Database, tmp_path: Path) -> AsyncIterator[FastAPI]:
    application = create_app(Settings.model_validate({"data_dir": tmp_path, **make.UNLIMITED}), db, Events())
    yield application
    await application.state.last_use.settle()


@pytest.fixture
async def client(app: FastAPI, db: Database) -> AsyncIterator[AsyncClient]:
    """The operator."""
    async with make.client(app, await make.operator_key(db)) as http:
        yield http
