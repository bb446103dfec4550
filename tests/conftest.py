"""The few fixtures: a fresh database, the real app over it, and the operator who talks to it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from hypothesis import settings

from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests import make, postgres
from tests.databases import Clones, Files

# What reads or writes the database is tested on both kinds; what only happens to have one is tested on SQLite.
ON_BOTH = {
    *("auth", "collector", "earnings", "exposition", "participants", "payouts", "prices", "samples", "statements"),
    *("agents", "live", "login", "migrations", "sealed", "stores", "tax", "workers"),
}


# How long an example takes is nobody's promise: on a busy machine any may be slow.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), help="use only this kind, for every test")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stores" in metafunc.fixturenames:
        only = metafunc.config.getoption("database")
        both = Path(metafunc.module.__file__).parent.name in ON_BOTH
        kinds = [only] if only else ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("stores", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def migrated(files: Files) -> Path:
    """An empty SQLite file at the newest revision, to be copied."""
    return files.template


@pytest.fixture(scope="session")
def clones() -> Iterator[Clones]:
    with postgres.running(*postgres.FORGETFUL) as server:
        databases = Clones(server)
        yield databases
        databases.close()


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest) -> Files | Clones:
    """Where empty databases at the newest revision come from; in folders of ON_BOTH each test runs once with each."""
    source: Files | Clones = request.getfixturevalue("files" if request.param == "sqlite" else "clones")
    return source


@pytest.fixture
def store(stores: Files | Clones, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    with stores.fresh(tmp_path) as url:
        yield url


@pytest.fixture
async def db(store: str) -> AsyncIterator[Database]:
    """An empty database at the newest revision, all of its own."""
    database = Database(store)
    yield database
    await _last_uses_are_written()
    await database.close()


async def _last_uses_are_written() -> None:
    """Nobody waits for these writes but a server that stops; a test's app may just be dropped."""
    writes = [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__qualname__", "") == "LastUse._write"]
    await asyncio.gather(*writes)


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
