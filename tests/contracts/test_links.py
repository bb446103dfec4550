"""A link inside the documentation leads somewhere: to a file that exists, and to a heading in it."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.tree import ROOT, files

LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(page: Path) -> Iterator[str]:
    for link in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
        if "://" not in link["target"] and not link["target"].startswith("mailto:"):
            yield link["target"]


def anchors(page: Path) -> set[str]:
    """Names that headings get when the page is shown: lower case, punctuation dropped, blanks as hyphens."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    if not there.exists():
        return True
    return bool(anchor) and there.suffix == ".md" and anchor not in anchors(there)


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in files("*.md")
        for target in links(page)
        if leads_nowhere(page, target)
    ]
    assert broken == []


def test_there_are_pages_to_check() -> None:
    assert len(list(files("*.md"))) > 10
