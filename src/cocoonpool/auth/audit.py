"""The audit log: what somebody changed, in the transaction that changes it. Rows are added, never altered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, func, inspect, select

from cocoonpool.auth.models import AuditEntry
from cocoonpool.auth.principal import Principal
from cocoonpool.db import Base, ReadSession, Session

Facts = dict[str, Any]

_SECRET: Final = frozenset({"digest", "access_hash"})
_LONGEST_ADDRESS: Final = 64  # what a proxy names may be no address at all
_NO_CHANGE: Final = frozenset({"updated_at"})  # nobody's decision: differs whenever something else does


def facts(row: Base) -> Facts:
    """The columns of a row as they are now. Of a secret only whether there is one."""
    return {
        column.key: _shown(column.key, getattr(row, column.key))
        for column in inspect(type(row)).column_attrs
        if column.key not in _NO_CHANGE
    }


def _shown(name: str, value: Any) -> Any:
    return "(secret)" if name in _SECRET and value is not None else value


async def record(
    session: Session,
    caller: Principal,
    action: str,
    subject: str,
    now: datetime,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Notes a change in this transaction. Of a change only the fields that differ; nothing if none does."""
    if before is not None and after is not None:
        changed = [name for name in after if before.get(name) != after[name]]
        if not changed:
            return
        before, after = ({name: side.get(name) for name in changed} for side in (before, after))
    session.add(
        AuditEntry(
            at=now,
            who=caller.who,
            address=None if caller.address is None else caller.address[:_LONGEST_ADDRESS],
            action=action,
            subject=subject,
            before=_json(before),
            after=_json(after),
        )
    )
    await session.flush()


def _json(side: Facts | None) -> str | None:
    return None if side is None else msgspec.json.encode(side).decode()


class Wanted(msgspec.Struct, frozen=True):
    """Which entries are asked for; None: any. `start <= at < end`."""

    action: str | None = None
    subject: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def conditions(self) -> Iterable[ColumnElement[bool]]:
        if self.action is not None:
            yield AuditEntry.action == self.action
        if self.subject is not None:
            yield AuditEntry.subject == self.subject
        if self.start is not None:
            yield AuditEntry.at >= self.start
        if self.end is not None:
            yield AuditEntry.at < self.end


async def entries(
    session: ReadSession, wanted: Wanted, *, before: int | None, limit: int
) -> tuple[list[AuditEntry], int]:
    """A page, newest first, and how many there are in all."""
    which = list(wanted.conditions())
    total = await session.scalar(select(func.count()).select_from(AuditEntry).where(*which))
    rows = select(AuditEntry).where(*which).order_by(AuditEntry.id.desc()).limit(limit)
    return list(await session.scalars(rows if before is None else rows.where(AuditEntry.id < before))), total or 0
