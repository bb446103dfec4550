"""`cocoonpool keys …`: the operator's way to API keys without the server."""

from typing import Any

from pydantic import ValidationError

from cocoonpool.auth import keys
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.shapes import KeyOut, NewKey, refuse_contradictions
from cocoonpool.commands.output import OK, USAGE, fail, print_json, say, show
from cocoonpool.commands.refusal import explain
from cocoonpool.commands.serve import open_database
from cocoonpool.commands.shell import operator
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now


async def create_key(settings: Settings, fields: dict[str, Any], as_json: bool) -> int:
    now = utc_now()
    try:
        new = NewKey(**fields)
        refuse_contradictions(new, new.participant_id, now)
    except ValidationError as error:
        fail(explain(error), USAGE)
    async with open_database(settings) as db, db.transaction() as session:
        row, key = await keys.create(
            session,
            name=new.name,
            role=new.role,
            scopes=new.scopes,
            participant_id=new.participant_id,
            expires_at=new.expires_at,
            networks=tuple(new.networks) if new.networks else None,
            by=operator(),
            now=now,
        )
        key_id = row.id
    if as_json:
        print_json({"id": key_id, "key": key})
    else:
        say(f"Key {key_id}, shown once:\n\n    {key}\n")
    return OK


async def list_keys(settings: Settings, as_json: bool) -> int:
    async with open_database(settings) as db, db.reading() as session:
        rows, total = await keys.list_keys(session, only_participant=None, after=0, limit=1000)
    if as_json:
        print_json([KeyOut.of(row) for row in rows])
        return OK
    columns = ("id", "key", "name", "role", "scopes", "participant", "last used", "state")
    show(
        f"{total} API keys",
        columns,
        [
            (r.id, r.prefix + "…", r.name, r.role, r.scopes, r.participant_id, _day(r.last_used_at), _state(r))
            for r in rows
        ],
    )
    return OK


async def revoke_key(settings: Settings, key_id: int) -> int:
    async with open_database(settings) as db, db.transaction() as session:
        await keys.revoke(session, key_id, only_participant=None, by=operator(), now=utc_now())
    say(f"Key {key_id} is revoked.")
    return OK


def _day(moment: object) -> str | None:
    return None if moment is None else str(moment)[:16]


def _state(row: ApiKey) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None:
        return f"until {_day(row.expires_at)}" if row.expires_at > utc_now() else "expired"
    return "valid"
