"""Diagnosis of a reading without any shortcut: every rule asked, every value made anew, every bucket looked at."""

from typing import Any

from cocoonpool.cocoon.reading import Failure, Guest, Reading
from cocoonpool.workers import memory as m
from cocoonpool.workers.causes import CAUSES, Cause, Severity, Status
from cocoonpool.workers.guest_rules import GUEST_RULES
from cocoonpool.workers.look import Fleet, HostView, Look, Subject
from cocoonpool.workers.memory import Bucket, Memory
from cocoonpool.workers.rules import READING_RULES
from cocoonpool.workers.status import GUEST_FRESH_MS

RULES = {**READING_RULES, **GUEST_RULES}
COUNTERS = (
    "queries", "success", "bytes_received", "bytes_sent", "busy_us",
    "tokens_total", "tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning",
)  # fmt: skip


def known(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= 2**53 else None


def remembered(memory: Memory, reading: Reading, now: int) -> Memory:
    """What `remember` shall leave, each field by its name."""
    told = dict(zip(COUNTERS, [known(getattr(reading, name)) for name in COUNTERS], strict=True))
    before = dict(zip(COUNTERS, memory.totals or [None] * len(COUNTERS), strict=True))
    restarted = any(
        a is not None and b is not None and b < a for a, b in zip(before.values(), told.values(), strict=True)
    )
    latest = {name: told[name] if told[name] is not None else before[name] for name in COUNTERS}
    grew = told["queries"] is not None and (before["queries"] is None or told["queries"] > before["queries"])
    limit, active = reading.max_active_requests, reading.active_requests
    full = limit is not None and active is not None and active >= limit > 0
    baseline, changed = m._baseline(memory, reading)
    return Memory(
        status=memory.status,
        causes=memory.causes,
        since=memory.since,
        answered_at=now,
        read_at=now,
        new_build=m._is_new(reading, memory.new_build),
        totals=tuple((told if restarted else latest).values()),
        failed=known(reading.failed),
        restarted_at=now if restarted else memory.restarted_at,
        busy_at=now if memory.busy_at is None or restarted or active or grew else memory.busy_at,
        model_was_connected=bool(reading.model_connected) or (memory.model_was_connected and not restarted),
        full_looks=min(memory.full_looks + 1, 2) if full else 0,
        window=window(memory, before, {**told, "failed": known(reading.failed)}, restarted, now),
        baseline=baseline,
        changed=(*(name for name in memory.changed if name not in changed), *changed),
        changed_at=now if changed else memory.changed_at,
        guest_at=memory.guest_at,
        perf=reading.perf or (None if restarted else memory.perf),
    )


def window(memory: Memory, before: dict[str, Any], told: dict[str, Any], restarted: bool, now: int) -> Any:
    if memory.read_at is None or now - memory.read_at > 300_000:
        return ()
    before = {**before, "failed": memory.failed}
    if restarted:
        before = dict.fromkeys(before, 0)
    grown = {n: None if told[n] is None or before[n] is None else max(0, told[n] - before[n]) for n in told}
    young = [bucket for bucket in memory.window if now - bucket.at < 300_000]
    success, failed, tokens = grown["success"] or 0, grown["failed"] or 0, grown["tokens_total"]
    if not success and not failed:
        return tuple(young)
    at = now
    if young and now - young[-1].at < 25_000:
        last = young.pop()
        at, success, failed = last.at, success + last.success, failed + last.failed
        return (*young, Bucket(at, success, failed, last.tokens + (1 if tokens is None else tokens)))
    return (*young, Bucket(at, success, failed, 1 if tokens is None else tokens))


def diagnosed(
    subject: Subject,
    memory: Memory,
    reading: Reading,
    guest: Guest | Failure | None,
    fleet: Fleet,
    now: int,
    host: HostView,
) -> Memory:
    """What `diagnose` shall leave; status and causes are in it."""
    after = remembered(memory, reading, now)
    causes: list[Cause] = []
    fresh = memory.guest_at is not None and now - memory.guest_at <= GUEST_FRESH_MS
    if guest is None and subject.has_health_source and fresh:
        causes += [c for c in memory.causes if c.code in GUEST_RULES and c.code != "gpu_source_missing"]
    look = Look(subject, after, reading, guest, fleet, now, host)
    for code in [code for code in CAUSES if code in RULES]:
        look.well = all(cause.severity is Severity.INFO for cause in causes)
        values = RULES[code](look)
        if values is not None:
            since = min(memory.since.get(code, now), now)
            causes.append(Cause(code, CAUSES[code].severity, since, CAUSES[code].advice.format_map(values)))
    well = all(cause.severity is Severity.INFO for cause in causes)
    after.status = Status.HEALTHY if well else Status.DEGRADED
    after.causes = tuple(sorted(causes, key=lambda cause: list(CAUSES).index(cause.code)))
    after.since = {cause.code: cause.since for cause in after.causes}
    after.guest_at = memory.guest_at if guest is None else now
    return after
