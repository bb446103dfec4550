"""A part that fits on a screen can be understood alone: limits on files and functions, exceptions in the open."""

import ast
from collections.abc import Iterator

from tests.contracts.tree import ROOT, files, modules

FILE_LINES = 300
FUNCTION_LINES = 40

# "path" or "path:function": why it may be longer
EXCEPTIONS: dict[str, str] = {
    "src/cocoonpool/cli/service.py:simulate": "a flat list of options",
    "src/cocoonpool/migrations/versions/20261122_0001_the_first_tables.py:upgrade": "a flat list of columns",
}


def long_files() -> Iterator[str]:
    for path in files("*.py", ROOT / "src"):
        if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES:
            yield path.relative_to(ROOT).as_posix()


def long_functions() -> Iterator[str]:
    for path, tree in modules("src"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                last = node.end_lineno or node.lineno
                if last - node.lineno + 1 > FUNCTION_LINES:
                    yield f"{path}:{node.name}"


def test_files_stay_short() -> None:
    assert set(long_files()) - set(EXCEPTIONS) == set()


def test_functions_stay_short() -> None:
    assert set(long_functions()) - set(EXCEPTIONS) == set()


def test_an_exception_is_dropped_when_it_is_no_longer_needed() -> None:
    assert set(EXCEPTIONS) <= {*long_files(), *long_functions()}
