"""Diagnosis takes shortcuts at looks that are like nearly all; none of them changes what it says or remembers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.cocoon.reading import Guest, Reading
from cocoonpool.samples.history import Cards, cards
from cocoonpool.workers.look import NOTHING_OF_THE_HOST, Fleet, HostView, Look, Subject
from cocoonpool.workers.signs import SIGNS
from cocoonpool.workers.status import Memory, _by_sign, diagnose
from tests.workers import plainly
from tests.workers.test_diagnosis_properties import FAILURES, FIELDS, GPUS, GUESTS, SUBJECTS
from tests.workers.watch import HEALTHY_SUBJECT, OLD_BUILD, SECOND, START, connection, contract, gpu, guest, reading

HOSTS = st.builds(
    HostView, st.none() | st.integers(-99, 99), st.none() | st.just(("10.0.0.1",)), st.booleans(), st.booleans()
)
WORLDS = st.tuples(
    st.just(HEALTHY_SUBJECT) | SUBJECTS | st.just(msgspec.structs.replace(HEALTHY_SUBJECT, wanted_enabled=False)),
    st.just(Fleet()) | st.builds(Fleet, st.integers(1, 6)),
    st.just(NOTHING_OF_THE_HOST) | HOSTS,
)
# Each is where some rule begins or ends to hold.
EDGES: dict[str, Sequence[Any]] = {
    "wallet_balance": [2_099_999_999, 2_100_000_000, 4_999_999_999, 5_000_000_000],
    "proxies": [(), (contract(closing=True),), (contract(sc_inited=False),), (contract(params_version=0),)],
    "connections": [None, (), (connection(None),)],
    "struct_version": [None, 5, 6],
    "built_at": [None, OLD_BUILD],
    "model": [None, "another"],
    "ton_state": [None, "late", "out of sync"],
    "missing": [("stats page",), ("x",)],
    **dict.fromkeys(["enabled", "model_connected", "image_allowed", "model_allowed"], (False, None)),
}
FACTS = st.sampled_from([(name, value) for name, values in EDGES.items() for value in values])
CARDS = [guest(gpu(temperature)) for temperature in (60, 80, 81, 85, None)]
SOURCES = st.sampled_from([None, None, None, *CARDS, Guest(), guest(services_ok=False)])
NO_COUNTS = st.sampled_from([None, -1, 2**53, 2**53 + 1])
COUNTED = (*plainly.COUNTERS, "failed")


def rarely(this: st.SearchStrategy[Any], otherwise: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 7).flatmap(lambda draw: this if draw == 7 else otherwise)


# What happens until a look: time, work, perhaps a restart, a counter that is none, and facts that stay for a while.
STEPS = st.fixed_dictionaries(
    {
        "after": st.sampled_from([15, 15, 15, 24, 25, 60, 0, -5, 91, 300, 301, 600, 3_600, 86_400]),
        "served": st.sampled_from([0, 1, 7, 30]),
        "failed": rarely(st.just(2), st.just(0)),
        "tokens": st.sampled_from([0, 0, 50]),
        "active": st.sampled_from([0, 0, 60]),
        "restarts": rarely(st.just(True), st.just(False)),
        "no counts": st.just({}) | st.dictionaries(st.sampled_from(COUNTED), NO_COUNTS, max_size=1),
        "facts": st.lists(FACTS, max_size=1).map(dict),
        "heals": st.booleans(),
        "mess": rarely(st.fixed_dictionaries({}, optional=FIELDS), st.just({})),
        "fails": rarely(FAILURES, st.none()),
        "guest": rarely(GUESTS | FAILURES, SOURCES),
        "pauses": rarely(st.just(True), st.just(False)),
    }
)


class Shown:
    """What a worker shows after each step."""

    def __init__(self) -> None:
        self.counted, self.facts, self.now = Counter[str](), dict[str, Any](), START

    def step(self, step: dict[str, Any]) -> Reading:
        self.now += step["after"] * SECOND
        if step["restarts"]:
            self.counted.clear()
        self._work(step["served"], step["failed"], step["tokens"])
        self.facts = {**({} if step["heals"] else self.facts), **step["facts"]}
        counters = {name: self.counted[name] for name in COUNTED}
        return reading(
            self.now,
            **{**counters, "active_requests": step["active"], **self.facts, **step["no counts"], **step["mess"]},
        )

    def _work(self, served: int, failed: int, tokens: int) -> None:
        self.counted.update(dict.fromkeys(plainly.COUNTERS[:5], served))
        self.counted.update(dict.fromkeys(plainly.COUNTERS[5:], served * tokens))
        self.counted.update({"queries": failed, "failed": failed})


@settings(max_examples=250)
@given(WORLDS, st.lists(STEPS, max_size=10))
def test_no_shortcut_changes_what_a_look_leaves(world: tuple[Subject, Fleet, HostView], steps: list[Any]) -> None:
    subject, fleet, host = world
    memory, shown = Memory(), Shown()
    for step in steps:
        told, source = shown.step(step), step["guest"]
        asked = msgspec.structs.replace(subject, is_active=not step["pauses"])
        found = diagnose(asked, memory, step["fails"] or told, source, fleet, shown.now, host)
        if step["fails"] is None and not step["pauses"]:
            plain = plainly.diagnosed(asked, memory, told, source, fleet, shown.now, host)
            assert msgspec.json.encode(found.memory) == msgspec.json.encode(plain)
            assert (found.status, found.causes) == (plain.status, plain.causes)
            assert found.restarted == (plain.restarted_at != memory.restarted_at)
        memory = found.memory


def test_no_rule_is_asked_twice() -> None:
    signed = [code for codes in SIGNS.values() for code in codes]
    assert len(signed) == len(set(signed))
    assert set(signed) <= set(plainly.RULES)


def test_a_rule_without_a_sign_is_asked_at_every_look() -> None:
    rules = {code: plainly.RULES[code] for code in ("disabled", "idle")}
    (shows, free), (_, signed) = _by_sign(rules, {lambda _: False: ("idle",)})
    assert [code for code, *_ in free] == ["disabled"]
    assert [code for code, *_ in signed] == ["idle"]
    assert shows(Look(HEALTHY_SUBJECT, Memory(), reading(), None, Fleet(), START))


FRACTIONS = st.none() | st.integers(0, 640).map(lambda eighths: eighths / 8)


@settings(max_examples=50)
@given(st.lists(GPUS.flatmap(lambda gpu: FRACTIONS.map(lambda f: msgspec.structs.replace(gpu, memory_used_gib=f)))))
def test_the_cards_of_a_worker_are_summed_up_without_those_that_are_not_known(gpus: list[Any]) -> None:
    load, heat, memory, power = (
        [value for gpu in gpus if (value := getattr(gpu, name)) is not None]
        for name in ("utilization", "temperature_c", "memory_used_gib", "power_w")
    )
    assert cards(Guest(gpus=tuple(gpus))) == Cards(
        round(sum(load) / len(load)) if load else None,
        max(heat, default=None),
        round(sum(memory) * 1024) if memory else None,
        sum(power) if power else None,
    )
