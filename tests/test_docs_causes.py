"""docs/causes.md lists every cause with its severity, what it means and what to do, and no other."""

import re
from pathlib import Path

from cocoonpool.workers.causes import CAUSES
from cocoonpool.workers.guest_rules import GUEST_RULES
from cocoonpool.workers.rules import READING_RULES

PAGE = Path(__file__).parents[1] / "docs" / "causes.md"
ROW = re.compile(r"^\| `(\w+)` \| (error|warning|info) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_cause_is_documented_with_its_severity() -> None:
    assert [(code, severity) for code, severity, _, _ in rows()] == [(k.code, k.severity) for k in CAUSES.values()]


def test_every_cause_says_what_it_means_and_what_to_do() -> None:
    assert [code for code, _, meaning, advice in rows() if len(meaning) < 10 or len(advice) < 10] == []


def test_every_rule_has_its_entry_in_the_catalogue() -> None:
    assert {*READING_RULES, *GUEST_RULES} <= set(CAUSES)
