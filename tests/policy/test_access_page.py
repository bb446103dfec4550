"""docs/access.md prints what is declared, and nothing else. `python -m tests.policy.test_access_page` writes it."""

from collections.abc import Iterator
from typing import Final

from cocoonpool.auth.policy import POLICIES
from cocoonpool.server.doors import doors_of
from tests.contracts.tree import ROOT
from tests.policy.table import TABLE, Caller
from tests.policy.world import the_app

PAGE: Final = ROOT / "docs" / "access.md"
_MARKS: Final = ("policies", "answers", "routes")


def policies() -> Iterator[str]:
    yield "| policy | who |"
    yield "| --- | --- |"
    yield from (f"| {policy.name} | {policy.who} |" for policy in POLICIES)


def answers() -> Iterator[str]:
    yield f"| policy | {' | '.join(Caller)} |"
    yield f"| --- |{' --- |' * len(Caller)}"
    yield from (f"| {name} | {' | '.join(rights[caller] for caller in Caller)} |" for name, rights in TABLE.items())


def routes() -> Iterator[str]:
    yield "| route | policy |"
    yield "| --- | --- |"
    for door in doors_of(the_app()):
        methods = ", ".join(sorted(door.methods)) if door.methods else "any" if door.methods is None else "WebSocket"
        yield f"| {methods} `{door.path}` | {door.policy.name if door.policy else 'none: closed'} |"


def written(page: str) -> str:
    """The page with its tables as they are declared now."""
    for mark, lines in zip(_MARKS, (policies(), answers(), routes()), strict=True):
        before, _, rest = page.partition(f"<!-- {mark} -->\n")
        after = rest.partition(f"<!-- end of {mark} -->")[2]
        table = "\n".join(lines)
        page = f"{before}<!-- {mark} -->\n\n{table}\n\n<!-- end of {mark} -->{after}"
    return page


def test_the_page_prints_the_declared_tables() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page)


def test_every_policy_stands_in_the_table() -> None:
    assert {policy.name for policy in POLICIES} == set(TABLE)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
