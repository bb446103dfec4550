"""The project's own files, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cocoonpool"
_NOT_OURS = {"node_modules", "data", "dist", "build"}


def files(pattern: str, top: Path = ROOT) -> Iterator[Path]:
    """Files of the project by name pattern, without hidden folders and what was installed or built."""
    for path in sorted(top.rglob(pattern)):
        folders = path.relative_to(top).parts[:-1]
        if not any(folder.startswith(".") or folder in _NOT_OURS for folder in folders):
            yield path


def modules(*tops: str) -> Iterator[tuple[str, ast.Module]]:
    """Path relative to the root, and syntax tree, of every Python file below these folders of the root."""
    for top in tops:
        for path in files("*.py", ROOT / top):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
