"""Lists of workers out of the fleet state: filtered and cut by what is known of each, joined from ready JSON."""

import hashlib
from bisect import bisect_right
from operator import attrgetter
from typing import Final

import msgspec

from cocoonpool.exactjson import encode
from cocoonpool.workers.feed import Entry
from cocoonpool.workers.fleet import FleetState
from cocoonpool.workers.item import detail
from cocoonpool.workers.queries import Filters, WorkerNotFound

_MOST_KEPT: Final = 32
_by_id: Final = attrgetter("worker_id")


class Page(msgspec.Struct, frozen=True):
    body: bytes
    tag: str  # the same for the same content, on every server
    total: int
    next_cursor: int | None


class Listing:
    """Remembers the pages that were asked for until anything changes: a hundred viewers of one list cost as one."""

    def __init__(self, fleet: FleetState) -> None:
        self._fleet = fleet
        self._place = -1
        self._pages: dict[tuple[int | None, Filters, int, int], Page] = {}

    def page(self, only_participant: int | None, filters: Filters, limit: int, after: int) -> Page:
        """Of the workers that the caller may see, those that fit; see `Principal.only_participant`."""
        if self._place != self._fleet.feed.place or len(self._pages) >= _MOST_KEPT:
            self._pages.clear()
            self._place = self._fleet.feed.place
        key = (only_participant, filters, limit, after)
        if key not in self._pages:
            self._pages[key] = self._cut(only_participant, filters, limit, after)
        return self._pages[key]

    def one(self, only_participant: int | None, worker_id: int) -> Page:
        """In the shape of `WorkerAnswer`. Raises WorkerNotFound when it is not there, or not the caller's."""
        entry = self._fleet.entries.get(worker_id)
        if entry is None or only_participant not in (None, entry.participant_id):
            raise WorkerNotFound
        found: Page | None = entry.made.get("answer")
        if found is None:
            said = encode(detail(entry.row, entry.reading, entry.guest))
            body = entry.fragment[:-1] + b',"detail":' + said + b"}"
            found = entry.made["answer"] = Page(body, _tag(body), 1, None)
        return found

    def _cut(self, only_participant: int | None, filters: Filters, limit: int, after: int) -> Page:
        found = [entry for entry in self._fleet.entries.values() if _fits(entry, only_participant, filters)]
        start = bisect_right(found, after, key=_by_id)
        shown = found[start : start + limit]
        body = b"[" + b",".join([entry.fragment for entry in shown]) + b"]"
        following = shown[-1].worker_id if start + limit < len(found) else None
        return Page(body, _tag(body, len(found)), len(found), following)


def _tag(body: bytes, total: int = 0) -> str:
    return hashlib.blake2b(body, digest_size=12, salt=b"%x" % total).hexdigest()


def _fits(entry: Entry, only_participant: int | None, filters: Filters) -> bool:
    return (
        (only_participant is None or entry.participant_id == only_participant)
        and (filters.participant_id is None or entry.participant_id == filters.participant_id)
        and (filters.is_active is None or entry.row.is_active == filters.is_active)
        and (filters.status is None or entry.status == filters.status.value)
        and (filters.model is None or entry.row.model == filters.model)
    )
