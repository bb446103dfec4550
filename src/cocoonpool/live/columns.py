"""Fields of many workers in one message, by column: for pages that show a few fields of a large fleet.

Only what a listener asked for, and of that only what changed since the place it stands at. Workers of which the same
fields changed share a block, so that a name stands once for hundreds of values.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cocoonpool.exactjson import encode
from cocoonpool.workers.feed import Change, Entry, Gone
from cocoonpool.workers.item import Row, item

Block = dict[str, list[Any]]

IN_ONE_MESSAGE: Final = 1_000  # workers
CAUSES: Final = "causes"
"""`latest_causes` without the advice, which is long and belongs to a worker's own page."""

_MADE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "latest_status": ("is_active", "status"),
    "latest_gpu_utilization": ("is_active", "gpu_utilization"),
    "latest_revenue_ton": ("revenue",),
    "reported_price_coefficient": ("reported_coefficient",),
    "latest_causes": ("is_active", "causes"),
    CAUSES: ("is_active", "causes"),
    "latest_sample_at": ("sample_at",),
}
_ALIKE: Final = (
    "participant_id", "worker_name", "instance_number", "host", "stats_port", "is_active", "cid", "price_coefficient",
    "collection", "model", "last_seen", "has_access_hash", "health_source", "created_at", "updated_at",
)  # fmt: skip
_PLACES: Final = {name: place for place, name in enumerate(Row.__struct_fields__)}
FIELDS: Final[Mapping[str, tuple[int, ...]]] = {
    name: tuple(_PLACES[one] for one in of) for name, of in {**{name: (name,) for name in _ALIKE}, **_MADE_OF}.items()
}
"""What can be asked for, beside the id that always comes: by name, the places in `Row` that it is made of."""


def told(shown: Sequence[Change], fields: Sequence[str], place: int, before: str, behind: str) -> Iterator[bytes]:
    """Messages of what came behind `place`; none when there is nothing to say.

    The last one is `complete`: nothing more is known now, and `behind` is the cursor for it. Until then `before` is.
    Who stands at the beginning is told so in any case.
    """
    gone = [change.worker_id for change in shown if isinstance(change, Gone)]
    entries = [change for change in shown if isinstance(change, Entry)]
    newer = [(entry, news) for entry in entries if (news := _news(entry, fields, place))]
    if not newer and not gone and place:
        return
    for start in range(0, max(1, len(newer)), IN_ONE_MESSAGE):
        last = start + IN_ONE_MESSAGE >= len(newer)
        yield encode(
            {
                "changed": _blocks(newer[start : start + IN_ONE_MESSAGE]),
                "removed": [] if start else gone,
                "complete": last,
                "cursor": behind if last else before,
            }
        )


def _blocks(newer: Iterable[tuple[Entry, Sequence[str]]]) -> list[Block]:
    """Workers with the names of what is told of each, those with the same names together."""
    blocks: dict[Sequence[str], Block] = {}
    for entry, news in newer:
        block = blocks.setdefault(news, {name: [] for name in ("id", *news)})
        _add(block, entry, news)
    return list(blocks.values())


def _news(entry: Entry, fields: Sequence[str], place: int) -> Sequence[str]:
    """Which of the fields changed behind `place`; all of them, where none is known."""
    if not place:
        return fields
    return tuple([name for name in fields if any(entry.changed[one] > place for one in FIELDS[name])])


def _add(block: Block, entry: Entry, news: Sequence[str]) -> None:
    shown = item(entry.row)
    block["id"].append(entry.worker_id)
    for name in news:
        block[name].append(_without_advice(shown["latest_causes"]) if name == CAUSES else shown[name])


def _without_advice(causes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: cause[name] for name in ("code", "severity", "since")} for cause in causes]
