"""`cocoonpool keys …`: the operator's way to API keys without the server."""

from datetime import timedelta

from cocoonpool.auth import keys
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Role, Scope
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.commands.output import OK, USAGE, fail, print_json, say, show
from cocoonpool.commands.serve import open_database
from cocoonpool.settings import Settings
from cocoonpool.text import one_line
from cocoonpool.wire import utc_now


async def create_key(
    settings: Settings,
    name: str,
    role: str,
    participant: int | None,
    scopes: str,
    days: int | None,
    networks: str | None,
    as_json: bool,
) -> int:
    try:
        wanted_role, wanted = Role(role), frozenset(Scope(scope.strip()) for scope in scopes.split(","))
        one_line(name)
        if networks is not None:
            AllowedNetworks.parse(networks)
    except ValueError as error:
        fail(str(error), USAGE)
    if wanted_role is Role.PARTICIPANT and participant is None:
        fail("a participant's key needs --participant", USAGE)
    now = utc_now()
    async with open_database(settings) as db, db.transaction() as session:
        row, key = await keys.create(
            session,
            name=name[:100],
            role=wanted_role,
            scopes=wanted,
            participant_id=participant,
            expires_at=now + timedelta(days=days) if days else None,
            networks=tuple(part.strip() for part in networks.split(",")) if networks else None,
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
        print_json([_as_dict(row) for row in rows])
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
        await keys.revoke(session, key_id, only_participant=None, now=utc_now())
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


def _as_dict(row: ApiKey) -> dict[str, object]:
    names = ("id", "name", "prefix", "role", "scopes", "participant_id", "networks", "created_at", "expires_at")
    return {name: getattr(row, name) for name in (*names, "last_used_at", "revoked_at")}
