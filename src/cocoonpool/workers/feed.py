"""What changed, in the order it changed, with only the newest state of each worker: the memory of a thousand readers.

A reader is one number, its place. Whatever stands behind it is what it still has to be told, so a slow reader costs no
more than a quick one, and one that comes back after a break goes on from where it was.
"""

import asyncio
import secrets
import sys
from collections import OrderedDict
from typing import Any, Final

import msgspec
from msgspec.structs import astuple

from cocoonpool.workers.item import Row

MOST_GONE: Final = 2_000


class Entry(msgspec.Struct, gc=False):
    """One worker as it is now. Replaced, never changed, when anything of it changes."""

    worker_id: int
    participant_id: int
    status: str  # as shown
    row: Row
    reading: str | None
    guest: str | None
    earlier: str | None  # the reading that the one before showed
    fragment: bytes  # its `WorkerItem` as JSON
    place: int = 0
    changed: tuple[int, ...] = ()
    """The place at which each field of `row` changed last, in the order of its fields."""
    made: dict[str, Any] = {}
    """What others have made of it, by their name: as long-lived as this state."""


class Gone(msgspec.Struct, frozen=True, gc=False):
    """A worker that a participant has no longer. `deleted`: nobody has."""

    worker_id: int
    participant_id: int
    deleted: bool
    place: int


Change = Entry | Gone


class Feed:
    """Places grow by one with each change. `era` tells the places of one run of the process from those of another."""

    def __init__(self) -> None:
        self.era = secrets.token_hex(4)
        self.place = 0
        self.complete_from = 0
        """Whoever stands before it may have missed that a worker is gone: what it knows is to be thrown away."""
        self._changes: OrderedDict[tuple[int, int], Change] = OrderedDict()
        self._gone = 0
        self._news = asyncio.Event()

    def put(self, entry: Entry) -> None:
        self.place += 1
        entry.place = self.place
        key = (entry.worker_id, 0)
        entry.changed = _changed(self._changes.get(key), entry)
        self._append(key, entry)

    def gone(self, worker_id: int, participant_id: int, *, deleted: bool) -> None:
        self.place += 1
        if deleted:
            self._changes.pop((worker_id, 0), None)
        key = (worker_id, participant_id)
        self._gone += key not in self._changes
        self._append(key, Gone(worker_id, participant_id, deleted, self.place))
        if self._gone > MOST_GONE:
            self._forget_oldest()

    def _append(self, key: tuple[int, int], change: Change) -> None:
        self._changes[key] = change
        self._changes.move_to_end(key)

    def _forget_oldest(self) -> None:
        key, oldest = next((key, change) for key, change in self._changes.items() if isinstance(change, Gone))
        del self._changes[key]
        self._gone -= 1
        self.complete_from = oldest.place

    def tell(self) -> None:
        """Wakes everybody who waits, after a number of changes."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def beyond(self, place: int) -> None:
        """Returns when there is something behind `place`."""
        while self.place <= place:
            await self._news.wait()

    def since(self, place: int, most: int = sys.maxsize - 1) -> list[Change]:
        """At most `most` of the changes behind `place`, oldest first."""
        found: list[Change] = []
        for change in reversed(self._changes.values()):
            if change.place <= place:
                break
            found.append(change)
        return found[: -most - 1 : -1]


def _changed(before: Change | None, now: Entry) -> tuple[int, ...]:
    """A worker that comes to another participant is new in all its fields to who looks at that one."""
    if not isinstance(before, Entry) or before.participant_id != now.participant_id:
        return (now.place,) * len(Row.__struct_fields__)
    values = zip(astuple(before.row), astuple(now.row), before.changed, strict=True)
    return tuple([since if was == is_now else now.place for was, is_now, since in values])
