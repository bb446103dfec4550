"""Promises that hold for any sequence of looks."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.cocoon.perf import Perf, Rates
from cocoonpool.cocoon.reading import Connection, Failure, FailureKind, Gpu, Guest, Proxy, Reading, Signal
from cocoonpool.workers.causes import CAUSES, Severity
from cocoonpool.workers.status import Diagnosis, Fleet, Memory, Status, Subject, diagnose
from tests.workers.watch import HEALTHY_SUBJECT, START

INTS = st.none() | st.integers(-5, 40) | st.integers(-(2**63), 2**63)
TEXTS = st.none() | st.sampled_from(["a", "late", "out of sync", "{x}", "\ud800\x00"]) | st.text(max_size=80)
BOOLS = st.none() | st.booleans()

PROXIES = st.builds(Proxy, TEXTS, TEXTS, TEXTS, BOOLS, INTS, INTS, INTS, INTS, INTS, BOOLS, INTS, BOOLS)
CONNECTIONS = st.builds(Connection, st.text(max_size=9), BOOLS, TEXTS)
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "proxies": st.lists(PROXIES, max_size=3).map(tuple),
    "connections": st.none() | st.lists(CONNECTIONS, max_size=3).map(tuple),
    "perf": st.none() | st.builds(Perf, load_per_second=st.none() | st.just(Rates(0.5, 1.5, 2.5)), actors_alive=INTS),
    "missing": st.lists(st.text(max_size=9), max_size=8).map(tuple),
}
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {int | None: INTS, str | None: TEXTS, bool | None: BOOLS}


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    field.name: SPECIAL[field.name] if field.name in SPECIAL else BY_TYPE[field.type]
    for field in msgspec.structs.fields(Reading)
}
READINGS = st.fixed_dictionaries({}, optional=FIELDS).map(lambda facts: Reading(**facts))
FAILURES = st.builds(Failure, st.sampled_from(FailureKind), st.text(max_size=40), st.none() | st.sampled_from(Signal))
GPUS = st.builds(Gpu, st.integers(0, 9), TEXTS, INTS, st.none(), st.none(), INTS, INTS, INTS)
GUESTS = st.builds(Guest, gpus=st.lists(GPUS, max_size=2).map(tuple), services_ok=BOOLS)
LOOKS = st.tuples(
    READINGS | FAILURES,
    st.none() | GUESTS | FAILURES,
    st.sampled_from([0, 1, 15_000, 60_000, 91_000, 3_600_000, 86_400_000, -5_000]),
)
SUBJECTS = st.builds(Subject, st.just(True), st.booleans(), st.booleans(), INTS, st.booleans(), st.integers(1, 65535))
FLEETS = st.builds(Fleet, st.none() | st.integers(0, 9))


def follow(subject: Subject, fleet: Fleet, looks: list[Any]) -> list[tuple[int, Reading | Failure, Diagnosis]]:
    memory, now, seen = Memory(), START, []
    for result, source, after in looks:
        now += after
        found = diagnose(subject, memory, result, source, fleet, now)
        memory = msgspec.json.decode(msgspec.json.encode(found.memory), type=Memory)
        assert memory == found.memory
        seen.append((now, result, found))
    return seen


@given(SUBJECTS, FLEETS, st.lists(LOOKS, max_size=8))
def test_any_sequence_of_looks_has_an_ordered_readable_diagnosis(
    subject: Subject, fleet: Fleet, looks: list[Any]
) -> None:
    rank, latest = list(CAUSES), START
    for now, _, found in follow(subject, fleet, looks):
        latest = max(latest, now)  # the clock may be set back
        shown = [rank.index(cause.code) for cause in found.causes]
        assert shown == sorted(set(shown))
        for cause in found.causes:
            assert cause.since <= latest
            assert cause.severity is CAUSES[cause.code].severity
            assert cause.detail.isprintable()
            assert len(cause.detail) < 1_000
        assert len(msgspec.json.encode(found.memory)) < 20_000


@given(SUBJECTS, FLEETS, st.lists(LOOKS, max_size=8))
def test_the_status_follows_from_the_causes(subject: Subject, fleet: Fleet, looks: list[Any]) -> None:
    for _, result, found in follow(subject, fleet, looks):
        bad = any(cause.severity is not Severity.INFO for cause in found.causes)
        down = any(CAUSES[cause.code].down for cause in found.causes)
        if isinstance(result, Reading):
            assert found.status is (Status.DEGRADED if bad else Status.HEALTHY)
        elif found.status is Status.DOWN:
            assert down
        elif down:
            assert found.status is Status.UNKNOWN


def is_evidence(result: Reading | Failure) -> bool:
    if isinstance(result, Reading) or result.kind is FailureKind.NOT_ALLOWED:
        return False
    answered = result.signal in (Signal.STARTING, Signal.NEEDS_ACCESS_HASH)
    return result.kind is FailureKind.REFUSED or not answered


@given(st.lists(LOOKS, min_size=1, max_size=10))
def test_down_always_has_its_evidence(looks: list[Any]) -> None:
    row = 0
    for _, result, found in follow(HEALTHY_SUBJECT, Fleet(), looks):
        row = row + 1 if is_evidence(result) else 0
        if found.status is Status.DOWN:
            assert row >= 2 or (isinstance(result, Failure) and result.kind is FailureKind.REFUSED)


# With one value less, another one for the same fact decides instead.
SECOND_SOURCES = {"ton_out_of_sync", "too_old", "model_loading"}


@given(READINGS, st.sets(st.sampled_from(sorted(FIELDS))))
def test_forgetting_a_value_never_adds_an_error(reading: Reading, hidden: set[str]) -> None:
    nothing = Reading()
    less = msgspec.structs.replace(reading, **{name: getattr(nothing, name) for name in hidden})
    before, after = (diagnose(HEALTHY_SUBJECT, Memory(), seen, None, Fleet(4), START) for seen in (reading, less))
    errors = {cause.code for cause in after.causes if cause.severity is Severity.ERROR}
    assert errors <= {cause.code for cause in before.causes} | SECOND_SOURCES
