"""What a listener gets to hear: never more than `GET /workers` would give it."""

from typing import Annotated

import msgspec

from cocoonpool.auth.principal import Principal
from cocoonpool.live.columns import FIELDS
from cocoonpool.workers.feed import Entry, Gone

Seconds = Annotated[float, msgspec.Meta(ge=0, le=60)]
WorkerIds = Annotated[list[Annotated[int, msgspec.Meta(ge=0)]], msgspec.Meta(max_length=10_000)]


class Subscription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a listener wants of what it may hear. Left out: all.

    `fields`: only these of each worker, and by column (see `live.columns`); `every`: seconds between two messages then.
    """

    worker_ids: WorkerIds | None = None
    participant_id: Annotated[int, msgspec.Meta(ge=0)] | None = None
    fields: Annotated[list[str], msgspec.Meta(min_length=1, max_length=len(FIELDS))] | None = None
    every: Seconds = 0.0

    def __post_init__(self) -> None:
        if self.fields is None and self.every:
            raise ValueError("`every` is for a feed by `fields`")
        if unknown := set(self.fields or ()) - FIELDS.keys():
            raise ValueError(f"no such fields: {unknown}")


class View(msgspec.Struct, frozen=True):
    """Two listeners with equal views get the same bytes."""

    owners: frozenset[int]  # a worker must belong to each of them
    worker_ids: frozenset[int] | None = None
    fields: tuple[str, ...] | None = None  # None: whole workers, one message each

    def sees(self, entry: Entry) -> bool:
        owned = all(owner == entry.participant_id for owner in self.owners)
        return owned and (self.worker_ids is None or entry.worker_id in self.worker_ids)

    def loses(self, gone: Gone) -> bool:
        owned = all(owner == gone.participant_id for owner in self.owners) if self.owners else gone.deleted
        return owned and (self.worker_ids is None or gone.worker_id in self.worker_ids)


def view_of(caller: Principal, wanted: Subscription) -> View:
    owners = {caller.only_participant, wanted.participant_id} - {None}
    ids = None if wanted.worker_ids is None else frozenset(wanted.worker_ids)
    fields = None if wanted.fields is None else tuple(dict.fromkeys(wanted.fields))
    return View(frozenset(owner for owner in owners if owner is not None), ids, fields)
