"""What a listener gets to hear: never more than `GET /workers` would give it."""

from typing import Annotated

import msgspec

from cocoonpool.auth.principal import Principal
from cocoonpool.workers.feed import Entry, Gone

WorkerIds = Annotated[list[Annotated[int, msgspec.Meta(ge=0)]], msgspec.Meta(max_length=10_000)]


class Subscription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a listener wants of what it may hear. Left out: all."""

    worker_ids: WorkerIds | None = None
    participant_id: Annotated[int, msgspec.Meta(ge=0)] | None = None


class View(msgspec.Struct, frozen=True):
    """Two listeners with equal views get the same bytes."""

    owners: frozenset[int]  # a worker must belong to each of them
    worker_ids: frozenset[int] | None = None

    def sees(self, entry: Entry) -> bool:
        owned = all(owner == entry.participant_id for owner in self.owners)
        return owned and (self.worker_ids is None or entry.worker_id in self.worker_ids)

    def loses(self, gone: Gone) -> bool:
        owned = all(owner == gone.participant_id for owner in self.owners) if self.owners else gone.deleted
        return owned and (self.worker_ids is None or gone.worker_id in self.worker_ids)


def view_of(caller: Principal, wanted: Subscription) -> View:
    owners = {caller.only_participant, wanted.participant_id} - {None}
    ids = None if wanted.worker_ids is None else frozenset(wanted.worker_ids)
    return View(frozenset(owner for owner in owners if owner is not None), ids)
