"""The cast and their things, made by plain functions: alice and bob are paid, eve has no rights at all."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from cocoonpool.auth import keys
from cocoonpool.auth.cookies import SESSION
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.auth.sessions import open_session
from cocoonpool.db import Database
from cocoonpool.generation import raise_generation
from cocoonpool.participants import queries
from cocoonpool.participants.models import Participant
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker, WorkerState

BASE: Final = "http://pool.test"
NOW: Final = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)

# canonical addresses
ALICE: Final = "0:" + "a1" * 32
BOB: Final = "0:" + "b0" * 32
EVE: Final = "0:" + "e5" * 32

OPERATOR: Final = Principal(role=Role.OPERATOR, scopes=frozenset({Scope.READ, Scope.WRITE}), who="the test")
# settings of an app that is asked much oftener than people ask
UNLIMITED: Final = {"reads_per_minute": 0, "writes_per_minute": 0, "failures_per_minute": 0}

READ_WRITE: Final = frozenset({Scope.READ, Scope.WRITE})


def client(app: FastAPI, key: str | None = None, address: str = "127.0.0.1") -> AsyncClient:
    """Somebody at `address`, with a key or as a stranger. An error of the server is an answer, as over a socket."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    transport = ASGITransport(app, raise_app_exceptions=False, client=(address, 40_000))
    return AsyncClient(transport=transport, base_url=BASE, headers=headers)


def browser(app: FastAPI) -> AsyncClient:
    """A stranger whose cookies are kept, and who comes from a page of ours."""
    http = client(app)
    http.headers["Origin"] = BASE
    return http


async def participant(db: Database, wallet: str, **fields: Any) -> Participant:
    async with db.transaction() as session:
        return await queries.create(session, wallet=wallet, now=NOW, **fields)


async def alice(db: Database) -> Participant:
    return await participant(db, ALICE, username="alice", email="alice@example.com", telegram_user_id=1001)


async def bob(db: Database) -> Participant:
    return await participant(db, BOB, username="bob")


async def key(db: Database, **fields: Any) -> str:
    """A key as described, with scopes read and write unless said otherwise."""
    described = {
        "name": "a key",
        "role": Role.PARTICIPANT,
        "scopes": READ_WRITE,
        "participant_id": None,
        "expires_at": None,
        "networks": None,
        "by": OPERATOR,
        "now": NOW,
    }
    async with db.transaction() as session:
        _, made = await keys.create(session, **{**described, **fields})
    return made


async def operator_key(db: Database, **fields: Any) -> str:
    return await key(db, role=Role.OPERATOR, **fields)


async def key_of(db: Database, who: Participant, **fields: Any) -> str:
    return await key(db, participant_id=who.id, **fields)


async def logged_in(
    app: FastAPI, db: Database, wallet: str, who: Participant | None = None, since: datetime | None = None
) -> AsyncClient:
    """Somebody in a browser, who proved a wallet just now, or `since` then."""
    moment = since or utc_now()
    async with db.transaction() as session:
        _, cookie = await open_session(
            session,
            wallet,
            None if who is None else who.id,
            lifetime=timedelta(days=7),
            address="127.0.0.1",
            user_agent="a browser",
            now=moment,
        )
    http = browser(app)
    http.cookies.set(SESSION, cookie)
    return http


async def worker(db: Database, owner: Participant, port: int = 12_000, **fields: Any) -> Worker:
    """A pulled worker of `owner`, with an empty state."""
    row = Worker(
        **{
            "participant_id": owner.id,
            "worker_name": f"worker on {port}",
            "instance_number": 0,
            "host": "127.0.0.1",
            "stats_port": port,
            "collection": "pull",
            "created_at": NOW,
            "updated_at": NOW,
            **fields,
        }
    )
    async with db.transaction() as session:
        session.add(row)
        await session.flush()
        session.add(WorkerState(worker_id=row.id))
        await raise_generation(session)
    return row
