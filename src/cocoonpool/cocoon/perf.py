"""Reads `/perf`: the runner's own load, and whether the runner is alive at all.

The layout varies between builds and 2026-04 answers an error, so no figure of it is ever required.
"""

import re
from typing import Final

import msgspec

_PAGE_LIMIT: Final = 256 * 1024  # a real page has 8 to 20 kB
_MARKS: Final = (b"ticks_per_second_estimate", b"PERF COUNTERS", b"ACTORS STATS")
_LOST: Final = b"lost http callback"  # 2026-04 answers every /perf with a 500 and this

_TICKS: Final = re.compile(rb"^ticks_per_second_estimate[ \t]++(\d{1,20}(?:\.\d{1,9})?+)\s", re.MULTILINE)
_ALIVE: Final = re.compile(rb"alive: (\d{1,12}) executing: (\d{1,12}) ")
_OVERALL: Final = re.compile(rb"^Cumm?ulative stats:", re.MULTILINE)
_DECIMAL: Final = re.compile(rb"\d{1,15}(?:\.\d{1,9})?+")


class Rates(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One counter in three windows, as the page prints them."""

    last_10s: float
    last_10m: float
    since_start: float


class Perf(msgspec.Struct, frozen=True, gc=False, kw_only=True, array_like=True):
    """The figures worth keeping, over all actors of the runner. None: not on the page."""

    ticks_per_second_estimate: float | None = None
    load_per_second: Rates | None = None  # CPU seconds a second
    messages_per_second: Rates | None = None
    max_delay: Rates | None = None  # seconds a message waited
    actors_alive: int | None = None
    actors_executing: int | None = None


def parse_perf(body: bytes) -> Perf:
    """What the page says; an empty `Perf` if it is no such page."""
    body = body[:_PAGE_LIMIT]
    ticks = _TICKS.search(body)
    start = _OVERALL.search(body)
    overall = body[start.end() :].lstrip().partition(b"\n\n")[0] if start else b""
    alive = _ALIVE.search(overall)
    return Perf(
        ticks_per_second_estimate=float(ticks[1]) if ticks else None,
        load_per_second=_rates(overall, b"load_per_second:"),
        messages_per_second=_rates(overall, b"messages_per_second:"),
        max_delay=_rates(overall, b"max_delay:"),
        actors_alive=int(alive[1]) if alive else None,
        actors_executing=int(alive[2]) if alive else None,
    )


def is_alive(status: int, body: bytes) -> bool:
    """Whether this answer to `/perf` shows a living runner, ready or not."""
    if status == 200:
        head = body[:_PAGE_LIMIT]
        return any(mark in head for mark in _MARKS)
    return status == 500 and body.strip() == _LOST


def _rates(overall: bytes, label: bytes) -> Rates | None:
    """Three numbers after a label, some with the unit "s"."""
    words = overall.partition(label)[2].partition(b"\n")[0][:200].split()
    figures = [word.removesuffix(b"s") for word in words]
    if len(figures) != 3 or not all(_DECIMAL.fullmatch(figure) for figure in figures):
        return None
    return Rates(float(figures[0]), float(figures[1]), float(figures[2]))
