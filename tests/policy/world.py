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

from cocoonpool.auth.principal import Scope
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import Payout
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
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
        async with make.client(self.app, self.key_of(caller)) as http:
            answer = await http.request(method, url, params=query, json=body)
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
    eve = await make.participant(db, make.EVE, username="eve")
    keys = {
        Caller.STRANGER: await make.key_of(db, eve),
        Caller.OWNER: await make.key_of(db, alice),
        Caller.OPERATOR: await make.operator_key(db),
    }
    scopes = (Scope.READ, Scope.WRITE, Scope.AGENT, Scope.METRICS)
    callers = (Caller.READ_KEY, Caller.WRITE_KEY, Caller.AGENT_KEY, Caller.METRICS_KEY)
    for caller, scope in zip(callers, scopes, strict=True):
        keys[caller] = await make.key_of(db, alice, scopes=frozenset({scope}))
    await db.close()
    return keys


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
    async with db.transaction() as session:
        session.add(payout)
