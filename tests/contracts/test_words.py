"""Words that stand for a mistake this project has decided not to make. Why: docs/decisions/."""

import ast
from collections.abc import Iterator

from tests.contracts.tree import ROOT, files, modules

NAMES_WITHOUT_A_SUBJECT = {"utils", "util", "helpers", "helper", "common", "misc"}
MONEY = (
    "src/cocoonpool/money.py",
    "src/cocoonpool/earnings/",
    "src/cocoonpool/payouts/",
    "src/cocoonpool/prices/",
    "src/cocoonpool/tax/",
)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def methods_called(tree: ast.AST) -> set[str]:
    return {call.func.attr for call in calls(tree) if isinstance(call.func, ast.Attribute)}


def names_used(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_a_module_is_named_by_its_subject() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for top in ("src", "tests", "bench", "scripts")
        for path in files("*.py", ROOT / top)
        if NAMES_WITHOUT_A_SUBJECT & {path.stem, path.parent.name}
    ]
    assert named == []


def test_only_the_database_module_commits() -> None:
    allowed = {"src/cocoonpool/db.py"}
    committing = {path for path, tree in modules("src") if "commit" in methods_called(tree)}
    assert committing - allowed == set()


def test_no_time_without_a_zone() -> None:
    naive = {"utcnow", "utcfromtimestamp"}
    assert [path for path, tree in modules("src", "tests", "bench") if naive & methods_called(tree)] == []


def test_no_float_near_money() -> None:
    near_money = ((path, tree) for path, tree in modules("src") if path.startswith(MONEY))
    assert [path for path, tree in near_money if "float" in names_used(tree)] == []


def test_nothing_in_the_program_sleeps_in_a_thread() -> None:
    sleeping = [
        path
        for path, tree in modules("src")
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "time.sleep"
    ]
    assert sleeping == []
