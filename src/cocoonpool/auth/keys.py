"""API keys: made, stored as a digest, looked up, revoked; and the first operator key of a new installation."""

import base64
import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Boolean, ColumnElement, column, exists, func, select, table, true
from sqlalchemy.exc import IntegrityError

from cocoonpool.auth.audit import facts, record
from cocoonpool.auth.models import ApiKey
from cocoonpool.auth.principal import Principal, Role, Scope
from cocoonpool.db import Database, ReadSession, Session
from cocoonpool.errors import BadRequest, NotFound

# Participants stand above: their table is named here rather than imported.
_participants: Final = table("participants", column("id"), column("is_active", Boolean))

_MARK: Final = "ckp_"
_SHOWN: Final = 10  # characters kept for people: 30 of the 256 bits
FIRST_KEY_FILE: Final = "operator.key"
_FIRST_START: Final = Principal(role=Role.OPERATOR, scopes=frozenset(), who="the first start")


class NoSuchKey(NotFound):
    code = "key_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such API key.")


def generate() -> str:
    """A new key: `ckp_` and 256 random bits in base32, so that a double click selects the whole of it."""
    return _MARK + base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=").lower()


def digest(key: str) -> str:
    """What is stored. A plain hash does: nobody can try out 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()


async def create(
    session: Session,
    *,
    name: str,
    role: Role,
    scopes: frozenset[Scope],
    participant_id: int | None,
    expires_at: datetime | None,
    networks: tuple[str, ...] | None,
    by: Principal,
    now: datetime,
) -> tuple[ApiKey, str]:
    """The stored row, and the key itself: this is the only time it is seen. Notes who made it.

    Raises:
        BadRequest: there is no such participant.
    """
    key = generate()
    row = ApiKey(
        name=name,
        prefix=key[:_SHOWN],
        digest=digest(key),
        role=role,
        scopes=" ".join(sorted(scopes)),
        participant_id=participant_id,
        networks=",".join(networks) if networks else None,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    try:
        await session.flush()
        await session.refresh(row)  # what is answered now is what is read later: times to the millisecond
    except IntegrityError as error:  # the digest is random: only the owner can be what is missing
        raise BadRequest("There is no such participant.", "participant_missing") from error
    await record(session, by, "key.created", f"keys/{row.id}", now, after=facts(row))
    return row, key


async def find(session: ReadSession, key: str) -> ApiKey | None:
    """The row of a presented key, unless its participant is out. By digest: timing says nothing of any stored key."""
    out = exists().where(_participants.c.id == ApiKey.participant_id, ~_participants.c.is_active)
    return await session.scalar(select(ApiKey).where(ApiKey.digest == digest(key), ~out))


async def list_keys(
    session: ReadSession, *, only_participant: int | None, after: int, limit: int
) -> tuple[list[ApiKey], int]:
    """A page in order of id, and how many there are in all. Revoked keys stay, as a record."""
    mine = _of(only_participant)
    total = await session.scalar(select(func.count()).select_from(ApiKey).where(mine))
    rows = select(ApiKey).where(mine, ApiKey.id > after).order_by(ApiKey.id).limit(limit)
    return list(await session.scalars(rows)), total or 0


async def get(session: ReadSession | Session, key_id: int, *, only_participant: int | None) -> ApiKey:
    """Raises NoSuchKey: not there, or not this participant's."""
    row = await session.scalar(select(ApiKey).where(ApiKey.id == key_id, _of(only_participant)))
    if row is None:
        raise NoSuchKey
    return row


async def revoke(session: Session, key_id: int, *, only_participant: int | None, by: Principal, now: datetime) -> None:
    """Ends a key for good, and notes who did. Again on a revoked one changes nothing.

    Raises:
        NoSuchKey: not there, or not this participant's.
    """
    row = await get(session, key_id, only_participant=only_participant)
    before = facts(row)
    row.revoked_at = row.revoked_at or now
    await record(session, by, "key.revoked", f"keys/{row.id}", now, before=before, after=facts(row))


def _of(participant: int | None) -> ColumnElement[bool]:
    return true() if participant is None else ApiKey.participant_id == participant


async def ensure_operator_key(db: Database, data_dir: Path, now: datetime) -> str | None:
    """Makes an operator key, and its file in `data_dir`, when no valid one exists.

    Returns:
        The new key, to be printed once; None when there is one already.
    """
    async with db.transaction() as session:  # the one writer: of two processes that start at once, one makes it
        if await _operator_can_enter(session, now):
            return None
        _, key = await create(
            session,
            name="first operator key",
            role=Role.OPERATOR,
            scopes=frozenset({Scope.READ, Scope.WRITE}),
            participant_id=None,
            expires_at=None,
            networks=None,
            by=_FIRST_START,
            now=now,
        )
        # Before the commit: a file without its key is replaced at the next start, a key nobody saw locks us out.
        write_secret(data_dir / FIRST_KEY_FILE, key)
    return key


async def _operator_can_enter(session: Session, now: datetime) -> bool:
    standing = select(ApiKey).where(ApiKey.role == Role.OPERATOR, ApiKey.revoked_at.is_(None))
    rows = await session.scalars(standing)
    return any(Scope.WRITE in row.scopes.split() and (row.expires_at is None or row.expires_at > now) for row in rows)


def write_secret(path: Path, secret: str) -> None:
    """Puts a secret into a file that was never readable by anybody else; replaces what was there at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(handle)
    fresh.replace(path)
