"""docs/metrics.md lists the metrics that the program makes, and no other."""

import ast
import re
from collections.abc import Iterator

from tests.contracts.tree import ROOT, modules

NAME = re.compile(r"cocoon(pool)?_[a-z0-9_]+")
MAKERS = ("src/cocoonpool/exposition/", "src/cocoonpool/collector/figures.py", "src/cocoonpool/server/")


def made() -> Iterator[str]:
    for path, tree in modules("src"):
        if path.startswith(MAKERS):
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                    yield node.value


def test_every_metric_is_documented() -> None:
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(cocoon[a-z0-9_]+)` \|", text, re.MULTILINE)
    assert set(rows) == set(made())
