"""Two participants who own the same kinds of things, an onlooker who owns none, and a key for every kind of caller."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import msgspec
from fastapi import FastAPI
from httpx import Response

from cocoonpool.agents.models import Agent, EnrolmentCode
from cocoonpool.auth import keys
from cocoonpool.auth.principal import Scope
from cocoonpool.auth.sessions import open_session
from cocoonpool.db import Database, ReadSession, Session
from cocoonpool.events import Events
from cocoonpool.participants.models import Participant, WalletChange
from cocoonpool.payouts.models import Payout
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now
from tests import make
from tests.payouts.pool import POOL
from tests.policy.table import Caller


class Whose(StrEnum):
    OWN = "own"
    ANOTHERS = "another's"
    MISSING = "missing"


NOT_THERE: Final = 999_999

# What a name in a path, a query or a body refers to: by whose it is. A new kind of thing gets a line here and a row in
# `_things_of`, or the walk says that it cannot make a case for the route that names it.
REFERENCES: Final[dict[str, dict[Whose, Any]]] = {
    "participant_id": {Whose.OWN: 1, Whose.ANOTHERS: 2, Whose.MISSING: NOT_THERE},
    "worker_id": {Whose.OWN: 1, Whose.ANOTHERS: 2, Whose.MISSING: NOT_THERE},
    "worker_ids": {Whose.OWN: [1], Whose.ANOTHERS: [2], Whose.MISSING: [NOT_THERE]},
    "payout_id": {Whose.OWN: 1, Whose.ANOTHERS: 2, Whose.MISSING: NOT_THERE},
    "key_id": {Whose.OWN: 1, Whose.ANOTHERS: 2, Whose.MISSING: NOT_THERE},
    "session_id": {Whose.OWN: 1, Whose.ANOTHERS: 2, Whose.MISSING: NOT_THERE},
    "code_id": {Whose.OWN: 3, Whose.ANOTHERS: 4, Whose.MISSING: NOT_THERE},  # a code is a key, too
    "agent_id": {Whose.OWN: 1, Whose.ANOTHERS: 2, Whose.MISSING: NOT_THERE},
    "wallet_address": {Whose.OWN: make.ALICE, Whose.ANOTHERS: make.BOB, Whose.MISSING: "0:" + "0f" * 32},
}


class World(msgspec.Struct):
    """`template` is a database file with everybody and their things; a walk works on copies of it."""

    template: Path
    keys: dict[Caller, str]

    @classmethod
    def build(cls, migrated: Path, folder: Path) -> Self:
        template = Path(shutil.copy(migrated, folder / "world.db"))
        return cls(template, asyncio.run(_populated(template)))


class Visit:
    """An app over a copy of the world, and every caller in front of it. After a change, all of it fresh."""

    def __init__(self, world: World, new_app: Callable[[Database], FastAPI], folder: Path) -> None:
        self._world, self._new_app, self._copy = world, new_app, folder / "copy.db"

    async def __aenter__(self) -> Self:
        self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.app.state.last_use.settle()
        await self._db.close()

    def key_of(self, caller: Caller) -> str | None:
        return self._world.keys.get(caller)

    async def ask(self, caller: Caller, method: str, url: str, query: dict[str, str], body: object) -> Response:
        sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
        async with make.client(self.app, self.key_of(caller)) as http:
            answer = await http.request(method, url, params=query, **sent)
        if method != "GET" and answer.is_success:
            await self.__aexit__()
            self._open()
        return answer

    def _open(self) -> None:
        self._db = Database(f"sqlite+aiosqlite:///{shutil.copy(self._world.template, self._copy)}")
        self.app = self._new_app(self._db)


def new_app(db: Database) -> FastAPI:
    settings = Settings.model_validate({"data_dir": Path("unused"), **make.UNLIMITED})
    return create_app(settings, db, Events())


@cache
def the_app() -> FastAPI:
    """One to look at: its routes and its document. It has no data."""
    return new_app(Database("sqlite+aiosqlite://"))


async def _populated(template: Path) -> dict[Caller, str]:
    db = Database(f"sqlite+aiosqlite:///{template}")
    alice, bob = await make.alice(db), await make.bob(db)
    for number, who in enumerate((alice, bob)):
        await _things_of(db, who, number)
    for who in (alice, bob):
        await _code_of(db, who)
    for number, who in enumerate((alice, bob)):
        await _agent_of(db, who, await make.key_of(db, who, scopes=frozenset({Scope.AGENT})), code_id=3 + number)
    eve = await make.participant(db, make.EVE, username="eve")
    held = {
        Caller.STRANGER: await make.key_of(db, eve),
        Caller.OWNER: await make.key_of(db, alice),
        Caller.OPERATOR: await make.operator_key(db),
    }
    scopes = (Scope.READ, Scope.WRITE, Scope.AGENT, Scope.METRICS)
    callers = (Caller.READ_KEY, Caller.WRITE_KEY, Caller.AGENT_KEY, Caller.METRICS_KEY)
    for caller, scope in zip(callers, scopes, strict=True):
        held[caller] = await make.key_of(db, alice, scopes=frozenset({scope}))
    await _agent_of(db, alice, held[Caller.AGENT_KEY], code_id=3)
    await db.close()
    return held


async def _code_of(db: Database, who: Participant) -> None:
    key = await make.key_of(db, who, scopes=frozenset({Scope.ENROL}))
    async with db.transaction() as session:
        session.add(EnrolmentCode(key_id=await _id_of(session, key), hosts=1, used=0))


async def _agent_of(db: Database, who: Participant, key: str, code_id: int) -> None:
    async with db.transaction() as session:
        key_id = await _id_of(session, key)
        session.add(
            Agent(
                key_id=key_id,
                code_id=code_id,
                participant_id=who.id,
                host=f"host-{key_id}",
                machine=f"machine-{key_id}",
                version="1",
                created_at=make.NOW,
                since=make.NOW,
            )
        )


async def _id_of(session: Session, key: str) -> int:
    row = await keys.find(ReadSession(session), key)
    assert row is not None
    return row.id


async def _things_of(db: Database, who: Participant, number: int) -> None:
    """The n-th of each kind belongs to `who`."""
    await make.worker(db, who, port=12_000 + 10 * number)
    await make.key_of(db, who, name=f"key of {who.username}")
    payout = Payout(
        participant_id=who.id,
        transaction_hash=f"{number:064x}",
        source="manual",
        amount=1_500_000_000,
        from_address=POOL,
        to_address=who.ton_wallet_address,
        transaction_time=make.NOW - timedelta(days=number + 1),
        verification="pending",
        counted=True,
        created_at=make.NOW,
    )
    change = WalletChange(
        participant_id=who.id,
        old_wallet=who.ton_wallet_address,
        new_wallet=f"0:{0xD0 + number:02x}" + "d1" * 31,
        asked_by="the test",
        asked_at=make.NOW,
        effective_at=make.NOW + timedelta(days=36_500),
    )
    async with db.transaction() as session:
        session.add_all([payout, change])
        await open_session(
            session,
            who.ton_wallet_address,
            who.id,
            lifetime=timedelta(days=7),
            address=None,
            user_agent=None,
            now=utc_now(),
        )
