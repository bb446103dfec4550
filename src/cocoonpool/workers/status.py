"""Says how a worker is and why, from its last looks.

    Reading ──► memory.remember ──► signs ──► rules, guest_rules ──► causes ──► healthy | degraded
    Failure ──► silence (which cause) ──► one failure: as before or unknown; two, or a refused port: down

Pure: everything that one look leaves to the next is in `Memory`.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from cocoonpool.cocoon.reading import Failure, FailureKind, Guest, Reading, Signal
from cocoonpool.workers.causes import CAUSES, Cause, Severity, Status
from cocoonpool.workers.guest_rules import GUEST_RULES, MONITOR_RULES
from cocoonpool.workers.look import NOTHING_OF_THE_HOST, Fleet, HostView, Look, Rule, Subject, Values
from cocoonpool.workers.memory import Memory, remember
from cocoonpool.workers.rules import READING_RULES
from cocoonpool.workers.signs import SIGNS, Sign
from cocoonpool.workers.silence import ANSWERS, RUNNER_GONE, code_of, values_of
from cocoonpool.workers.wording import shorten

__all__ = ["Diagnosis", "Fleet", "Memory", "Status", "Subject", "diagnose"]

FRESH_MS: Final = 90_000  # so long an answer outlives one failed look
CHANGING_MODEL_MS: Final = 10 * 60_000
GUEST_FRESH_MS: Final = 5 * 60_000

_RANK: Final = {code: rank for rank, code in enumerate(CAUSES)}
# Not about the worker's own state: one failed look does not carry them on.
_PASSING: Final = frozenset({"look_failed", "not_allowed", *(code for code, kind in CAUSES.items() if kind.down)})

_Table = tuple[tuple[str, Severity, str, Rule], ...]


def _table(rules: Mapping[str, Rule]) -> _Table:
    ordered = sorted(rules, key=_RANK.__getitem__)
    return tuple((code, CAUSES[code].severity, CAUSES[code].advice, rules[code]) for code in ordered)


def _always(_: Look) -> bool:
    return True


def _by_sign(rules: Mapping[str, Rule], signs: Mapping[Sign, tuple[str, ...]]) -> tuple[tuple[Sign, _Table], ...]:
    signed = {code for codes in signs.values() for code in codes}
    groups = {_always: rules.keys() - signed, **signs}
    return tuple((sign, _table({code: rules[code] for code in codes})) for sign, codes in groups.items() if codes)


_ANSWERED: Final = _by_sign({**READING_RULES, **GUEST_RULES}, SIGNS)
_NOT_ANSWERED: Final = _table(MONITOR_RULES)
_NOTHING_READ: Final = Reading()


class Diagnosis(msgspec.Struct, frozen=True, gc=False):
    """What one look leads to. `memory` goes into the next look."""

    status: Status
    causes: tuple[Cause, ...]  # errors first, then warnings, then infos
    memory: Memory
    restarted: bool  # this look showed a restart


def diagnose(
    subject: Subject,
    memory: Memory,
    result: Reading | Failure,
    guest: Guest | Failure | None,
    fleet: Fleet,
    now: int,
    host: HostView = NOTHING_OF_THE_HOST,
) -> Diagnosis:
    """How the worker is at `now` (unix ms) after this look.

    Args:
        memory: what the look before left; a fresh `Memory()` for a new worker. Not changed.
        guest: what the GPU source said in this look; None when none was asked.
        host: what an agent on the worker's host knows beside it.
    """
    if not subject.is_active:
        return _paused(memory)
    if isinstance(result, Failure):
        return _after_failure(subject, memory, result, guest, fleet, now)
    return _after_reading(subject, memory, result, guest, fleet, now, host)


def _paused(memory: Memory) -> Diagnosis:
    """Nothing is claimed, and what was seen before the pause is no evidence after it."""
    rested = msgspec.structs.replace(
        memory, status=Status.PAUSED, causes=(), since={}, answered_at=None, failures=0, silent_since=None, full_looks=0
    )
    return Diagnosis(Status.PAUSED, (), rested, False)


def _after_reading(
    subject: Subject,
    memory: Memory,
    reading: Reading,
    guest: Guest | Failure | None,
    fleet: Fleet,
    now: int,
    host: HostView,
) -> Diagnosis:
    after = remember(memory, reading, now)
    look = Look(subject, after, reading, guest, fleet, now, host)
    kept = _guest_causes(subject, memory, guest, now)
    if kept:
        look.well = all(cause.severity is Severity.INFO for cause in kept)
    causes = _in_order([*kept, *_found(look)])
    after.status = Status.HEALTHY if look.well else Status.DEGRADED
    if causes != memory.causes:  # or else a reading has left them, and `after` has its `since`
        after.causes = causes
        after.since = {cause.code: cause.since for cause in causes}
    if guest is not None:
        after.guest_at = now
    return Diagnosis(after.status, after.causes, after, after.restarted_at != memory.restarted_at)


def _found(look: Look) -> list[Cause]:
    found: list[Cause] = []
    for shows, table in _ANSWERED:
        if shows(look):
            found += _asked(table, look)
    return found


def _asked(table: _Table, look: Look) -> list[Cause]:
    found: list[Cause] = []
    since, now = look.memory.since, look.now
    for code, severity, advice, rule in table:
        values = rule(look)
        if values is not None:
            found.append(Cause(code, severity, min(since.get(code, now), now), advice.format_map(values)))
            if severity is not Severity.INFO:
                look.well = False
    return found


def _guest_causes(subject: Subject, memory: Memory, guest: Guest | Failure | None, now: int) -> list[Cause]:
    """A source that was not asked in this look has not changed its mind; for some minutes."""
    if guest is not None or not subject.has_health_source or memory.guest_at is None:
        return []
    if now - memory.guest_at > GUEST_FRESH_MS:
        return []
    return [cause for cause in memory.causes if cause.code in GUEST_RULES and cause.code != "gpu_source_missing"]


def _after_failure(
    subject: Subject, memory: Memory, failure: Failure, guest: Guest | Failure | None, fleet: Fleet, now: int
) -> Diagnosis:
    code = code_of(failure)
    counts = code not in ANSWERS and code != "not_allowed"
    silent_since = _silent_since(memory, failure, now)
    failures = memory.failures + 1 if counts else 0
    status = _status(memory, failure, code, failures, silent_since, now)
    if failures == 1 and failure.kind is not FailureKind.REFUSED:
        causes = _unconfirmed(memory, failure, status, now)
    else:
        changing = code == "no_answer" and status is Status.UNKNOWN
        values = values_of(code, failure, subject, changing_model=changing)
        look = Look(subject, memory, _NOTHING_READ, guest, fleet, now)
        causes = [_cause(memory, code, values, now), *_asked(_NOT_ANSWERED, look)]
    shown = _in_order(causes)
    after = msgspec.structs.replace(
        memory,
        status=status,
        causes=shown,
        since={code: min(memory.since.get(code, now), now), **{cause.code: cause.since for cause in shown}},
        answered_at=now if code in ANSWERS else memory.answered_at,
        failures=failures,
        silent_since=silent_since if counts else None,
        model_was_connected=memory.model_was_connected and code not in RUNNER_GONE,
        full_looks=0,
        guest_at=memory.guest_at if guest is None else now,
    )
    return Diagnosis(status, shown, after, False)


def _silent_since(memory: Memory, failure: Failure, now: int) -> int | None:
    """When a row of failures began that is nothing but silence after an accepted connection."""
    if failure.signal is not Signal.ANSWER_TIMEOUT:
        return None
    return memory.silent_since if memory.failures else now


def _status(memory: Memory, failure: Failure, code: str, failures: int, silent_since: int | None, now: int) -> Status:
    if code in ANSWERS:
        return Status.DEGRADED
    if code == "not_allowed":  # the operator's networks: no evidence about the worker
        return Status.UNKNOWN
    if failure.kind is FailureKind.REFUSED:
        return Status.DOWN
    if failures == 1:
        fresh = memory.answered_at is not None and now - memory.answered_at <= FRESH_MS
        return memory.status if fresh else Status.UNKNOWN
    if silent_since is not None and memory.new_build and now - silent_since < CHANGING_MODEL_MS:
        return Status.UNKNOWN
    return Status.DOWN


def _unconfirmed(memory: Memory, failure: Failure, status: Status, now: int) -> list[Cause]:
    """One failed look: the status stays, so its reasons stay too."""
    kept = [] if status is Status.UNKNOWN else [cause for cause in memory.causes if cause.code not in _PASSING]
    return [*kept, _cause(memory, "look_failed", {"what": shorten(failure.detail, 160)}, now)]


def _cause(memory: Memory, code: str, values: Values, now: int) -> Cause:
    kind = CAUSES[code]
    return Cause(code, kind.severity, min(memory.since.get(code, now), now), kind.advice.format_map(values))


def _in_order(causes: list[Cause]) -> tuple[Cause, ...]:
    if len(causes) > 1:
        causes.sort(key=lambda cause: _RANK[cause.code])
    return tuple(causes)
