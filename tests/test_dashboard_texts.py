"""The dashboard's own words for causes keep up with the catalogue: it translates advice by its sentences."""

import json
import re
from pathlib import Path

from cocoonpool.workers.causes import CAUSES

TEXTS = Path(__file__).parent.parent / "web" / "src" / "texts"


def titles(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))["causes"]
    return found


def test_every_cause_is_called_as_in_the_catalogue() -> None:
    assert titles("en") == {code: kind.title for code, kind in CAUSES.items()}


def test_every_cause_has_a_russian_title() -> None:
    assert titles("ru").keys() == CAUSES.keys()


def test_the_pages_know_every_sentence_of_advice() -> None:
    known = json.loads((TEXTS / "advice.en.json").read_text(encoding="utf-8"))
    assert known == {code: kind.advice for code, kind in CAUSES.items()}


def test_words_that_rules_fill_in_are_known_in_russian() -> None:
    """Each of them as `workers.rules` and its neighbours write it."""
    patterns = [re.compile(one) for one, _ in json.loads((TEXTS / "phrases.ru.json").read_text(encoding="utf-8"))]
    said = ["12 minutes", "1 day", "moments", "just now", "3 hours ago", "more than 1 hour", "more than 10 minutes"]
    said += ["it knows none at all", "it knows 3 of them", "another", "its", "fast", "slow", "over the network"]
    said += [" (nor are 2 more)", "the monitor names none", "a, b and 2 more", "the model, now x"]
    assert [text for text in said if not any(pattern.search(text) for pattern in patterns)] == []
