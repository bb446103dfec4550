"""What diagnosis remembers of a worker between two looks, and how a reading adds to it."""

from operator import attrgetter
from typing import Final

import msgspec

from cocoonpool.cocoon.perf import Perf
from cocoonpool.cocoon.reading import Reading
from cocoonpool.workers.causes import Cause, Status
from cocoonpool.workers.wording import shorten

WINDOW_MS: Final = 5 * 60_000
_BUCKET_MS: Final = 25_000
# From here on the worker may fall silent because the proxy asked it for another model.
NEW_BUILD_SECONDS: Final = 1_767_571_200  # 2026-01-05
# Beyond this the worker's doubles are not exact, and JSON of 64 bits is not far.
_EXACT: Final = 2**53

# They only grow while the worker runs: one that falls shows a restart.
_MONOTONE = attrgetter(
    "queries",
    "success",
    "bytes_received",
    "bytes_sent",
    "busy_us",
    "tokens_total",
    "tokens_prompt",
    "tokens_cached",
    "tokens_completion",
    "tokens_reasoning",
)
_TRACKED = attrgetter("owner_address", "root_address", "model")
_QUERIES, _SUCCESS, _TOKENS = 0, 1, 5  # places in `_MONOTONE`

Totals = tuple[int | None, ...]


class Bucket(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What some seconds brought. `tokens` 1 may also stand for "unknown, may have grown"."""

    at: int = 0
    success: int = 0
    failed: int = 0
    tokens: int = 0


class Memory(msgspec.Struct, omit_defaults=True, gc=False):
    """All of it, for one worker. Never changed in place. Times in unix ms. Each field has a default: it may grow."""

    status: Status = Status.UNKNOWN
    causes: tuple[Cause, ...] = ()  # as last shown
    since: dict[str, int] = {}  # code -> first seen; also the code of a failure that is not confirmed yet

    answered_at: int | None = None
    failures: int = 0  # in a row
    silent_since: int | None = None  # the row is nothing but accepted connections without an answer

    read_at: int | None = None  # last reading
    new_build: bool = False
    totals: Totals = ()
    failed: int | None = None
    restarted_at: int | None = None
    busy_at: int | None = None  # last time a request came in, or else the first reading
    model_was_connected: bool = False  # since the last restart
    full_looks: int = 0  # in a row, with all places for requests taken
    window: tuple[Bucket, ...] = ()  # the last minutes, oldest first

    baseline: tuple[str | None, ...] = ()  # owner, root, model
    changed: tuple[str, ...] = ()  # which of them changed lately
    changed_at: int | None = None

    guest_at: int | None = None  # last time a GPU source was asked
    perf: Perf | None = None  # as last told since the last restart: it is not asked at every look

    def completed(self, reading: Reading) -> Reading:
        """The reading with what was not asked this time, as last told."""
        return reading if reading.perf == self.perf else msgspec.structs.replace(reading, perf=self.perf)


def remember(memory: Memory, reading: Reading, now: int) -> Memory:
    """The memory with this reading added; `status`, `causes` and `since` are left to `diagnose`."""
    totals, known, restarted = _totals(memory.totals, reading)
    failed = reading.failed if reading.failed is not None and 0 <= reading.failed <= _EXACT else None
    moved = totals != memory.totals or failed != memory.failed
    baseline, changed = _baseline(memory, reading)
    busy = memory.busy_at is None or restarted or bool(reading.active_requests) or _queries_grew(memory.totals, totals)
    limit = reading.max_active_requests
    full = limit is not None and reading.active_requests is not None and reading.active_requests >= limit > 0
    return Memory(  # in the order of its fields: names would cost six times as much, at every look
        memory.status,
        memory.causes,
        memory.since,
        now,  # answered_at
        0,  # failures
        None,  # silent_since
        now,  # read_at
        _is_new(reading, memory.new_build),
        totals if restarted else known,
        failed,
        now if restarted else memory.restarted_at,
        now if busy else memory.busy_at,
        bool(reading.model_connected) or (memory.model_was_connected and not restarted),
        min(memory.full_looks + 1, 2) if full else 0,
        _window(memory, totals, failed, restarted, now) if moved or memory.window else (),
        baseline,
        (*(name for name in memory.changed if name not in changed), *changed) if changed else memory.changed,
        now if changed else memory.changed_at,
        memory.guest_at,
        reading.perf or (None if restarted else memory.perf),
    )


def growth(memory: Memory) -> tuple[int, int, int]:
    """Successes, real failures and tokens of the last five minutes or so, across restarts."""
    success = failed = tokens = 0
    for bucket in memory.window:
        success += bucket.success
        failed += bucket.failed
        tokens += bucket.tokens
    return success, failed, tokens


def served_tokens(memory: Memory) -> bool:
    """Whether the worker produced tokens since its restart."""
    return len(memory.totals) > _TOKENS and bool(memory.totals[_TOKENS])


def _totals(before: Totals, reading: Reading) -> tuple[Totals, Totals, bool]:
    """The counters, the same as last known, and whether one fell."""
    totals: Totals = _MONOTONE(reading)
    if totals == before:
        return before, before, False
    if _only_grew(before, totals):
        return totals, totals, False
    totals = tuple([n if n is not None and 0 <= n <= _EXACT else None for n in totals])
    pairs = tuple(zip(before, totals, strict=False))
    fell = any(was is not None and n is not None and n < was for was, n in pairs)
    return totals, _known(before, totals), fell


def _only_grew(before: Totals, totals: Totals) -> bool:
    """Whether all are known, exact and no less than they were: so it is at nearly every look."""
    for was, n in zip(before, totals, strict=False):
        if was is None or n is None or not was <= n <= _EXACT:
            return False
    return len(before) == len(totals)


def _known(before: Totals, totals: Totals) -> Totals:
    """The counters as last known: one that is missing for a while can still show a restart later."""
    if len(before) != len(totals):
        return totals
    return tuple([was if n is None else n for was, n in zip(before, totals, strict=True)])


def _queries_grew(before: Totals, totals: Totals) -> bool:
    was, queries = before[_QUERIES] if before else None, totals[_QUERIES]
    return queries is not None and (was is None or queries > was)


def _is_new(reading: Reading, before: bool) -> bool:
    if reading.new_http is None and reading.built_at is None:
        return before
    return bool(reading.new_http) or (reading.built_at is not None and reading.built_at >= NEW_BUILD_SECONDS)


def _baseline(memory: Memory, reading: Reading) -> tuple[tuple[str | None, ...], tuple[str, ...]]:
    """What is configured now, and which of it changed."""
    now: tuple[str | None, ...] = _TRACKED(reading)
    before = memory.baseline
    if now == before:
        return before, ()
    now = tuple(None if value is None else shorten(value, 512) for value in now)
    if len(before) != len(now):
        return now, ()
    pairs = tuple(zip(("owner", "root", "model"), before, now, strict=True))
    changed = tuple(name for name, was, value in pairs if was is not None and value is not None and value != was)
    return tuple(was if value is None else value for _, was, value in pairs), changed


def _window(memory: Memory, totals: Totals, failed: int | None, restarted: bool, now: int) -> tuple[Bucket, ...]:
    """The window, moved on to `now` and with what came since the last reading.

    After a gap as long as the window nobody knows when the growth happened, so it is not put in.
    """
    if memory.read_at is None or now - memory.read_at > WINDOW_MS or len(memory.totals) != len(totals):
        return ()
    window = memory.window
    while window and now - window[0].at >= WINDOW_MS:
        window = window[1:]
    success = _grown(memory.totals[_SUCCESS], totals[_SUCCESS], restarted) or 0
    failures = _grown(memory.failed, failed, restarted) or 0
    if not success and not failures:
        return window
    tokens = _grown(memory.totals[_TOKENS], totals[_TOKENS], restarted)
    tokens = 1 if tokens is None else tokens
    if window and now - window[-1].at < _BUCKET_MS:
        last = window[-1]
        more = Bucket(last.at, last.success + success, last.failed + failures, last.tokens + tokens)
        return (*window[:-1], more)
    return (*window, Bucket(now, success, failures, tokens))


def _grown(was: int | None, now: int | None, restarted: bool) -> int | None:
    """How much a counter grew; after a restart all that it shows is new."""
    if now is None:
        return None
    if restarted:
        return now
    return None if was is None else max(0, now - was)
