"""The live feed without a network: how messages are read, and what a listener knows after each."""

from collections.abc import Collection
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import msgspec

from cocoonpool.client.shapes import LiveWorker

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
FINAL: Final = frozenset({4400, 4401, 4403})
"""Close codes after which trying again is of no use."""


class Update(msgspec.Struct, frozen=True):
    """A worker that is new or changed; or, with `worker` None, one that is there no more for this listener."""

    worker_id: int
    worker: LiveWorker | None


class _Said(msgspec.Struct):
    id: int | None = None
    removed: bool = False
    snapshot: bool | None = None
    cursor: str = ""


_look: Final = msgspec.json.Decoder(_Said).decode
_worker: Final = msgspec.json.Decoder(LiveWorker).decode


class Fleet:
    """All that a listener knows now: `workers` by id. Going on after a break leaves no gap in it."""

    def __init__(self) -> None:
        self.workers: dict[int, LiveWorker] = {}
        self.cursor = ""

    def take(self, message: str | bytes) -> list[Update]:
        """What a message changes. After a break that was too long all is told anew, and what is gone shows then."""
        said = _look(message)
        self.cursor = said.cursor or self.cursor
        if said.id is None:
            return self._begin(bool(said.snapshot))
        if said.removed:
            if said.id not in self.workers:
                return []
            del self.workers[said.id]
            return [Update(said.id, None)]
        self.workers[said.id] = _worker(message)
        return [Update(said.id, self.workers[said.id])]

    def _begin(self, anew: bool) -> list[Update]:
        if not anew:
            return []
        gone, self.workers = self.workers, {}
        return [Update(worker_id, None) for worker_id in gone]


def feed_url(url: str, cursor: str, worker_ids: Collection[int] | None, participant_id: int | None) -> str:
    """Where to listen to these workers (None: to all) from that cursor on."""
    parts = urlsplit(url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    path = parts.path.rstrip("/") + "/ws/metrics"
    query = [("since", cursor), *(("worker_id", str(one)) for one in worker_ids or ())]
    query += [] if participant_id is None else [("participant_id", str(participant_id))]
    return urlunsplit((scheme, parts.netloc, path, urlencode(query), ""))
