"""The dashboard translates the pool's advice by its sentences: so it must know them, word for word."""

import json
import re

from cocoonpool.workers.causes import CAUSES
from tests.contracts.tree import ROOT

TEXTS = ROOT / "web" / "src" / "texts"


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
