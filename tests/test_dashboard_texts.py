"""The dashboard's own words for causes keep up with the catalogue."""

import json
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
