"""docs/configuration.md lists the settings that exist, with their defaults, and no other."""

import re
from pathlib import Path

from cocoonpool.settings import Settings
from tests.contracts.tree import ROOT

ROW = re.compile(r"^\| `COCOONPOOL_(?P<name>[A-Z0-9_]+)` \| (?P<default>[^|]*?) \|", re.MULTILINE)


def documented() -> dict[str, str]:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    return {row["name"].lower(): row["default"].strip("`") for row in ROW.finditer(text)}


def as_written(default: object) -> str:
    """A default as a person would put it into the environment; unset is empty."""
    match default:
        case None:
            return ""
        case bool():
            return str(default).lower()
        case float():
            return f"{default:g}"
        case Path():
            return f"./{default}"
        case _:
            return str(default)


def test_every_setting_is_documented_with_its_default() -> None:
    assert documented() == {name: as_written(field.default) for name, field in Settings.model_fields.items()}


def test_no_page_speaks_of_a_setting_that_does_not_exist() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    spoken_of = {
        name.removesuffix("_file")
        for page in pages
        for name in map(str.lower, re.findall(r"COCOONPOOL_([A-Z0-9_]*[A-Z0-9])", page.read_text(encoding="utf-8")))
    }
    assert spoken_of <= set(Settings.model_fields)
